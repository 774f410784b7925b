import { expect, test } from "vitest";

import { typedTime } from "./typedTime";

test.each([
  ["9:14", "09:14"],
  ["0914", "09:14"],
  ["914", "09:14"],
  ["9.14", "09:14"],
  ["9", "09:00"],
  ["14:05:30", "14:05:30"],
  ["14:05:00", "14:05"],
  ["2:05 pm", "14:05"],
  ["12 am", "00:00"],
  ["12:30pm", "12:30"],
])("%s is %s", (text, clock) => {
  expect(typedTime(text)).toBe(clock);
});

test.each(["", "25:00", "9:60", "13 pm", "noon", "9:1"])("%j is no time", (text) => {
  expect(typedTime(text)).toBeNull();
});
