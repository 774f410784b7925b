import { expect, test } from "vitest";

import { domainPattern, matches, tryRules, type Labels } from "./match";
import type { Field, Op, Rule } from "./model";

let made = 0;
const rule = (field: Field, op: Op, values: string | string[], ignoreCase = true): Rule => ({
  key: String(++made),
  category: "Work",
  field,
  op,
  values: typeof values === "string" ? [values] : values,
  ignoreCase,
});
const hit = (each: Rule, label: string) => matches(each, each.values[0] ?? "", label);

test("each comparison does what the server's does", () => {
  expect(hit(rule("app", "equals", "code"), "Code")).toBe(true);
  expect(hit(rule("app", "equals", "code", false), "Code")).toBe(false);
  expect(hit(rule("title", "contains", "tube"), "YouTube")).toBe(true);
  expect(hit(rule("domain", "domain_suffix", "example.com"), "a.b.example.com")).toBe(true);
  expect(hit(rule("domain", "domain_suffix", "example.com"), "notexample.com")).toBe(false);
  expect(hit(rule("file", "glob", "*/src/?.ts"), "/home/x/src/a.ts")).toBe(true);
  expect(hit(rule("file", "glob", "*.ts"), "a.tsx")).toBe(false);
  expect(hit(rule("file", "glob", "a-b (1).txt"), "a-b (1).txt")).toBe(true);
  expect(hit(rule("title", "regex", "pull request #\\d+"), "Fix · Pull Request #41")).toBe(true);
  expect(hit(rule("title", "regex", "pull", false), "Pull")).toBe(false);
  expect(hit(rule("title", "regex", "(?i)pull", false), "Pull")).toBe(true);
  expect(hit(rule("title", "regex", "\\A(?P<a>x)\\z"), "x")).toBe(true);
});

test("a pattern that JavaScript would read otherwise is not judged", () => {
  expect(hit(rule("title", "regex", "[[:alpha:]]+"), "x")).toBeNull();
  expect(hit(rule("title", "regex", "a(?i:b)"), "ab")).toBeNull();
  expect(hit(rule("title", "regex", "(unclosed"), "x")).toBeNull();
});

test("what is typed as a domain is read as the server reads it", () => {
  expect(
    ["https://www.Example.com:80/a?b", "*.example.com", ".example.com", "localhost"].map(domainPattern),
  ).toEqual(["example.com", "example.com", "example.com", "localhost"]);
});

test("the first rule that matches wins, whichever label it looks at; the rest are told", () => {
  const rules = [
    rule("title", "contains", "nothing like it"),
    rule("domain", "domain_suffix", ["sharelatex.com", "overleaf.com"]),
    rule("app", "equals", "Firefox"),
    rule("title", "regex", "[[:alpha:]]"),
  ];
  const labels: Labels = { app: "Firefox", title: "Chapter 3", domain: "overleaf.com" };
  const trial = tryRules(rules, labels);
  expect(trial.hits.map(({ index, value }) => [index, value])).toEqual([
    [1, "overleaf.com"],
    [2, "Firefox"],
  ]);
  expect(trial.unknown).toEqual([rules[3]]);
  expect(tryRules(rules, {}).hits).toEqual([]);
});
