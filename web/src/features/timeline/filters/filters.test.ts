import { expect, test } from "vitest";

import { asQuery, narrowing } from "./narrowing";
import { chips } from "./words";

const devices = [
  { id: "a", name: "desk" },
  { id: "b", name: "phone" },
];

test("filters go to the server as it takes them: lists repeat, the text and the times do not", () => {
  const found = narrowing({
    app: "Code",
    device: "a,b",
    weekday: "1,5",
    q: "thesis",
    from_time: "22:00",
    to_time: "24:00",
  });
  expect(asQuery(found)).toEqual({
    ...{
      app: ["Code"],
      device: ["a", "b"],
      weekday: [1, 5],
      q: "thesis",
      from_time: "22:00",
      to_time: "24:00",
    },
  });
  expect(asQuery({})).toEqual({});
});

test("each thing a page is narrowed to is one chip, the two ends of a time of day as well", () => {
  const text = (search: Record<string, string>) => chips(narrowing(search), devices).map((chip) => chip.text);
  expect(text({ category: "Work › Docs", device: "b", weekday: "1,2", kind: "noise" })).toEqual([
    ...["Work › Docs", "phone", "noise", "Mon, Tue"],
  ]);
  expect(text({ from_time: "09:00", to_time: "12:30" })).toEqual(["09:00 – 12:30"]);
  expect(text({ to_time: "12:30" })).toEqual(["00:00 – 12:30"]);
  expect(text({ category: "Uncategorised", q: "thesis" })).toEqual(["Uncategorised", "“thesis”"]);
  expect(chips({ to_time: "12:30" }, [])[0]?.names).toEqual(["from_time", "to_time"]);
});
