import { expect, test } from "vitest";

import { HELD } from "./examples";
import { fromDocument } from "./model";
import { shownRules, timesOf, treeRows } from "./treeRows";

const set = fromDocument(HELD);
const hits = new Map([
  [0, 300],
  [1, 100],
]);

test("a category holds the time and the rules of everything below it", () => {
  const rows = treeRows(set, timesOf(set, hits));
  expect(rows.map(({ category, depth, seconds, rules }) => [category.name, depth, seconds, rules])).toEqual([
    ["Work", 0, 400, 2],
    ["Docs", 1, 300, 1],
    ["Thesis", 2, 0, 0],
    ["Fun", 0, 0, 1],
  ]);
});

test("before the hits are known no time is claimed", () => {
  expect(treeRows(set, null).map(({ seconds }) => seconds)).toEqual([null, null, null, null]);
});

test("rules are found by their category, by what they say, and while they are open", () => {
  const shown = (category: string | null, text = "", open: string | null = null) =>
    shownRules(set, { category, text, open }).map(({ index }) => index);
  expect(shown(null)).toEqual([0, 1, 2]);
  expect(shown("Work")).toEqual([0, 1]);
  expect(shown("Work › Docs")).toEqual([0]);
  expect(shown(null, "ZED")).toEqual([1]);
  expect(shown("Fun", "", set.rules[0]?.key ?? "")).toEqual([0, 2]);
});
