import { expect, test } from "vitest";

import { layOut } from "../band/geometry";

import type { Piece } from "./pieces";
import { slips } from "./slips";

const M = 60_000;
const piece = (start: number, end: number, title: string, place = "overleaf.com"): Piece => ({
  ...{ start: start * M, end: end * M, kind: "signal", passive: false, category: ["Writing"], label: title },
  ...{ title, place, device: "desk", role: "active" },
});
const seen = [
  piece(0, 10, "Chapter 3"),
  piece(10, 16, "references.bib"),
  piece(16, 20, "Chapter 3"),
  piece(20, 22, "#general", "Slack"),
  piece(30, 40, "Chapter 3"),
];
const drawn = (minutes: number, width: number) => slips(layOut(seen, { start: 0, end: minutes * M }, width));

test("from afar neighbours in one place carry the place's name", () => {
  const [first, slack, later] = drawn(60, 300);
  expect(first).toMatchObject({ x: 0, width: 100, name: "overleaf.com", titles: [] });
  expect(first?.seams).toEqual([50, 80]);
  expect(slack?.name).toBe("");
  expect(slack?.width).toBeCloseTo(10);
  expect(later).toMatchObject({ x: 150, width: 50, name: "" });
});

test("close up every title that has room stands in its own part", () => {
  const [first] = drawn(30, 900);
  expect(first?.name).toBe("");
  expect(first?.titles.map(({ text }) => text)).toEqual([
    "Chapter 3 — overleaf.com",
    "references.bib",
    "Chapter 3",
  ]);
});
