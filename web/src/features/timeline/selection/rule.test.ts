import { expect, test } from "vitest";

import { candidates, ruleAddress } from "./rule";

const totals = (...keys: string[]) => keys.map((key) => ({ key }));

test("a rule can hold on to the sites, the apps and the title that took the most", () => {
  const found = candidates({
    domain: totals("overleaf.com"),
    app: totals("Firefox", "Code", "Mail"),
    title: totals("Chapter 3", "Chapter 2"),
  });
  expect(found.map(({ field, op, value }) => `${field} ${op} ${value}`)).toEqual([
    "domain equals overleaf.com",
    "app equals Firefox",
    "app equals Code",
    "title contains Chapter 3",
  ]);
});

test("time without words gives nothing to hold on to", () => {
  expect(candidates({ domain: totals(), app: totals(""), title: totals("") })).toEqual([]);
});

test("the address of a new rule survives any title", () => {
  expect(ruleAddress({ field: "title", op: "contains", value: "a & b = ?" })).toBe(
    "/rules?field=title&op=contains&value=a+%26+b+%3D+%3F",
  );
});
