import { expect, test } from "vitest";

import { asDevices, devicesOf, onDay, parseTimeline } from "./view";

test("the address keeps what the page understands and drops the rest", () => {
  const known = {
    ...{ date: "2026-11-19", view: "week", zoom: "0900-1130", sel: "091430-0948", as: "table" },
    ...{ device: "1,3", lanes: "folded" },
  };
  expect(parseTimeline({ ...known, utm: "x" })).toEqual(known);
  expect(parseTimeline({ date: "2026-02-30", view: "month", zoom: 9, as: "list", lanes: "x" })).toEqual({});
});

test("devices are listed with commas, and all of them are not listed", () => {
  expect(devicesOf({ device: "1,3," })).toEqual(["1", "3"]);
  expect(devicesOf({})).toEqual([]);
  expect(asDevices(["1", "3"], 3)).toBe("1,3");
  expect(asDevices(["1", "2", "3"], 3)).toBeUndefined();
  expect(asDevices([], 3)).toBeUndefined();
});

test("another day takes along how one looks, not what was chosen", () => {
  const view = {
    date: "2026-11-19",
    view: "week",
    sel: "0900-1000",
    zoom: "0800-1200",
    device: "1",
  } as const;
  expect(onDay(view, "2026-11-18", "2026-11-20")).toEqual({
    ...{ date: "2026-11-18", view: "week", device: "1", sel: undefined, zoom: undefined },
  });
  expect(onDay(view, "2026-11-20", "2026-11-20").date).toBeUndefined();
});
