import { t } from "@/lib/t";
import { Skeleton } from "@/ui/Skeleton";

/** The shape of lanes before anything is known of them. */
export function LanesSkeleton({ rows = [64, 36, 16] }: { rows?: readonly number[] }) {
  return (
    <div role="status" aria-label={t("timeline.loading")}>
      <div className="flex gap-12">
        {["w-16", "w-16", "w-24", "w-24", "w-20"].map((width, i) => (
          <Skeleton key={i} className={`h-9 ${width} ${i > 2 ? "max-md:hidden" : ""}`} />
        ))}
      </div>
      <div className="mt-14 flex flex-col gap-2.5 md:pl-36">
        {rows.map((height, i) => (
          <div key={i} className="skeleton rounded-1" style={{ height }} />
        ))}
      </div>
      <div className="mt-16 grid gap-x-12 gap-y-9 md:grid-cols-[minmax(0,1fr)_320px]">
        {[10, 7].map((count, i) => (
          <div key={i} className="flex flex-col gap-3">
            {Array.from({ length: count }, (_, row) => (
              <Skeleton key={row} className="h-4" />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
