import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";

import { longDate, weekdayName } from "@/lib/clock";
import { addDays, startOfWeek } from "@/lib/dates";
import { locale } from "@/lib/locale";
import { t } from "@/lib/t";
import { useWidth } from "@/lib/useWidth";

import { Sheet } from "../band/Sheet";

import { heat } from "./YearLegend";
import { step } from "./quantiles";
import type { YearMetric } from "./view";
import { amount } from "./words";
import { valueOf, type CalendarDay } from "./yearDays";
import { moveInYear, yearGrid } from "./yearGrid";

interface Props {
  year: number;
  days: ReadonlyMap<string, CalendarDay>;
  metric: YearMetric;
  cuts: readonly number[];
  today: string;
  weekStart: number;
  summary: string;
  onDay: (date: string) => void;
}

const LEFT = 34;
const TOP = 20;
const GAP = 3;

/** Weeks as columns, weekdays as rows. Narrow screens scroll; a day is never too small to touch. */
export function YearChart({ year, days, metric, cuts, today, weekStart, summary, onDay }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(1100);
  const chart = useRef<SVGSVGElement>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [scrolled, setScrolled] = useState(0);
  const grid = useMemo(() => yearGrid(year, weekStart), [year, weekStart]);
  const last = today.startsWith(`${year}-`) ? today : `${year}-12-31`;
  const pitch = Math.min(24, Math.max(width < 640 ? 24 : 16, Math.floor((width - LEFT) / grid.columns)));
  const size = pitch - GAP;
  const [wide, tall] = [LEFT + grid.columns * pitch, TOP + 7 * pitch];
  const stop = focused ?? last;
  const shown = pointed ?? focused;
  const cell = grid.cells.find(({ date }) => date === shown);

  // What a narrow screen shows first is the present, not January.
  useEffect(() => {
    const column = grid.cells.find(({ date }) => date === last)?.column ?? 0;
    box.current?.scrollTo({ left: LEFT + (column + 2) * pitch - width });
  }, [box, grid, last, pitch, width]);

  const onKeyDown = (event: KeyboardEvent) => {
    const from = focused ?? last;
    if (event.key === "Enter" || event.key === " ") {
      onDay(from);
    } else {
      const to = moveInYear(from, event.key, last);
      if (to === null) return;
      chart.current?.querySelector<SVGElement>(`[data-date="${to}"]`)?.focus();
    }
    event.preventDefault();
  };

  return (
    <div className="relative">
      <div
        ref={box}
        className="-m-0.5 overflow-x-auto overflow-y-hidden p-0.5"
        onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
      >
        <svg
          ref={chart}
          role="grid"
          aria-label={summary}
          width={wide}
          height={tall}
          className="block"
          onKeyDown={onKeyDown}
          onPointerLeave={() => setPointed(null)}
          onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocused(null)}
        >
          <g aria-hidden className="fill-ink-2 text-12">
            {grid.months.map(({ date, column }) => (
              <text key={date} x={LEFT + column * pitch} y="11">
                {monthText(date)}
              </text>
            ))}
            {[0, 2, 4].map((row) => (
              <text key={row} x="0" y={TOP + row * pitch + size / 2 + 4}>
                {weekdayName(addDays(startOfWeek(`${year}-06-15`, weekStart), row), "short")}
              </text>
            ))}
          </g>
          {Array.from({ length: 7 }, (_, row) => (
            <g key={row} role="row">
              {grid.cells
                .filter((each) => each.row === row && each.date <= last)
                .map(({ date, column }) => {
                  const value = valueOf(days.get(date), metric);
                  const filled = value !== null && value > 0;
                  return (
                    <rect
                      key={date}
                      role="gridcell"
                      data-date={date}
                      tabIndex={date === stop ? 0 : -1}
                      aria-label={t("year.day", {
                        date: longDate(date, today),
                        value: value === null ? t("year.none") : amount(value, metric),
                      })}
                      x={LEFT + column * pitch + (filled ? 0 : 0.5)}
                      y={TOP + row * pitch + (filled ? 0 : 0.5)}
                      width={size - (filled ? 0 : 1)}
                      height={size - (filled ? 0 : 1)}
                      rx="2"
                      fill={filled ? heat(step(value, cuts), cuts.length + 1) : "transparent"}
                      stroke={filled ? "none" : "var(--rule)"}
                      className="cursor-pointer outline-none focus-visible:stroke-ink focus-visible:stroke-2"
                      onPointerEnter={() => setPointed(date)}
                      onFocus={() => setFocused(date)}
                      onClick={() => onDay(date)}
                    />
                  );
                })}
            </g>
          ))}
          {today.startsWith(`${year}-`) && <TodayMark grid={grid} today={today} pitch={pitch} size={size} />}
        </svg>
      </div>
      {cell && shown !== null && (
        <Sheet
          x={LEFT + cell.column * pitch + size / 2 - scrolled}
          top={TOP + (cell.row + 1) * pitch + 6}
          width={width}
          wide={220}
        >
          <DayTip date={shown} day={days.get(shown)} today={today} />
        </Sheet>
      )}
    </div>
  );
}

function TodayMark({
  grid,
  today,
  pitch,
  size,
}: {
  grid: ReturnType<typeof yearGrid>;
  today: string;
  pitch: number;
  size: number;
}) {
  const cell = grid.cells.find(({ date }) => date === today);
  if (!cell) return null;
  return (
    <rect
      aria-hidden
      pointerEvents="none"
      x={LEFT + cell.column * pitch - 1.5}
      y={TOP + cell.row * pitch - 1.5}
      width={size + 3}
      height={size + 3}
      rx="3.5"
      fill="none"
      stroke="var(--ink)"
    />
  );
}

function DayTip({ date, day, today }: { date: string; day: CalendarDay | undefined; today: string }) {
  return (
    <>
      <p className="font-semibold">{longDate(date, today)}</p>
      {day ? (
        <>
          <p className="text-ink-2">
            {t("year.tip", {
              total: amount(day.total_seconds, "total"),
              signal: amount(day.signal_seconds, "signal"),
            })}
          </p>
          <p className="text-ink-2">
            {day.score === null
              ? t("lines.no-score")
              : t("year.tip-score", { score: amount(day.score, "score") })}
          </p>
        </>
      ) : (
        <p className="text-ink-2">{t("year.none")}</p>
      )}
    </>
  );
}

function monthText(date: string): string {
  return new Intl.DateTimeFormat(locale.text, { month: "short", timeZone: "UTC" }).format(Date.parse(date));
}
