import { expect, test } from "vitest";

import { drawnRange, edgesOf, exact, neighbour, sameRange, snap, stretchAt, toNextEdge } from "./snap";

const M = 60_000;
const day = { start: 0, end: 1440 * M };
const items = [
  { start: 10 * M, end: 20 * M },
  { start: 20 * M, end: 25 * M },
  { start: 40 * M, end: 60 * M },
];
const edges = edgesOf(items);

test("edges are in order and each is there once", () => {
  expect(edges.map((at) => at / M)).toEqual([10, 20, 25, 40, 60]);
});

test.each([
  [19, 2, 20],
  [22, 2, 20],
  [23, 2, 25],
  [32, 2, 32],
  [61, 2, 60],
  [0, 2, 0],
])("%i snaps within %i to %i", (at, near, to) => {
  expect(snap(at * M, edges, near * M)).toBe(to * M);
});

test("without edges nothing attracts", () => {
  expect(snap(5, [], 100)).toBe(5);
});

test("a stretch drawn backwards is the same stretch, and stays in the day", () => {
  expect(drawnRange(39 * M, 9 * M, edges, 2 * M, day)).toEqual({ start: 10 * M, end: 40 * M });
  expect(drawnRange(-9 * M, 9999 * M, edges, 0, day)).toEqual(day);
});

test("a stretch is never empty", () => {
  const drawn = drawnRange(19 * M, 21 * M, edges, 2 * M, day);
  expect(drawn).toEqual({ start: 20 * M, end: 20 * M + 1000 });
});

test("a click chooses the piece under it, or the time away around it", () => {
  expect(stretchAt(items, 21 * M, day)).toEqual({ start: 20 * M, end: 25 * M });
  expect(stretchAt(items, 30 * M, day)).toEqual({ start: 25 * M, end: 40 * M });
  expect(stretchAt(items, 5 * M, day)).toEqual({ start: 0, end: 10 * M });
  expect(stretchAt(items, 70 * M, day)).toEqual({ start: 60 * M, end: day.end });
  expect(stretchAt([], 70 * M, day)).toEqual(day);
});

test("steps go from piece to piece and end at the ends", () => {
  const [first, second, third] = items;
  expect(neighbour(items, { start: 10 * M, end: 20 * M }, 1)).toBe(second);
  expect(neighbour(items, { start: 20 * M, end: 25 * M }, -1)).toBe(first);
  expect(neighbour(items, { start: 25 * M, end: 40 * M }, 1)).toBe(third);
  expect(neighbour(items, { start: 40 * M, end: 60 * M }, 1)).toBeNull();
  expect(neighbour(items, { start: 10 * M, end: 20 * M }, -1)).toBeNull();
});

test("keys move an edge to the next one there is", () => {
  expect(toNextEdge(20 * M, edges, 1)).toBe(25 * M);
  expect(toNextEdge(22 * M, edges, -1)).toBe(20 * M);
  expect(toNextEdge(60 * M, edges, 1)).toBe(60 * M);
});

test("a stretch read from the address finds the edges it was made from", () => {
  const fine = [10 * M + 431, 20 * M + 87];
  expect(exact({ start: 10 * M, end: 20 * M }, fine)).toEqual({ start: fine[0], end: fine[1] });
  expect(sameRange({ start: 0, end: 5000 }, { start: 300, end: 4700 })).toBe(true);
  expect(sameRange({ start: 0, end: 5000 }, null)).toBe(false);
});
