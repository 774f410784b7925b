import { useState } from "react";

import { addDays } from "@/lib/dates";
import { GRID_DAYS, gridStart, MonthGrid } from "@/ui/MonthGrid";

import { useDayTotals } from "./useDayTotals";

interface Props {
  date: string;
  today: string;
  weekStart: number;
  onChoose: (date: string) => void;
}

/** A month to choose a day from. */
export function Calendar({ date, today, weekStart, onChoose }: Props) {
  const [cursor, setCursor] = useState(date);
  const start = gridStart(cursor, weekStart);
  const { data } = useDayTotals(start, addDays(start, GRID_DAYS));
  return (
    <MonthGrid
      cursor={cursor}
      onCursor={setCursor}
      onChoose={onChoose}
      first={date}
      last={date}
      today={today}
      weekStart={weekStart}
      totals={data}
    />
  );
}
