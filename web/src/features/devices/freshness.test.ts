import { expect, test } from "vitest";

import { newest, silence, tone } from "./freshness";

const now = Date.parse("2026-11-20T15:02:00Z");
const seen = (at: string | null) => ({ last_seen: at });

test("the newest word of any device counts", () => {
  expect(newest([seen("2026-11-20T15:01:56Z"), seen(null), seen("2026-11-19T15:02:00Z")], now)).toBe(4);
  expect(newest([seen(null)], now)).toBeNull();
});

test("a clock that runs ahead is not the future", () => {
  expect(silence(seen("2026-11-20T15:03:00Z"), now)).toBe(0);
});

test("silence worries for a day and then means switched off", () => {
  expect([4, 121, 90_000, null].map(tone)).toEqual(["good", "warn", "off", "off"]);
});
