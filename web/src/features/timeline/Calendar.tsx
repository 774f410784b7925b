import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type KeyboardEvent } from "react";

import { longDate, monthName, weekdayName } from "@/lib/clock";
import { addDays, addMonths, daysFrom, startOfMonth, startOfWeek } from "@/lib/dates";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Next, Previous } from "@/ui/icons";

import { dayTarget } from "./DayLink";
import { useDayTotals } from "./useDayTotals";

interface Props {
  date: string;
  today: string;
  weekStart: number;
  onChosen: () => void;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A month to choose a day from; a bar under each day tells how much it held. */
export function Calendar({ date, today, weekStart, onChosen }: Props) {
  const navigate = useNavigate();
  const grid = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(date);
  const month = startOfMonth(cursor);
  const days = daysFrom(startOfWeek(month, weekStart), 42);
  const { data } = useDayTotals(days[0] ?? month, addDays(days[0] ?? month, 42));
  const longest = Math.max(1, ...(data?.values() ?? []));

  const move = (to: string) => setCursor(to > today ? today : to);
  const choose = (to: string) => {
    onChosen();
    void navigate(dayTarget(to, today));
  };
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
          const seconds = data?.get(day);
          return (
            <button
              key={day}
              type="button"
              data-date={day}
              disabled={day > today}
              tabIndex={day === cursor ? 0 : -1}
              aria-current={day === date ? "date" : undefined}
              aria-label={t("calendar.day", {
                date: longDate(day, today),
                total: seconds === undefined ? t("calendar.none") : duration(seconds),
              })}
              onClick={() => choose(day)}
              onKeyDown={onKeyDown}
              className={`flex h-10 flex-col items-center justify-center gap-1 rounded-2 enabled:hover:bg-band ${
                day === date ? "bg-band font-semibold" : ""
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
                    className={`block h-1 min-w-[2px] rounded-1 ${day === date ? "bg-signal" : "bg-neutral"}`}
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
