import { expect, test } from "vitest";

import { numberWord, percent, t } from "./t";

test("messages are filled in and follow the count", () => {
  expect(t("total.since", { time: "08:37" })).toBe("active since 08:37");
  expect(t("devices.count", { count: 1 })).toBe("1 device");
  expect(t("devices.count", { count: 3 })).toBe("3 devices");
  expect(t("total.breaks", { count: 0, number: numberWord(0) })).toBe("no breaks over 10 m");
});

test("small numbers are words, others digits", () => {
  expect([2, 12, 13].map(numberWord)).toEqual(["two", "twelve", "13"]);
});

test("what is filled in is text, not a pattern", () => {
  expect(t("missing.title")).not.toContain("{");
  expect(t("away.after", { what: "$& {what}" })).toBe("after $& {what}");
});

test("percentages have no decimals", () => {
  expect(percent(0.9371)).toBe("94 %");
});
