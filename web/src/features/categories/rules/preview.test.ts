import { expect, test } from "vitest";

import { applyEdit } from "./edits";
import { HELD } from "./examples";
import { EMPTY, fromDocument } from "./model";
import { remarks, remarksOn } from "./pointers";
import { headline, withoutRenames, type Preview } from "./preview";

const base = fromDocument(HELD);
const answer = (...moves: Preview["moves"]): Preview => ({
  moved_seconds: moves.reduce((sum, move) => sum + move.seconds, 0),
  days: 31,
  moves,
  warnings: [],
});

test("time whose category was only renamed has not moved", () => {
  const draft = applyEdit(base, { kind: "category.change", key: "Work", change: { name: "Job" }, about: "" });
  const preview = answer(
    { from: "Work", to: "Job", seconds: 500 },
    { from: "Work › Docs", to: "Job › Docs", seconds: 300 },
    { from: "Uncategorised", to: "Job", seconds: 60 },
  );
  expect(withoutRenames(preview, base, draft ?? EMPTY)).toMatchObject({
    moved_seconds: 60,
    moves: [{ from: "Uncategorised", to: "Job", seconds: 60 }],
  });
});

test("the longest move speaks for the rest", () => {
  const moves = [
    { from: "Fun", to: "Work", seconds: 30 },
    { from: "Uncategorised", to: "Work", seconds: 90 },
  ];
  expect(headline(answer(...moves))).toEqual({ main: moves[1], others: 1 });
  expect(headline(answer())).toBeNull();
});

test("a problem is led back to the rule or category, the part and the value it means", () => {
  const said = [
    { code: "rule.regex.invalid", pointer: "/rules/1/values/1", detail: "Not a pattern." },
    { code: "category.name", pointer: "/categories/3/path/0", detail: "A name has …" },
    { code: "ruleset.too_large", pointer: "/rules", detail: "Too large." },
  ];
  const all = remarks(said, base);
  expect(all).toEqual([
    { key: base.rules[1]?.key, part: "value", index: 1, code: "rule.regex.invalid", text: "Not a pattern." },
    { key: "Fun", part: "name", index: 0, code: "category.name", text: "A name has …" },
    { key: null, part: "", index: null, code: "ruleset.too_large", text: "Too large." },
  ]);
  expect(remarksOn(all, "Fun", "name")).toHaveLength(1);
});
