import { expect, test } from "vitest";

import type { Segment } from "../useTimeline";

import { rowsUnder } from "./under";

function segment(minute: number, title: string, more: Partial<Segment> = {}): Segment {
  const at = (m: number) => new Date(Date.UTC(2026, 10, 20, 9, m)).toISOString();
  const labels = { app: "Firefox", domain: "", project: "", language: "", category: "Work", device: "vm" };
  return {
    start: at(minute),
    end: at(minute + 2),
    title,
    kind: "signal",
    lane: "primary",
    role: "active",
    passive: false,
    ...labels,
    ...more,
  };
}

const spot = { start: Date.UTC(2026, 10, 20, 9, 0), end: Date.UTC(2026, 10, 20, 9, 30) };

test("windows under a spot are added up by title, longest first, the rest counted", () => {
  const seen = [segment(0, "b"), segment(2, "a"), segment(4, "b"), segment(6, "c"), segment(8, "d")];
  const { shown, more } = rowsUnder(seen, spot);
  expect(shown.map((row) => [row.title, row.seconds])).toEqual([
    ["b", 240],
    ["a", 120],
    ["c", 120],
  ]);
  expect(more).toBe(1);
});

test("what ran beside and what lies elsewhere is left out", () => {
  expect(rowsUnder([segment(0, "a", { lane: "parallel" }), segment(40, "b")], spot).shown).toEqual([]);
});

test("a window without a title goes by its place", () => {
  const [row] = rowsUnder([segment(0, "", { domain: "example.org" })], spot).shown;
  expect(row).toMatchObject({ title: "example.org", where: "" });
});
