import { expect, test } from "vitest";

import type { Kind } from "@/ui/kind";

import { drawnAt, fits, layOut, named, runs, timeAt, xOf, type Stretch } from "./geometry";

const DAY = { start: 0, end: 1000 };

function stretch(start: number, end: number, kind: Kind = "signal", label = "Docs"): Stretch {
  return { start, end, kind, label, passive: false, category: [label] };
}

test("time and pixels are the same line read both ways", () => {
  expect(xOf(250, DAY, 400)).toBe(100);
  expect(timeAt(100, DAY, 400)).toBe(250);
});

test("stretches are cut to what is shown", () => {
  const [only] = layOut([stretch(-100, 500), stretch(1200, 1300)], DAY, 100);
  expect(only).toMatchObject({ x: 0, width: 50, start: 0, end: 500 });
});

test("thin neighbours become one rectangle that keeps them all and takes the kind of most", () => {
  const thin = [stretch(0, 6, "noise"), stretch(6, 14, "signal"), stretch(14, 20, "noise")];
  const drawn = layOut([...thin, stretch(20, 400)], DAY, 100);
  expect(drawn).toHaveLength(2);
  expect(drawn[0]).toMatchObject({ kind: "noise", stretches: thin });
});

test("a lone thin stretch is still a pixel wide", () => {
  expect(layOut([stretch(500, 501)], DAY, 100)).toMatchObject([{ width: 1 }]);
});

test("merging stops at a gap and at the width of a sliver", () => {
  const apart = [stretch(0, 5), stretch(60, 65)];
  expect(layOut(apart, DAY, 100)).toHaveLength(2);
  const many = Array.from({ length: 100 }, (_, i) => stretch(i * 10, i * 10 + 10));
  expect(layOut(many, DAY, 100)).toHaveLength(50);
});

test("no time is lost or counted twice by merging", () => {
  const many = Array.from({ length: 97 }, (_, i) =>
    stretch(i * 10, i * 10 + 7, i % 3 ? "signal" : "neutral"),
  );
  const kept = layOut(many, DAY, 130).flatMap((each) => each.stretches);
  expect(kept).toEqual(many);
});

test("neighbours of one kind are one block with seams where there is room", () => {
  const drawn = layOut([stretch(0, 200, "signal", "Docs"), stretch(200, 300, "signal", "Mail")], DAY, 100);
  expect(runs(drawn)).toMatchObject([{ x: 0, width: 30, label: "Docs", seams: [20] }]);
});

test("another kind or a gap ends a block", () => {
  const drawn = layOut(
    [stretch(0, 200), stretch(200, 300, "noise"), stretch(300, 400), stretch(450, 500)],
    DAY,
    100,
  );
  expect(runs(drawn).map((run) => run.kind)).toEqual(["signal", "noise", "signal", "signal"]);
});

test("a focus block names the widest light it covers", () => {
  const light = runs(layOut([stretch(0, 100), stretch(100, 150, "noise"), stretch(150, 400)], DAY, 100));
  const labels = named(light, [{ start: 0, end: 400, label: "Thesis" }]).map((run) => run.label);
  expect(labels).toEqual(["Docs", "Docs", "Thesis"]);
});

test("a name needs its room", () => {
  expect(fits("Review", 70)).toBe(true);
  expect(fits("Review", 50)).toBe(false);
  expect(fits("", 500)).toBe(false);
});

test("an instant finds its rectangle or nothing", () => {
  const drawn = layOut([stretch(100, 200), stretch(300, 400)], DAY, 100);
  expect([150, 250, 300, 400].map((at) => drawnAt(drawn, at))).toEqual([0, -1, 1, -1]);
});
