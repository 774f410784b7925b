import { expect, test } from "vitest";

import { byCategory, byTitle, type Piece } from "../lanes/pieces";

import { lines } from "./log";

const M = 60_000;
const piece = (start: number, end: number, title: string, category = ["Work"]): Piece => ({
  ...{ start: start * M, end: end * M, kind: "signal", passive: false, category, label: title },
  ...{ title, place: "editor", device: "desk", role: "active" },
});
const seen = [
  piece(0, 4, "a.py"),
  piece(4, 10, "b.py"),
  piece(10, 16, "a.py"),
  piece(16, 16.2, "news", ["Fun"]),
  piece(16.2, 16.5, "mail", ["Mail"]),
  piece(30, 40, "talk", ["Meetings"]),
];
const told = (from: number, to: number) =>
  lines(byCategory(seen), byTitle(seen), { start: from * M, end: to * M });

test("each line says what one was up to and what was in front the longest", () => {
  expect(told(0, 60).map((line) => [line.start / M, line.end / M, line.names, line.title])).toEqual([
    [0, 16, "Work", "a.py"],
    [16, 16.5, "Mail, Fun", "mail"],
    [16.5, 30, "", ""],
    [30, 40, "Meetings", "talk"],
  ]);
});

test("time away is a line of its own, from five minutes on", () => {
  expect(told(0, 60).filter((line) => line.kind === null)).toHaveLength(1);
  const short = [piece(0, 4, "a"), piece(8, 9, "a")];
  expect(lines(byCategory(short), byTitle(short), { start: 0, end: 60 * M })).toHaveLength(2);
});

test("only what is in sight is told", () => {
  expect(told(12, 20).map((line) => [line.start / M, line.end / M])).toEqual([
    [12, 16],
    [16, 16.5],
  ]);
});
