import { instant, shortDate, timeOfDay, localDate } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { percent, t } from "@/lib/t";
import { Popover } from "@/ui/Popover";
import { Question } from "@/ui/icons";

import type { Day } from "./useDay";

/** "How is this counted?": what goes into the total and what does not, with this day's own numbers. */
export function Counted({ day, sources, today }: { day: Day; sources: readonly string[]; today: string }) {
  const when = (text: string) => {
    const date = shortDate(localDate(instant(text), day.zone), today);
    return `${date}, ${timeOfDay(instant(text), day.zone)}`;
  };
  const rules = [
    t("counted.day", { start: when(day.start), end: when(day.end), zone: day.zone }),
    t("counted.once"),
    t("counted.idle"),
    t("counted.parallel"),
    t("counted.kinds"),
    t("counted.score", { share: percent(day.coverage), total: duration(day.total_seconds) }),
  ];
  return (
    <Popover
      label={t("counted.title")}
      trigger={
        <button
          type="button"
          aria-label={t("counted.title")}
          title={t("counted.title")}
          className="tap-target ml-0.5 inline-block align-[-3px] hover:text-ink"
        >
          <Question />
        </button>
      }
    >
      <h3 className="font-semibold">{t("counted.title")}</h3>
      <ul className="mt-2 flex max-w-[46ch] list-disc flex-col gap-1.5 pl-4 text-ink-2 marker:text-edge">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      {sources.length > 0 && (
        <>
          <h3 className="mt-3 font-semibold">{t("counted.sources")}</h3>
          <ul className="mt-1 text-ink-2">
            {sources.map((source) => (
              <li key={source}>{source}</li>
            ))}
          </ul>
        </>
      )}
      <p className="mt-3 text-12 text-ink-2">{t("counted.as-of", { time: when(day.as_of) })}</p>
    </Popover>
  );
}
