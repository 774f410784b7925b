import { expect, test } from "vitest";

import { dropPlace, gapAt, keyPlace, numberPlace } from "./reorder";

const all = ["a", "b", "c", "d", "e"];

test("a rule is dropped before the row it is let go over, or behind the last", () => {
  expect(dropPlace(all, all, 2)).toEqual({ before: "c" });
  expect(dropPlace(all, all, 5)).toBe("last");
});

test("behind the last row in sight is before what follows it out of sight", () => {
  expect(dropPlace(all, ["a", "c"], 2)).toEqual({ before: "d" });
  expect(dropPlace(all, ["a", "e"], 2)).toBe("last");
});

test("keys move over the rows in sight and stop at their ends", () => {
  expect(keyPlace(all, ["a", "c", "d"], 1, "ArrowUp")).toEqual({ before: "a" });
  expect(keyPlace(all, ["a", "c", "d"], 1, "ArrowDown")).toEqual({ before: "e" });
  expect(keyPlace(all, ["a", "c", "d"], 0, "ArrowUp")).toBeNull();
  expect(keyPlace(all, ["a", "c", "d"], 2, "ArrowDown")).toBeNull();
  expect(keyPlace(all, all, 3, "Home")).toEqual({ before: "a" });
  expect(keyPlace(all, all, 1, "End")).toBe("last");
  expect(keyPlace(all, all, 1, "x")).toBeNull();
});

test("a typed place counts in the whole list, as it will be", () => {
  expect(numberPlace(all, "b", 1)).toEqual({ before: "a" });
  expect(numberPlace(all, "b", 4)).toEqual({ before: "e" });
  expect(numberPlace(all, "b", 5)).toBe("last");
  expect(numberPlace(all, "b", 99)).toBe("last");
});

test("the gap under a pointer is the nearest one", () => {
  const rows = [
    { top: 0, bottom: 40 },
    { top: 40, bottom: 80 },
  ];
  expect([10, 30, 55, 75, 200].map((y) => gapAt(y, rows))).toEqual([0, 1, 1, 2, 2]);
});
