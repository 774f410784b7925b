import { expect, test } from "vitest";

import { instant } from "@/lib/clock";

import { axisDay, fromAxis, laidOut, onAxis } from "./week";

const BERLIN = "Europe/Berlin";
const axis = axisDay("04:00");
const at = (hours: number) => axis.start + (hours - 4) * 3_600_000;

test("nine o'clock stands under nine o'clock on every day of the week", () => {
  const friday = { start: instant("2026-11-20T03:00:00Z"), end: instant("2026-11-21T03:00:00Z") };
  expect(onAxis(instant("2026-11-20T08:00:00Z"), BERLIN, friday, axis)).toBe(at(9));
  expect(fromAxis(at(9), BERLIN, friday, axis)).toBe(instant("2026-11-20T08:00:00Z"));
});

test("also on a day whose clock is put forward in the morning", () => {
  const midnight = axisDay("00:00");
  const nine = midnight.start + 9 * 3_600_000;
  const sunday = { start: instant("2026-03-28T23:00:00Z"), end: instant("2026-03-29T22:00:00Z") };
  expect(onAxis(instant("2026-03-29T07:00:00Z"), BERLIN, sunday, midnight)).toBe(nine);
  expect(fromAxis(nine, BERLIN, sunday, midnight)).toBe(instant("2026-03-29T07:00:00Z"));
});

test("and when it is put back, where an hour lies over itself", () => {
  const midnight = axisDay("00:00");
  const sunday = { start: instant("2026-10-24T22:00:00Z"), end: instant("2026-10-25T23:00:00Z") };
  const nine = midnight.start + 9 * 3_600_000;
  expect(onAxis(instant("2026-10-25T08:00:00Z"), BERLIN, sunday, midnight)).toBe(nine);
  expect(fromAxis(nine, BERLIN, sunday, midnight)).toBe(instant("2026-10-25T08:00:00Z"));
  const film = { start: instant("2026-10-25T00:30:00Z"), end: instant("2026-10-25T01:10:00Z") };
  expect(laidOut(film, BERLIN, sunday, midnight)).toEqual({
    start: midnight.start + 2.5 * 3_600_000,
    end: midnight.start + 2.5 * 3_600_000 + 40 * 60_000,
  });
  expect(fromAxis(midnight.start + 2.5 * 3_600_000, BERLIN, sunday, midnight)).toBe(film.start);
});
