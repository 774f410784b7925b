import { expect, test } from "vitest";

import { begin, isNew, newKey, reduce, restore, store, type Action, type Draft } from "./draft";
import type { Edit } from "./edits";
import { HELD } from "./examples";
import { toDocument } from "./model";

const start = begin(HELD);
const overleaf = start.set.rules[0]?.key ?? "";

const edit = (value: Edit): Action => ({ type: "edit", edit: value });
const rename = (name: string): Action =>
  edit({ kind: "category.change", key: "Fun", change: { name }, about: "Fun" });
const drop: Action = edit({ kind: "rule.delete", key: overleaf, about: "overleaf.com" });
const after = (...actions: Action[]): Draft => actions.reduce(reduce, start);

test("changes gather until they are taken back one by one", () => {
  const draft = after(rename("Play"), drop);
  expect(draft.edits).toHaveLength(2);
  expect(draft.set.rules).toHaveLength(2);
  const back = reduce(draft, { type: "undo" });
  expect(back.set.rules).toHaveLength(3);
  expect(back.set.categories.at(-1)?.name).toBe("Play");
  expect(reduce(back, { type: "undo" }).set).toEqual(start.set);
});

test("typing is one change, and typing back to where it was is none", () => {
  expect(after(rename("P"), rename("Pl"), rename("Play")).edits).toHaveLength(1);
  expect(after(rename("P"), rename("Fun")).edits).toEqual([]);
});

test("a change that cannot be made leaves the draft alone", () => {
  expect(after(edit({ kind: "rule.delete", key: "x", about: "" }))).toBe(start);
});

test("a new rule that was given up leaves nothing behind", () => {
  const rule = {
    key: "new:1",
    category: null,
    field: "app",
    op: "equals",
    values: [""],
    ignoreCase: true,
  } as const;
  const draft = after(
    edit({ kind: "rule.add", rule, place: "first", about: "" }),
    rename("Play"),
    edit({ kind: "rule.change", key: "new:1", change: { values: ["Zed"] }, about: "Zed" }),
  );
  expect(isNew(draft, "new:1")).toBe(true);
  expect(draft.set.rules[0]).toMatchObject({ values: ["Zed"] });
  const without = reduce(draft, { type: "forget", key: "new:1" });
  expect(without.edits).toHaveLength(1);
  expect(without.set.rules).toHaveLength(3);
});

test("what was discarded can be taken up again", () => {
  const draft = after(rename("Play"), drop);
  const gone = reduce(draft, { type: "discard" });
  expect(gone.set).toEqual(start.set);
  expect(reduce(gone, { type: "resume", edits: draft.edits }).set).toEqual(draft.set);
});

test("new things get keys of their own", () => {
  expect(newKey(start)).toBe("new:1");
  const category = {
    key: "new:4",
    name: "x",
    parent: null,
    weight: 0,
    colour: null,
    role: "neutral",
  } as const;
  expect(newKey(after(edit({ kind: "category.add", category, about: "x" })))).toBe("new:5");
});

test("a draft outlives a reload, and rubbish in the storage does not hurt", () => {
  const draft = after(rename("Play"), drop);
  expect(restore(HELD, store(draft)).set).toEqual(draft.set);
  expect(store(start)).toBeNull();
  expect(restore(HELD, "{not json").edits).toEqual([]);
  expect(restore(HELD, '{"edits":7}').edits).toEqual([]);
});

test("when somebody else was faster the changes are put on top, and those that no longer fit are named", () => {
  const newer = {
    ...HELD,
    revision: 8,
    categories: [...HELD.categories, { path: ["Mail"], weight: 0 }],
    rules: HELD.rules.slice(1),
  };
  const draft = reduce(after(rename("Play"), drop), { type: "held", held: newer });
  expect(draft.revision).toBe(8);
  expect(toDocument(draft.set).categories.map(({ path }) => path.join("/"))).toContain("Play");
  expect(toDocument(draft.set).categories.map(({ path }) => path.join("/"))).toContain("Mail");
  expect(draft.lost.map(({ about }) => about)).toEqual(["overleaf.com"]);
  expect(draft.overtaken).toBe(true);
  expect(reduce(draft, { type: "seen" })).toMatchObject({ lost: [], overtaken: false });
  expect(restore(newer, store(after(drop))).overtaken).toBe(true);
  expect(reduce(start, { type: "held", held: newer }).overtaken).toBe(false);
});

test("once it is applied the draft is what holds", () => {
  const draft = after(rename("Play"));
  const held = { revision: 8, ...toDocument(draft.set) };
  expect(reduce(draft, { type: "applied", held })).toMatchObject({ revision: 8, edits: [], lost: [] });
});

test("hearing of the same revision again changes nothing", () => {
  const draft = after(rename("Play"));
  expect(reduce(draft, { type: "held", held: HELD })).toBe(draft);
});
