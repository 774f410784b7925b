/** The week as hours: how much a usual Tuesday at ten holds. Pure. */

/** An hour of the week as the server tells it; `hour` is the hour on the clock, 0 to 23. */
export interface HeatCell {
  weekday: number;
  hour: number;
  seconds: number;
  signal_seconds: number;
  /** How many such hours there were on days with any activity. */
  observed_hours: number;
}

export interface Hour {
  weekday: number;
  hour: number;
  /** Seconds of activity in a usual such hour; null when none was observed. */
  mean: number | null;
  observed: number;
  /** Too few observations to call it usual. */
  few: boolean;
}

export const ENOUGH = 3;

/** Seven rows of 24 hours in the order of the week, each day beginning with the hour days begin with. */
export function hourGrid(
  cells: readonly HeatCell[],
  { metric, weekStart, firstHour }: { metric: "total" | "signal"; weekStart: number; firstHour: number },
): Hour[][] {
  const found = new Map(cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]));
  return Array.from({ length: 7 }, (_, row) => {
    const weekday = ((weekStart - 1 + row) % 7) + 1;
    return Array.from({ length: 24 }, (_, column) => {
      const hour = (firstHour + column) % 24;
      const cell = found.get(`${weekday} ${hour}`);
      const observed = cell?.observed_hours ?? 0;
      const seconds = metric === "signal" ? cell?.signal_seconds : cell?.seconds;
      const mean = cell && observed > 0 ? (seconds ?? 0) / observed : null;
      return { weekday, hour, observed, mean, few: observed > 0 && observed < ENOUGH };
    });
  });
}

/** The columns from the first to the last hour that holds anything worth a minute; at least eight. */
export function usedColumns(grid: readonly (readonly Hour[])[]): { from: number; to: number } {
  const used = Array.from({ length: 24 }, (_, column) => grid.some((row) => (row[column]?.mean ?? 0) >= 60));
  const from = Math.max(0, used.indexOf(true));
  const to = used.includes(true) ? used.lastIndexOf(true) : 23;
  const missing = Math.max(0, 8 - (to - from + 1));
  return { from: Math.max(0, from - missing), to: Math.min(23, to) };
}

/** The fullest stretch of `length` hours in a row on one weekday, of hours seen often enough. */
export function fullest(
  grid: readonly (readonly Hour[])[],
  length = 2,
): { hours: Hour[]; mean: number } | null {
  let best: { hours: Hour[]; mean: number } | null = null;
  for (const row of grid) {
    for (let at = 0; at + length <= row.length; at += 1) {
      const hours = row.slice(at, at + length);
      if (hours.some(({ mean, few }) => mean === null || few)) continue;
      const mean = hours.reduce((sum, each) => sum + (each.mean ?? 0), 0) / length;
      if (mean > (best?.mean ?? 0)) best = { hours, mean };
    }
  }
  return best;
}

/** A usual day of each row: the sum of its usual hours. */
export function usualDay(row: readonly Hour[]): number | null {
  return row.every(({ mean }) => mean === null) ? null : row.reduce((sum, { mean }) => sum + (mean ?? 0), 0);
}
