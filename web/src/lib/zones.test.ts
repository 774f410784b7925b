import { expect, test } from "vitest";

import { instantAt, isZone, wallAt } from "./zones";

test.each([
  ["2026-03-02T09:30", "Europe/Berlin", "2026-03-02T08:30:00.000Z"],
  ["2026-07-02T09:30", "Europe/Berlin", "2026-07-02T07:30:00.000Z"],
  ["2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
  ["2026-07-02T00:15", "Asia/Kathmandu", "2026-07-01T18:30:00.000Z"],
  ["2026-01-01T00:00", "UTC", "2026-01-01T00:00:00.000Z"],
])("%s in %s is %s, and back", (wall, zone, at) => {
  expect(instantAt(wall, zone)).toBe(Date.parse(at));
  expect(wallAt(Date.parse(at), zone)).toBe(wall);
});

test("what is no time is none", () => {
  expect(instantAt("", "UTC")).toBeNull();
  expect(instantAt("2026-13-02T09:30", "UTC")).toBeNull();
});

test("a zone is one the browser knows", () => {
  expect(isZone("Europe/Berlin")).toBe(true);
  expect(isZone("Mars/One")).toBe(false);
  expect(isZone("")).toBe(false);
});
