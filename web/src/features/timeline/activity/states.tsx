import type { ReactNode } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";

import { FACET_NAME } from "./facets";

/** The shape of what comes. */
export function ActivitySkeleton() {
  return (
    <div role="status" aria-label={t("activity.loading")}>
      <Skeleton className="h-11 w-52" />
      <Skeleton className="mt-2 h-4 w-64" />
      <Skeleton className="mt-6 h-6 w-full" />
      <div className="mt-8 grid gap-x-12 gap-y-8 md:grid-cols-2">
        {[FACET_NAME.category, FACET_NAME.app].map((name) => (
          <div key={name}>
            <p aria-hidden className="mb-3 font-semibold">
              {name}
            </p>
            {Array.from({ length: 8 }, (_, i) => (
              <Skeleton key={i} className="mb-2 h-5" />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

interface NothingProps {
  /** Some of it may be there, but the filters let nothing through. */
  filtered: boolean;
  onClear: () => void;
  onAll: (() => void) | null;
  /** What it waits for, where nothing was ever recorded. */
  children?: ReactNode;
}

/** One sentence, one action, and the outline of what will be here. */
export function Nothing({ filtered, onClear, onAll, children }: NothingProps) {
  return (
    <section className="mt-2">
      <Outline />
      <p className="mt-5 text-16 font-semibold">{t(filtered ? "activity.none" : "activity.empty")}</p>
      <p className="mt-1 text-ink-2">{t(filtered ? "activity.none-next" : "activity.empty-next")}</p>
      <div className="mt-4 flex flex-wrap gap-2">
        {filtered && (
          <Button look="primary" onClick={onClear}>
            {t("filter.clear")}
          </Button>
        )}
        {onAll && (
          <Button look={filtered ? "plain" : "primary"} onClick={onAll}>
            {t("activity.go-all")}
          </Button>
        )}
      </div>
      {!filtered && children && <div className="mt-6 w-fit">{children}</div>}
    </section>
  );
}

function Outline() {
  return (
    <div aria-hidden className="flex max-w-[460px] flex-col gap-2.5 pt-4">
      {["w-full", "w-4/5", "w-1/2", "w-1/3"].map((width) => (
        <span key={width} className={`block h-2 rounded-1 border border-dashed border-edge ${width}`} />
      ))}
    </div>
  );
}
