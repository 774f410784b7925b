import { expect, test } from "vitest";

import { isChosen, narrowed, rowsOf, ruleFor } from "./facets";

const row = (key: string, seconds: number, more = {}) => ({
  ...{ key, seconds, previous_seconds: 10, kind: null, category: null, colour: null, label: null },
  ...more,
});
const previous = { total_seconds: 600 } as Parameters<typeof rowsOf>[1]["previous"];

test("rows bear the names people know them by; less than a second is nothing to show", () => {
  const facets = {
    app: [row("Code", 60, { label: "VS Code" }), row("zoom", 0.4)],
    language: [row("typescript", 60), row("rust", 30)],
    category: [row("Uncategorised", 60)],
  };
  expect(rowsOf("app", { facets, previous }).map(({ name }) => name)).toEqual(["VS Code"]);
  expect(rowsOf("language", { facets, previous }).map(({ name }) => name)).toEqual(["TypeScript", "Rust"]);
  expect(rowsOf("category", { facets, previous }).map(({ name }) => name)).toEqual(["Uncategorised"]);
  expect(rowsOf("project", { facets, previous })).toEqual([]);
});

test("beside a time of which nothing is known there is no comparison", () => {
  const facets = { app: [row("Code", 60)] };
  expect(rowsOf("app", { facets, previous })[0]?.before).toBe(10);
  expect(rowsOf("app", { facets, previous: null })[0]?.before).toBeNull();
  expect(
    rowsOf("app", { facets, previous: previous && { ...previous, total_seconds: 0 } })[0]?.before,
  ).toBeNull();
});

test("a row narrows the page to itself; a title is searched for, a device goes by its id", () => {
  const devices = [
    { id: "a", name: "desk" },
    { id: "b", name: "phone" },
    { id: "c", name: "desk" },
  ];
  expect(narrowed("app", { key: "Code" }, devices)).toEqual({ app: "Code" });
  expect(narrowed("title", { key: "Chapter 3" }, devices)).toEqual({ q: "Chapter 3" });
  expect(narrowed("device", { key: "desk" }, devices)).toEqual({ device: "a,c" });
  expect(narrowed("device", { key: "by hand" }, devices)).toBeNull();
  expect(isChosen({ app: "Code" }, { app: "Code" })).toBe(true);
  expect(isChosen({ app: "Code" }, { app: "Zoom" })).toBe(false);
  expect(isChosen({}, null)).toBe(false);
});

test("a rule holds on to a site, an app or words of a title, and to nothing else", () => {
  expect(ruleFor("domain", { key: "numpy.org" })).toEqual({
    field: "domain",
    op: "equals",
    value: "numpy.org",
  });
  expect(ruleFor("title", { key: "NumPy" })).toEqual({ field: "title", op: "contains", value: "NumPy" });
  expect(ruleFor("device", { key: "desk" })).toBeNull();
});
