import { t } from "@/lib/t";
import { Skeleton } from "@/ui/Skeleton";

/** The shape of tree, rules and what is beside them. */
export function RulesSkeleton() {
  return (
    <div
      role="status"
      aria-label={t("rules.loading")}
      className="grid gap-x-10 gap-y-8 md:grid-cols-[240px_minmax(0,1fr)] xl:grid-cols-[264px_minmax(0,1fr)_296px]"
    >
      {[12, 9, 6].map((rows, column) => (
        <div key={column} className={`flex flex-col gap-3 ${["max-md:hidden", "", "max-xl:hidden"][column]}`}>
          {Array.from({ length: rows }, (_, row) => (
            <Skeleton key={row} className={column === 1 ? "h-9" : "h-5"} />
          ))}
        </div>
      ))}
    </div>
  );
}
