import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { dateSpan } from "@/lib/clock";
import { addDays, startOfWeek } from "@/lib/dates";
import { t } from "@/lib/t";
import { PageHeader, type Target } from "@/ui/PageHeader";

import { Calendar } from "./Calendar";

interface Props {
  date: string;
  today: string;
  weekStart: number;
  target: (date: string) => Target;
  children: ReactNode;
}

export function WeekHeader({ date, today, weekStart, target, children }: Props) {
  const navigate = useNavigate();
  const first = startOfWeek(date, weekStart);
  const last = addDays(first, 6);
  const later = addDays(date, 7);
  return (
    <PageHeader
      title={dateSpan(first, last, today, "long")}
      short={dateSpan(first, last, today, "short")}
      picker={{
        label: t("calendar.label"),
        content: (close) => (
          <Calendar
            date={date}
            today={today}
            weekStart={weekStart}
            onChoose={(to) => {
              close();
              void navigate(target(to));
            }}
          />
        ),
      }}
      navLabel={t("timeline.span")}
      previous={{ label: t("timeline.previous-week"), target: target(addDays(date, -7)) }}
      next={{
        label: t("timeline.next-week"),
        target: last < today ? target(later > today ? today : later) : null,
      }}
      home={last < today ? { label: t("timeline.this-week"), target: target(today) } : null}
    >
      {children}
    </PageHeader>
  );
}
