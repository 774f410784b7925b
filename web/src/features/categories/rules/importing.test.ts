import { expect, test } from "vitest";

import { recognise } from "./importing";

const classes = [
  { id: 0, name: ["Work"], rule: { type: "regex", regex: "Docs" }, data: { color: "#0F0" } },
  { name: ["Work", "Programming"], rule: { type: "none" } },
];

test("categories of ActivityWatch are known as a list, as an export and as settings", () => {
  for (const written of [classes, { id: "default", categories: classes }, { classes, startOfDay: "04:00" }]) {
    expect(recognise(JSON.stringify(written))).toEqual({ kind: "activitywatch", classes });
  }
});

test("a file exported here is known by its paths and rules", () => {
  const document = {
    categories: [{ path: ["Work"], weight: 1 }],
    rules: [{ category: ["Work"], field: "app", op: "equals", value: "Code" }],
  };
  const file = { format: "daywright rules 1", revision: 3, ...document };
  expect(recognise(JSON.stringify(file))).toEqual({ kind: "daywright", document });
});

test("anything else is said to be something else", () => {
  expect(recognise("nothing like it")).toEqual({ kind: "unreadable" });
  for (const text of ["[]", "{}", "7", "null", '[{"name":"Work"}]', '{"categories":[]}']) {
    expect(recognise(text)).toEqual({ kind: "unknown" });
  }
});
