/** A small tree with three rules, for the tests of this folder. */
import type { Held } from "./draft";

export const HELD: Held = {
  revision: 7,
  categories: [
    { path: ["Work"], weight: 1, colour: "#527eb5", role: "focus" },
    { path: ["Work", "Docs"], weight: 2, colour: null, role: "focus" },
    { path: ["Work", "Docs", "Thesis"], weight: 2, colour: null, role: "focus" },
    { path: ["Fun"], weight: -2, colour: "#ac6849", role: "noise" },
  ],
  rules: [
    {
      category: ["Work", "Docs"],
      field: "domain",
      op: "domain_suffix",
      value: "overleaf.com",
      ignore_case: true,
    },
    { category: ["Work"], field: "app", op: "equals", values: ["Code", "Zed"], ignore_case: true },
    { category: ["Fun"], field: "title", op: "contains", value: "YouTube", ignore_case: false },
  ],
};
