import { useState, type ReactNode } from "react";

import { longDate, shortDate } from "@/lib/clock";
import { addDays } from "@/lib/dates";
import { t } from "@/lib/t";
import { buttonClass } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { Chevron, Next, Previous } from "@/ui/icons";

import { Calendar } from "./Calendar";
import { DayLink } from "./DayLink";

interface Props {
  date: string;
  today: string;
  weekStart: number;
  mark: ReactNode;
  children: ReactNode;
}

export function DayHeader({ date, today, weekStart, mark, children }: Props) {
  const [choosing, setChoosing] = useState(false);
  return (
    <header className="flex items-center gap-3">
      {mark}
      <h1 className="text-16 font-semibold whitespace-nowrap md:text-20">
        <Popover
          label={t("calendar.label")}
          open={choosing}
          onOpenChange={setChoosing}
          trigger={
            <button
              type="button"
              title={t("calendar.label")}
              className="inline-flex items-center gap-1 hover:text-ink-2"
            >
              <span className="md:hidden">{shortDate(date, today)}</span>
              <span className="max-md:hidden">{longDate(date, today)}</span>
              <Chevron />
            </button>
          }
        >
          <Calendar date={date} today={today} weekStart={weekStart} onChosen={() => setChoosing(false)} />
        </Popover>
      </h1>
      <nav aria-label={t("day.nav")} className="flex gap-2 print:hidden">
        <DayLink
          date={addDays(date, -1)}
          today={today}
          aria-label={t("day.previous")}
          className={buttonClass("plain", true)}
        >
          <Previous />
        </DayLink>
        {date < today ? (
          <DayLink
            date={addDays(date, 1)}
            today={today}
            aria-label={t("day.next")}
            className={buttonClass("plain", true)}
          >
            <Next />
          </DayLink>
        ) : (
          <span aria-hidden className={`${buttonClass("plain", true)} pointer-events-none opacity-40`}>
            <Next />
          </span>
        )}
        {date !== today && (
          <DayLink date={today} today={today} className={`${buttonClass("plain")} max-sm:hidden`}>
            {t("day.today")}
          </DayLink>
        )}
      </nav>
      <div className="ml-auto flex items-center gap-3 print:hidden">{children}</div>
    </header>
  );
}
