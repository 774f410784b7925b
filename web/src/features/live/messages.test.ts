import { expect, test } from "vitest";

import { parseMessage } from "./messages";

test("a change carries its range", () => {
  const text = JSON.stringify({
    changed: { from: "2026-11-20T15:00:00.000000Z", to: "2026-11-20T15:01:00.000000Z" },
  });
  expect(parseMessage(text)).toEqual({
    kind: "changed",
    range: { start: Date.UTC(2026, 10, 20, 15), end: Date.UTC(2026, 10, 20, 15, 1) },
  });
});

test("a change that cannot be read concerns everything", () => {
  expect(parseMessage('{"changed":{"from":"soon"}}')).toEqual({
    kind: "changed",
    range: { start: -Infinity, end: Infinity },
  });
});

test.each(["", "null", "[1]", "{", '{"focus":{}}', 7])("%s is left alone", (text) => {
  expect(parseMessage(text).kind).toBe("other");
});

test("the greeting is known", () => {
  expect(parseMessage('{"hello":{"version":"0.1.0"}}').kind).toBe("hello");
});
