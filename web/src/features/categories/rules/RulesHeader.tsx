import type { ReactNode } from "react";

import { duration } from "@/lib/duration";
import { percent, t } from "@/lib/t";
import { Button, buttonClass } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { Sun } from "@/ui/Sun";
import { More } from "@/ui/icons";

import { useBoard } from "./context";
import { useSuggestions } from "./useSuggestions";
import type { RangeName, Span } from "./view";

const SPAN_NAME: Record<RangeName, string> = {
  "30d": t("rules.span-30d"),
  year: t("rules.span-year"),
  all: t("rules.span-all"),
};

/** The name of the page, how much of the time its rules explain, and what one can do with all of them. */
export function RulesHeader({
  span,
  range,
  onNew,
  children,
}: {
  span: Span;
  range: RangeName;
  onNew: () => void;
  children: ReactNode;
}) {
  const { draft, times, onView } = useBoard();
  const { data } = useSuggestions(span, draft.revision);
  const labelled = [...(times?.values() ?? [])].reduce((sum, each) => sum + each, 0);
  const all = labelled + (data?.uncategorised_seconds ?? 0);
  const more = (
    <>
      <Button onClick={() => onView({ panel: "history" })}>{t("rules.history")}</Button>
      <Button onClick={() => onView({ panel: "import" })}>{t("rules.import")}</Button>
      <a href="/api/v1/rules/export" download="daywright-rules.json" className={buttonClass()}>
        {t("rules.export")}
      </a>
    </>
  );
  return (
    <header className="flex items-start gap-3">
      <span className="mt-1 lg:hidden">
        <Sun size={24} />
      </span>
      <div className="mr-auto min-w-0">
        <h1 className="text-16 font-semibold md:text-20">{t("rules.title")}</h1>
        <p className="text-12 text-ink-2">
          <span className="max-md:sr-only">
            {t("rules.counts", {
              rules: t("rules.count-rules", { count: draft.set.rules.length }),
              categories: t("rules.count-categories", { count: draft.set.categories.length }),
            })}
            {" · "}
          </span>
          {data && all > 0 && (
            <span title={duration(all)}>
              {t("rules.labelled", { share: percent(labelled / all), span: SPAN_NAME[range] })}
            </span>
          )}
        </p>
      </div>
      <div className="flex items-center gap-2">
        <div className="flex items-center gap-2 max-lg:hidden">
          {children}
          {more}
        </div>
        <div className="lg:hidden">
          <Popover
            label={t("rules.more")}
            align="end"
            trigger={
              <Button square aria-label={t("rules.more")}>
                <More />
              </Button>
            }
          >
            <div className="flex flex-col gap-3">
              {children}
              <div className="flex gap-2">{more}</div>
            </div>
          </Popover>
        </div>
        <Button look="primary" onClick={onNew}>
          {t("rules.new")}
        </Button>
      </div>
    </header>
  );
}
