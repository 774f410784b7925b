import type { ReactNode } from "react";

import { DayLink } from "./DayLink";

import { longDate, shortDate } from "@/lib/clock";
import { addDays } from "@/lib/dates";
import { t } from "@/lib/t";
import { buttonClass } from "@/ui/Button";
import { Next, Previous } from "@/ui/icons";

interface Props {
  date: string;
  today: string;
  mark: ReactNode;
  children: ReactNode;
}

export function DayHeader({ date, today, mark, children }: Props) {
  return (
    <header className="flex items-center gap-3">
      {mark}
      <h1 className="text-16 font-semibold whitespace-nowrap md:text-20">
        <span className="md:hidden">{shortDate(date, today)}</span>
        <span className="max-md:hidden">{longDate(date, today)}</span>
      </h1>
      <nav aria-label={t("day.nav")} className="flex gap-2">
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
          <span aria-hidden className={`${buttonClass("plain", true)} opacity-40`}>
            <Next />
          </span>
        )}
        {date !== today && (
          <DayLink date={today} today={today} className={buttonClass("plain")}>
            {t("day.today")}
          </DayLink>
        )}
      </nav>
      <div className="ml-auto flex items-center gap-3">{children}</div>
    </header>
  );
}
