import { useEffect, useRef } from "react";

import type { Board } from "./context";
import { newKey } from "./draft";
import type { Field, Op } from "./model";
import { usualOp, wantedRule } from "./view";
import { ruleText } from "./words";

/** A new rule at the top of the list, opened; the way to begin one from anywhere on the page. */
export function useBegin({ draft, edit, view, onView }: Board) {
  const begin = (like: { field?: Field; op?: Op; value?: string; category?: string | null } = {}) => {
    const { field = "domain", value = "", category = null } = like;
    const rule = {
      key: newKey(draft),
      category,
      field,
      op: like.op ?? usualOp(field),
      values: [value],
      ignoreCase: true,
    };
    edit({ kind: "rule.add", rule, place: "first", about: ruleText(rule) });
    onView({
      ...{ rule: rule.key, part: "rules", q: undefined },
      ...{ field: undefined, op: undefined, value: undefined },
    });
  };

  // A link of another page may ask for a rule; the address then names the rule itself.
  const wanted = wantedRule(view);
  const begun = useRef<string | null>(null);
  const text = wanted && `${wanted.field} ${wanted.op} ${wanted.value}`;
  useEffect(() => {
    if (!wanted || begun.current === text) return;
    begun.current = text;
    begin(wanted);
  });
  return begin;
}
