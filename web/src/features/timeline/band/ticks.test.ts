import { expect, test } from "vitest";

import { instant } from "@/lib/clock";

import { ticks } from "./ticks";

const range = (start: string, end: string) => ({ start: instant(start), end: instant(end) });

test("ticks stand on whole local hours, in zones with half hours, too", () => {
  const labels = ticks(range("2026-11-20T02:30:00Z", "2026-11-20T06:30:00Z"), 400, "Asia/Kolkata");
  expect(labels.map((tick) => tick.label)).toEqual(["08", "09", "10", "11", "12"]);
});

test("less room means fewer ticks", () => {
  const ten = range("2026-11-20T07:00:00Z", "2026-11-20T17:00:00Z");
  expect(ticks(ten, 1136, "Europe/Berlin")).toHaveLength(11);
  expect(ticks(ten, 330, "Europe/Berlin").map((tick) => tick.label)).toEqual([
    "08",
    "10",
    "12",
    "14",
    "16",
    "18",
  ]);
});

test("an hour that comes twice has two ticks", () => {
  const night = ticks(range("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z"), 500, "Europe/Berlin");
  expect(night.map((tick) => tick.label)).toEqual(["01", "02", "02", "03", "04"]);
});

test("a single minute is marked in seconds", () => {
  const minute = ticks(range("2026-11-20T08:14:00Z", "2026-11-20T08:15:00Z"), 300, "Europe/Berlin");
  expect(minute.map((tick) => tick.label)).toEqual(["09:14", ":15", ":30", ":45", "09:15"]);
});
