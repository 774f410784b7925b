import { expect, test } from "vitest";

import { rowsOf } from "./facets";
import { facetCsv } from "./saving";
import { sorted } from "./sorting";
import { parseActivity } from "./view";

test("the address keeps what the page understands and drops the rest", () => {
  const kept = {
    ...{
      range: "month",
      date: "2026-03-02",
      category: "Work › Docs",
      app: "Code",
      weekday: "1,5",
      kind: "noise",
    },
    ...{ from_time: "09:00", to_time: "12:30", depth: "2", compare: "off", table: "title", sort: "change" },
  };
  expect(parseActivity(kept)).toEqual(kept);
  expect(
    parseActivity({
      depth: "7",
      compare: "on",
      table: "mood",
      sort: "time",
      kind: "fun",
      weekday: "8",
      from_time: "9",
      q: "",
    }),
  ).toEqual({});
});

const rows = rowsOf("app", {
  previous: { total_seconds: 100 } as Parameters<typeof rowsOf>[1]["previous"],
  facets: {
    app: [
      { key: "b", seconds: 3600, previous_seconds: 3600, category: "Work", kind: "signal" },
      { key: "=A", seconds: 1800, previous_seconds: 60, category: "", kind: "noise" },
    ],
  },
});

test("the table is ordered by time, name or change", () => {
  const names = (by: Parameters<typeof sorted>[1]) => sorted(rows, by).map(({ name }) => name);
  expect(names("time")).toEqual(["b", "=A"]);
  expect(names("name")).toEqual(["=A", "b"]);
  expect(names("change")).toEqual(["=A", "b"]);
});

test("a saved table says in every row what it is about, and holds no formulas", () => {
  const told = { from: "2026-11-16", to: "2026-11-22", filter: "weekday: Mon, Tue" };
  expect(facetCsv("app", rows, 7200, told).split("\r\n")).toEqual([
    "app,category,kind,seconds,hours,share,seconds_before,from,to,filter",
    'b,Work,signal,3600,1:00,0.5,3600,2026-11-16,2026-11-22,"weekday: Mon, Tue"',
    `'=A,,noise,1800,0:30,0.25,60,2026-11-16,2026-11-22,"weekday: Mon, Tue"`,
    "",
  ]);
});
