import { useRef, type KeyboardEvent } from "react";

import { longDate, monthName, weekdayName } from "@/lib/clock";
import { addDays, addMonths, daysFrom, startOfMonth, startOfWeek } from "@/lib/dates";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Next, Previous } from "@/ui/icons";

export const GRID_DAYS = 42;

interface Props {
  /** The date the keyboard is on; its month is shown. */
  cursor: string;
  onCursor: (date: string) => void;
  onChoose: (date: string) => void;
  /** The chosen dates, both ends included. */
  first: string;
  last: string;
  today: string;
  weekStart: number;
  /** Seconds by date, where they are known. */
  totals: ReadonlyMap<string, number> | undefined;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** The first date of the six weeks in which a month is shown. */
export function gridStart(cursor: string, weekStart: number): string {
  return startOfWeek(startOfMonth(cursor), weekStart);
}

/** A month to choose days from; a bar under each day tells how much it held. */
export function MonthGrid(props: Props) {
  const { cursor, onCursor, onChoose, first, last, today, weekStart, totals } = props;
  const grid = useRef<HTMLDivElement>(null);
  const month = startOfMonth(cursor);
  const days = daysFrom(gridStart(cursor, weekStart), GRID_DAYS);
  const longest = Math.max(1, ...days.map((day) => totals?.get(day) ?? 0));

  const move = (to: string) => onCursor(to > today ? today : to);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const to =
      step !== undefined
        ? addDays(cursor, step)
        : event.key === "PageUp"
          ? addMonths(cursor, -1)
          : event.key === "PageDown"
            ? addMonths(cursor, 1)
            : null;
    if (to === null) return;
    event.preventDefault();
    move(to);
    const target = to > today ? today : to;
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-date="${target}"]`)?.focus());
  };

  return (
    <div className="w-[280px]">
      <div className="mb-2 flex items-center justify-between">
        <Button
          look="quiet"
          square
          aria-label={t("calendar.previous")}
          onClick={() => move(addMonths(cursor, -1))}
        >
          <Previous />
        </Button>
        <p aria-live="polite" className="font-semibold">
          {monthName(month)}
        </p>
        <Button
          look="quiet"
          square
          aria-label={t("calendar.next")}
          disabled={addMonths(cursor, 1) > today}
          onClick={() => move(addMonths(cursor, 1))}
        >
          <Next />
        </Button>
      </div>
      <div aria-hidden className="grid grid-cols-7 text-center text-12 text-ink-2">
        {days.slice(0, 7).map((day) => (
          <span key={day}>{weekdayName(day, "narrow")}</span>
        ))}
      </div>
      <div ref={grid} role="group" aria-label={monthName(month)} className="mt-1 grid grid-cols-7">
        {days.map((day) => {
          const seconds = totals?.get(day);
          const chosen = day >= first && day <= last;
          const end = day === first || day === last;
          return (
            <button
              key={day}
              type="button"
              data-date={day}
              disabled={day > today}
              tabIndex={day === cursor ? 0 : -1}
              aria-current={chosen && end ? "date" : undefined}
              aria-label={t("calendar.day", {
                date: longDate(day, today),
                total: seconds === undefined ? t("calendar.none") : duration(seconds),
              })}
              onClick={() => onChoose(day)}
              onKeyDown={onKeyDown}
              className={`flex h-10 flex-col items-center justify-center gap-1 enabled:hover:bg-band ${
                chosen ? `bg-band ${end ? "rounded-2 font-semibold" : ""}` : "rounded-2"
              } ${day.slice(0, 7) === month.slice(0, 7) && day <= today ? "" : "text-ink-2"}`}
            >
              <span
                className={day === today ? "underline decoration-signal decoration-2 underline-offset-4" : ""}
              >
                {Number(day.slice(8))}
              </span>
              <span className="h-1 w-6">
                {seconds !== undefined && (
                  <span
                    className={`block h-1 min-w-[2px] rounded-1 ${chosen ? "bg-signal" : "bg-neutral"}`}
                    style={{ width: `${(seconds / longest) * 100}%` }}
                  />
                )}
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
