import { expect, test } from "vitest";

import { csv, hoursMinutes, isoLocal } from "./csv";

test("cells with commas, quotes and line ends are quoted, and every line ends in CRLF", () => {
  expect(
    csv(
      ["a", "b"],
      [
        ["x,y", 'say "hi"'],
        ["two\nlines", 3.5],
        [null, ""],
      ],
    ),
  ).toBe('a,b\r\n"x,y","say ""hi"""\r\n"two\nlines",3.5\r\n,\r\n');
});

test.each(["=1+1", "+49 30", "-2", "@cmd", "\tx", "\rx", " =1"])("%j is text, not a formula", (text) => {
  const line = csv([], [[text]])
    .split("\r\n")
    .slice(1)
    .join("\r\n");
  expect(line.replace(/^"/, "")).toMatch(/^'/);
});

test("numbers stay numbers, also below zero", () => {
  expect(csv([], [[-90, 0]])).toBe("\r\n-90,0\r\n");
});

test("durations and times are written as spreadsheets and people read them", () => {
  expect(hoursMinutes(7512)).toBe("2:05");
  expect(hoursMinutes(36_000)).toBe("10:00");
  expect(isoLocal(Date.parse("2026-11-20T08:14:00Z"), 3_600_000)).toBe("2026-11-20T09:14:00+01:00");
  expect(isoLocal(Date.parse("2026-11-20T08:14:00Z"), -12_600_000)).toBe("2026-11-20T04:44:00-03:30");
});
