import { expect, test } from "vitest";

import { instant } from "@/lib/clock";

import {
  between,
  CLOSEST,
  fromAddress,
  HOUR,
  instantOf,
  pan,
  toAddress,
  usualRange,
  zoomAround,
} from "./zoom";

const BERLIN = "Europe/Berlin";
const DAY = { start: instant("2026-11-20T03:00:00Z"), end: instant("2026-11-21T03:00:00Z") };
const at = (time: string) => instant(`2026-11-20T${time}:00Z`);

test("the usual hours begin with the first activity and last ten", () => {
  const activity = { start: at("07:37"), end: at("15:02") };
  expect(usualRange(DAY, activity, at("15:02"))).toEqual({ start: at("07:00"), end: at("17:00") });
});

test("a longer day is shown whole", () => {
  expect(usualRange(DAY, { start: at("07:37"), end: at("20:50") }, null)).toEqual({
    start: at("07:00"),
    end: at("22:00"),
  });
});

test("without activity the usual hours lie around the present", () => {
  const range = usualRange(DAY, null, at("08:00"));
  expect(range.start).toBeLessThan(at("08:00"));
  expect(range.end).toBeGreaterThan(at("08:00"));
});

test("zooming keeps the instant under the pointer in its place", () => {
  const range = { start: at("07:00"), end: at("17:00") };
  const next = zoomAround(range, at("09:30"), 0.5, DAY);
  expect(next.end - next.start).toBe(5 * HOUR);
  expect((at("09:30") - next.start) / (next.end - next.start)).toBeCloseTo(0.25);
});

test("nothing moves out of the day or closer than ten minutes", () => {
  const range = { start: at("07:00"), end: at("17:00") };
  expect(zoomAround(range, at("09:00"), 100, DAY)).toEqual(DAY);
  const close = zoomAround(range, at("09:00"), 0.0001, DAY);
  expect(close.end - close.start).toBe(CLOSEST);
  expect(pan(range, -24 * HOUR, DAY).start).toBe(DAY.start);
  expect(pan(range, 24 * HOUR, DAY).end).toBe(DAY.end);
});

test("a drawn range may run backwards and is never too short to read", () => {
  expect(between(at("11:00"), at("09:00"), DAY)).toEqual({ start: at("09:00"), end: at("11:00") });
  const short = between(at("09:00"), at("09:01"), DAY);
  expect(short.end - short.start).toBe(CLOSEST);
});

test("the address says the local times and reads back to the same range", () => {
  const range = { start: at("08:14"), end: at("10:00") };
  expect(toAddress(range, BERLIN)).toBe("0914-1100");
  expect(fromAddress("0914-1100", DAY, BERLIN)).toEqual(range);
});

test("an address can hold seconds", () => {
  const range = { start: at("08:14") + 30_000, end: at("08:15") };
  expect(toAddress(range, BERLIN, 1000)).toBe("091430-0915");
  expect(fromAddress("091430-0915", DAY, BERLIN, 1000)).toEqual(range);
  expect(fromAddress("091405-091420", DAY, BERLIN, 1000)).toEqual({
    start: at("08:14") + 5000,
    end: at("08:14") + 20_000,
  });
});

test("hours before the day's start are the next morning's", () => {
  const range = fromAddress("2300-0130", DAY, BERLIN);
  expect(range).toEqual({ start: at("22:00"), end: instant("2026-11-21T00:30:00Z") });
  expect(fromAddress("0400-0400", DAY, BERLIN)).toEqual(DAY);
});

test("a day that loses an hour still reads its address", () => {
  const spring = { start: instant("2026-03-28T03:00:00Z"), end: instant("2026-03-29T02:00:00Z") };
  const range = fromAddress("0100-0330", spring, BERLIN);
  expect(range).toEqual({ start: instant("2026-03-29T00:00:00Z"), end: instant("2026-03-29T01:30:00Z") });
  expect(fromAddress("0230-0300", spring, BERLIN)).toBeNull();
});

test.each(["", "9-11", "0914-0913x", "2500-2600", "0960-1000", undefined])("%s is no range", (text) => {
  expect(fromAddress(text, DAY, BERLIN)).toBeNull();
});

test("a typed time is the first such instant of the day", () => {
  expect(instantOf("09:14", DAY, BERLIN)).toBe(at("08:14"));
  expect(instantOf("09:14:30", DAY, BERLIN)).toBe(at("08:14") + 30_000);
  expect(instantOf("01:00", DAY, BERLIN)).toBe(instant("2026-11-21T00:00:00Z"));
  expect(instantOf("", DAY, BERLIN)).toBeNull();
});
