import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("every library has its reason in the README, and no other has", () => {
  const rows = [...read("README.md").matchAll(/^\| (@?[a-z][\w/-]*) +\| .+ \|$/gm)].map((row) => row[1]);
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  expect(rows.filter((name) => name !== "library")).toEqual(Object.keys(dependencies).sort());
});

test("the lock file names no host", () => {
  expect(read("package-lock.json")).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});
