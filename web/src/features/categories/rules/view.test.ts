import { expect, test } from "vitest";

import { parseRules, partOf, rangeOf, spanOf, wantedRule } from "./view";

test("the address keeps what the page understands", () => {
  expect(parseRules({ category: "Work › Docs", rule: "abc", panel: "history", utm: "x", q: 4 })).toEqual({
    category: "Work › Docs",
    rule: "abc",
    panel: "history",
  });
  expect(parseRules({ panel: "elsewhere" })).toEqual({});
  expect([partOf({ part: "test" }), partOf({ part: "x" }), rangeOf({ range: "year" }), rangeOf({})]).toEqual([
    "test",
    "rules",
    "year",
    "30d",
  ]);
});

test("a range ends with today, and all time has no ends", () => {
  expect(spanOf("30d", "2026-11-20")).toEqual({ start: "2026-10-22", end: "2026-11-21" });
  expect(spanOf("all", "2026-11-20")).toEqual({ start: null, end: null });
});

test("a link of another page begins a rule, compared as is usual for its field", () => {
  expect(wantedRule({ field: "domain", value: "arxiv.org" })).toEqual({
    field: "domain",
    op: "domain_suffix",
    value: "arxiv.org",
  });
  expect(wantedRule({ field: "title", value: "Thesis" })).toMatchObject({ op: "contains" });
  expect(wantedRule({ field: "app", op: "glob", value: "org.*" })).toMatchObject({ op: "glob" });
  expect(wantedRule({ field: "nothing", value: "x" })).toBeNull();
  expect(wantedRule({ field: "app" })).toBeNull();
});
