import { expect, test } from "vitest";

import { HELD } from "./examples";
import { colourOf, complete, fromDocument, possibleParents, toDocument } from "./model";

const set = fromDocument(HELD);

test("what the server sent goes back the same, a single value as a list", () => {
  const document = toDocument(set);
  expect(document.categories).toEqual(HELD.categories);
  expect(document.rules.map(({ values }) => values)).toEqual([
    ["overleaf.com"],
    ["Code", "Zed"],
    ["YouTube"],
  ]);
  expect(document.rules.map(({ category }) => category)).toEqual(HELD.rules.map(({ category }) => category));
});

test("a rule has the same key in every version, wherever it stands and leads", () => {
  const moved = HELD.rules.map((rule) => ({ ...rule, category: ["Fun"] })).reverse();
  const again = fromDocument({ ...HELD, rules: moved });
  expect(again.rules.map(({ key }) => key).reverse()).toEqual(set.rules.map(({ key }) => key));
});

test("two rules that say the same have keys of their own", () => {
  const [rule] = HELD.rules;
  const twice = fromDocument({ ...HELD, rules: rule ? [rule, rule] : [] });
  expect(new Set(twice.rules.map(({ key }) => key)).size).toBe(2);
});

test("children follow their parent however the document orders them", () => {
  const shuffled = fromDocument({ ...HELD, categories: [...HELD.categories].reverse() });
  expect(shuffled.categories.map(({ key }) => key)).toEqual([
    "Fun",
    "Work",
    "Work › Docs",
    "Work › Docs › Thesis",
  ]);
});

test("a category may go under others, not under itself, and not too deep", () => {
  expect(possibleParents(set, "Work").map(({ key }) => key)).toEqual(["Fun"]);
  const deep = ["a", "b", "c", "d"].map((_, i, all) => ({ path: all.slice(0, i + 1), weight: 0 }));
  const both = fromDocument({ categories: [...HELD.categories, ...deep], rules: [] });
  const names = possibleParents(both, "Work › Docs").map(({ key }) => key);
  expect(names).toEqual(["Work", "Fun", "a", "a › b", "a › b › c"]);
});

test("a category without a colour wears its parent's", () => {
  expect(colourOf(set, "Work › Docs › Thesis")).toBe("#527eb5");
  expect(colourOf(set, null)).toBeNull();
});

test("a rule that lacks something is not sent", () => {
  const [first, ...rest] = set.rules;
  if (!first) throw new Error("no rule");
  expect(complete({ ...set, rules: [{ ...first, values: [" "] }, ...rest] }).rules).toEqual(rest);
  expect(complete({ ...set, rules: [{ ...first, category: null }] }).rules).toEqual([]);
  expect(complete({ ...set, rules: [{ ...first, values: ["a", "", "b"] }] }).rules[0]?.values).toEqual([
    "a",
    "b",
  ]);
  expect(complete(set)).toBe(set);
});
