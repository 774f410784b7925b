/** As much of the server's checking as the page's states need. */
import type { RuleDocument, WireRule } from "../src/features/categories/rules/model";

interface Said {
  code: string;
  pointer: string;
  detail: string;
}

export function faults({ categories, rules }: RuleDocument): Said[] {
  const paths = new Set(categories.map(({ path }) => path.join(" › ")));
  const seen = new Set<string>();
  const said: Said[] = [];
  categories.forEach(({ path }, i) => {
    const pointer = `/categories/${i}/path`;
    const name = path.at(-1) ?? "";
    if (!name.trim() || name !== name.trim() || name.length > 60) {
      const detail = "A name has 1 to 60 signs on one line, without “›”.";
      said.push({ code: "category.name", pointer: `${pointer}/${path.length - 1}`, detail });
    }
    const folded = path.join(" › ").toLowerCase();
    if (seen.has(folded)) {
      said.push({ code: "category.duplicate", pointer, detail: `“${path.join(" › ")}” is listed twice.` });
    }
    seen.add(folded);
  });
  rules.forEach((rule, i) => {
    if (!paths.has(rule.category.join(" › "))) {
      const detail = "This category is not in the tree.";
      said.push({ code: "rule.category.unknown", pointer: `/rules/${i}/category`, detail });
    }
    valuesOf(rule).forEach((value, n) => {
      const reason = rule.op === "regex" ? broken(value) : null;
      const pointer = `/rules/${i}/values/${n}`;
      if (reason) said.push({ code: "rule.regex.invalid", pointer, detail: `Not a pattern: ${reason}.` });
    });
  });
  return said;
}

export function doubts({ rules }: RuleDocument): Said[] {
  return rules.flatMap((rule, i) =>
    valuesOf(rule).flatMap((value, n) => {
      const pointer = `/rules/${i}/values/${n}`;
      if (rule.op === "regex" && [".*", ".", "", "\\w"].includes(value)) {
        return [{ code: "rule.regex.too_broad", pointer, detail: "This matches almost everything." }];
      }
      if (rule.op === "contains" && value.length === 1) {
        const detail = "A single sign is found in almost everything.";
        return [{ code: "rule.value.too_broad", pointer, detail }];
      }
      return [];
    }),
  );
}

function valuesOf({ value, values }: WireRule): readonly string[] {
  return values ?? [value ?? ""];
}

function broken(pattern: string): string | null {
  try {
    new RegExp(pattern);
    return null;
  } catch {
    return pattern.includes("(") ? `missing ): ${pattern}` : `bad repetition operator: ${pattern}`;
  }
}
