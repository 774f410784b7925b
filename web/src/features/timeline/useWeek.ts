import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";

import { get } from "@/api/client";
import { instant, type Range } from "@/lib/clock";
import { changesWithin } from "@/lib/freshness";

import { byCategory, pieceOf, type Piece } from "./lanes/pieces";
import { dayQuery, type Day } from "./useDay";
import { devicesOf } from "./view";

export interface WeekDay {
  date: string;
  /** Undefined while it is asked for, and for days that have not come. */
  day: Day | undefined;
  pieces: readonly Piece[];
  seconds: number;
}

export interface WeekDays {
  days: readonly WeekDay[];
  pending: boolean;
  error: Error | null;
  refetch: () => void;
}

/** The days of a week up to today; with devices chosen, only what these saw. */
export function useWeek(dates: readonly string[], today: string, device: string | undefined): WeekDays {
  const come = dates.filter((date) => date <= today);
  const { known, ...state } = useQueries({ queries: come.map((date) => dayQuery(date)), combine: together });
  const devices = devicesOf({ device });
  const seen = useQueries({
    queries: devices.length === 0 ? [] : known.map((day) => seenQuery(day, devices)),
    combine: pieceLists,
  });
  const all = devices.length === 0;
  const days = useMemo(
    () =>
      dates.map((date, i): WeekDay => {
        const day = known[i];
        const pieces = all ? (day ? ofDay(day) : []) : (seen[i] ?? []);
        return { date, day, pieces, seconds: all ? (day?.total_seconds ?? 0) : counted(pieces) };
      }),
    [dates, known, seen, all],
  );
  return { days, ...state };
}

function together(answers: UseQueryResult<Day>[]) {
  return {
    known: answers.map((answer) => answer.data),
    pending: answers.some((answer) => answer.isPending),
    error: answers.find((answer) => answer.error && !answer.data)?.error ?? null,
    refetch: () => answers.forEach((answer) => void answer.refetch()),
  };
}

function pieceLists(answers: UseQueryResult<Piece[]>[]) {
  return answers.map((answer) => answer.data);
}

function counted(pieces: readonly Piece[]): number {
  const added = pieces.filter((piece) => piece.role !== "parallel");
  return added.reduce((sum, piece) => sum + piece.end - piece.start, 0) / 1000;
}

function seenQuery(day: Day | undefined, devices: readonly string[]) {
  const range: Range = day ? { start: instant(day.start), end: instant(day.end) } : { start: 0, end: 0 };
  const query = { start: day?.start ?? "", end: day?.end ?? "", device: [...devices] };
  return {
    queryKey: ["seen", query.start, devices],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const { segments } = await get("/api/v1/timeline", { query, signal });
      return byCategory(segments.map(pieceOf).sort((a, b) => Number(beside(a)) - Number(beside(b))));
    },
    enabled: day !== undefined,
    staleTime: 10_000,
    meta: changesWithin(range),
  };
}

function beside(piece: Piece): boolean {
  return piece.role === "parallel";
}

function ofDay(day: Day): Piece[] {
  const nowhere = { title: "", place: "" };
  const primary = day.band.map((each): Piece => {
    const role = each.passive ? "passive" : "active";
    return { ...each, ...nowhere, start: instant(each.start), end: instant(each.end), device: "", role };
  });
  const parallel = day.parallel.map((each): Piece => ({
    ...{ ...each, ...nowhere, start: instant(each.start), end: instant(each.end), category: [] },
    ...{ kind: "uncategorised", passive: false, role: "parallel" },
  }));
  return [...primary, ...parallel];
}
