import { expect, test } from "vitest";

import { applyEdit, merged, type Edit } from "./edits";
import { HELD } from "./examples";
import { fromDocument, toDocument, type RuleSet } from "./model";

const set = fromDocument(HELD);
const [overleaf, editors, youtube] = set.rules.map((rule) => rule.key) as [string, string, string];
const about = "";

function apply(edit: Edit, to: RuleSet = set): RuleSet {
  const after = applyEdit(to, edit);
  if (!after) throw new Error("does not fit");
  return after;
}
const paths = (of: RuleSet) => toDocument(of).categories.map(({ path }) => path.join("/"));
const targets = (of: RuleSet) => toDocument(of).rules.map(({ category }) => category.join("/"));
const order = (of: RuleSet) => of.rules.map(({ key }) => key);

test("a renamed category takes everything below it and its rules along", () => {
  const after = apply({ kind: "category.change", key: "Work", change: { name: "Job" }, about });
  expect(paths(after)).toEqual(["Job", "Job/Docs", "Job/Docs/Thesis", "Fun"]);
  expect(targets(after)).toEqual(["Job/Docs", "Job", "Fun"]);
});

test("a moved category keeps what is below it, and never goes below itself", () => {
  const move = (parent: string | null): Edit => ({
    kind: "category.change",
    key: "Work › Docs",
    change: { parent },
    about,
  });
  expect(paths(apply(move(null)))).toEqual(["Work", "Docs", "Docs/Thesis", "Fun"]);
  expect(paths(apply(move("Fun")))).toEqual(["Work", "Fun", "Fun/Docs", "Fun/Docs/Thesis"]);
  expect(applyEdit(set, move("Work › Docs › Thesis"))).toBeNull();
});

test("a new category stands behind its brothers, before the next branch", () => {
  const category = {
    key: "new:1",
    name: "Mail",
    parent: "Work",
    weight: 0,
    colour: null,
    role: "neutral",
  } as const;
  expect(paths(apply({ kind: "category.add", category, about }))).toEqual([
    "Work",
    "Work/Docs",
    "Work/Docs/Thesis",
    "Work/Mail",
    "Fun",
  ]);
});

test("the rules of a deleted category go where they are told, or with it", () => {
  const moved = apply({ kind: "category.delete", key: "Work › Docs", rulesTo: "Work", about });
  expect([paths(moved), targets(moved)]).toEqual([
    ["Work", "Fun"],
    ["Work", "Work", "Fun"],
  ]);
  const gone = apply({ kind: "category.delete", key: "Work", rulesTo: null, about });
  expect([paths(gone), targets(gone)]).toEqual([["Fun"], ["Fun"]]);
  const below: Edit = { kind: "category.delete", key: "Work", rulesTo: "Work › Docs", about };
  expect(applyEdit(set, below)).toBeNull();
});

test("rules move to an end or before another one", () => {
  const move = (place: "first" | "last" | { before: string }) =>
    order(apply({ kind: "rule.move", key: editors, place, about }));
  expect(move("first")).toEqual([editors, overleaf, youtube]);
  expect(move("last")).toEqual([overleaf, youtube, editors]);
  expect(move({ before: overleaf })).toEqual([editors, overleaf, youtube]);
  expect(move({ before: editors })).toEqual([overleaf, editors, youtube]);
});

test("an edit of something that is gone does not fit", () => {
  const gone: Edit[] = [
    { kind: "rule.change", key: "x", change: { op: "glob" }, about },
    { kind: "rule.change", key: editors, change: { category: "Nowhere" }, about },
    { kind: "rule.delete", key: "x", about },
    { kind: "rule.move", key: editors, place: { before: "x" }, about },
    { kind: "category.change", key: "x", change: {}, about },
    { kind: "category.delete", key: "x", rulesTo: null, about },
  ];
  expect(gone.map((edit) => applyEdit(set, edit))).toEqual(gone.map(() => null));
});

test("an import adds what is missing and keeps what is there", () => {
  const document = {
    categories: [
      { path: ["Work"], weight: -2, colour: null, role: "noise" },
      { path: ["Work", "Mail"], weight: 0, colour: null, role: "communication" },
    ],
    rules: [
      { category: ["Work"], field: "app", op: "equals", values: ["Code", "Zed"], ignore_case: true },
      { category: ["Work", "Mail"], field: "app", op: "equals", values: ["Geary"], ignore_case: true },
    ],
  };
  const added = apply({ kind: "import", document, replace: false, about });
  expect(paths(added)).toEqual(["Work", "Work/Docs", "Work/Docs/Thesis", "Work/Mail", "Fun"]);
  expect(targets(added)).toEqual(["Work/Docs", "Work", "Fun", "Work/Mail"]);
  expect(added.categories[0]).toMatchObject({ weight: 1 });
  expect(paths(apply({ kind: "import", document, replace: true, about }))).toEqual(["Work", "Work/Mail"]);
});

test("an import finds a category that was renamed in the draft by its present name", () => {
  const renamed = apply({ kind: "category.change", key: "Work", change: { name: "Job" }, about });
  const document = {
    categories: [
      { path: ["Job"], weight: 0, role: "focus" },
      { path: ["Job", "Mail"], weight: 0, role: "neutral" },
    ],
    rules: [{ category: ["Job"], field: "app", op: "equals", value: "Geary" }],
  };
  const added = apply({ kind: "import", document, replace: false, about }, renamed);
  expect(paths(added)).toEqual(["Job", "Job/Docs", "Job/Docs/Thesis", "Job/Mail", "Fun"]);
  expect(targets(added).at(-1)).toBe("Job");
});

test("typing a word is one change, another thing is another", () => {
  const type = (name: string): Edit => ({ kind: "category.change", key: "Fun", change: { name }, about });
  expect(merged(type("P"), type("Pl"))).toMatchObject({ change: { name: "Pl" } });
  const weight: Edit = { kind: "category.change", key: "Work", change: { weight: 2 }, about };
  expect(merged(type("P"), weight)).toBeNull();
});
