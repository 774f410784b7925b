import { expect, test } from "vitest";

import { treeRows, type Own } from "./categoryTree";

const own = (path: string[], seconds: number, kind: Own["kind"] = "signal"): Own => ({ path, seconds, kind });

test("parents hold the time of their children, longest branch first, uncategorised last", () => {
  const rows = treeRows([
    own([], 9000, "uncategorised"),
    own(["Work", "Docs"], 600),
    own(["Fun"], 1000, "noise"),
    own(["Work"], 300),
    own(["Work", "Mail"], 700, "neutral"),
  ]);
  expect(rows.map((row) => [row.name, row.depth, row.seconds, row.kind])).toEqual([
    ["Work", 0, 1600, "signal"],
    ["Mail", 1, 700, "neutral"],
    ["Docs", 1, 600, "signal"],
    ["Fun", 0, 1000, "noise"],
    ["", 0, 9000, "uncategorised"],
  ]);
});

test("a parent without own time looks like most of its time", () => {
  const rows = treeRows([own(["Web", "News"], 100, "noise"), own(["Web", "Docs"], 50)]);
  expect(rows[0]).toMatchObject({ name: "Web", seconds: 150, kind: "noise" });
});

test("less than a second is nothing to show", () => {
  expect(treeRows([own(["Work"], 0.4), own([], 0.9, "uncategorised")])).toEqual([]);
});

test("what was before adds up like what is, and stays unknown where nothing is compared", () => {
  const rows = treeRows([
    { ...own(["Work", "Docs"], 600), before: 100 },
    { ...own(["Work"], 300), before: 50 },
    own(["Fun"], 10),
  ]);
  expect(rows.map(({ name, before }) => [name, before])).toEqual([
    ["Work", 150],
    ["Docs", 100],
    ["Fun", null],
  ]);
});
