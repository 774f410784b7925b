import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { longDate, shortDate } from "@/lib/clock";
import { addDays } from "@/lib/dates";
import { t } from "@/lib/t";
import { PageHeader, type Target } from "@/ui/PageHeader";

import { Calendar } from "./Calendar";
import { dayTarget } from "./DayLink";

interface Props {
  date: string;
  today: string;
  weekStart: number;
  /** Where another day leads. */
  target?: (date: string, today: string) => Target;
  children?: ReactNode;
}

export function DayHeader({ date, today, weekStart, target = dayTarget, children }: Props) {
  const navigate = useNavigate();
  return (
    <PageHeader
      title={longDate(date, today)}
      short={shortDate(date, today)}
      picker={{
        label: t("calendar.label"),
        content: (close) => (
          <Calendar
            date={date}
            today={today}
            weekStart={weekStart}
            onChoose={(to) => {
              close();
              void navigate(target(to, today));
            }}
          />
        ),
      }}
      navLabel={t("day.nav")}
      previous={{ label: t("day.previous"), target: target(addDays(date, -1), today) }}
      next={{ label: t("day.next"), target: date < today ? target(addDays(date, 1), today) : null }}
      home={date === today ? null : { label: t("day.today"), target: target(today, today) }}
    >
      {children}
    </PageHeader>
  );
}
