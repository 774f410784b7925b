import { useState } from "react";

import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Block } from "@/ui/Block";
import { Button } from "@/ui/Button";
import { Failed } from "@/ui/Failed";
import { Skeleton } from "@/ui/Skeleton";

import { CategorySelect } from "./CategorySelect";
import { useBoard } from "./context";
import { newKey } from "./draft";
import type { Field, Op } from "./model";
import { pathsOf } from "./model";
import { useSuggestions, type Suggestion } from "./useSuggestions";
import type { Span } from "./view";
import { FIELD_NAME, OP_NAME, ruleText } from "./words";

/** What has no category yet, by the time one rule would explain; each with what that rule would fit. */
export function Suggestions({ span }: { span: Span }) {
  const { draft } = useBoard();
  const { data, error, refetch } = useSuggestions(span, draft.revision);
  return (
    <Block title={t("suggest.title")} aside={data && duration(data.uncategorised_seconds)}>
      {error && !data ? (
        <Failed title={t("suggest.error")} error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-64" />
      ) : data.suggestions.length === 0 ? (
        <p className="border-t border-rule pt-2 text-ink-2">{t("suggest.none")}</p>
      ) : (
        <>
          <ul className="divide-y divide-rule border-t border-rule">
            {data.suggestions.map((each) => (
              <Row key={`${each.field} ${each.op} ${each.value}`} suggestion={each} />
            ))}
          </ul>
          <p className="mt-2 text-12 text-ink-2">{t("suggest.last")}</p>
        </>
      )}
    </Block>
  );
}

function Row({ suggestion }: { suggestion: Suggestion }) {
  const { draft, edit } = useBoard();
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const { value, seconds, contexts, examples } = suggestion;
  const [field, op] = [suggestion.field as Field, suggestion.op as Op];
  const category = chosen === undefined ? likely(suggestion, pathsOf(draft.set)) : chosen;
  const made = draft.set.rules.some(
    (rule) => rule.field === field && rule.op === op && rule.values.includes(value),
  );
  const make = () => {
    const rule = { key: newKey(draft), category, field, op, values: [value], ignoreCase: true };
    edit({ kind: "rule.add", rule, place: "last", about: ruleText(rule) });
  };
  return (
    <li className="py-2.5">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate">
          <span className="text-ink-2">
            {FIELD_NAME[field]} {OP_NAME[op]}{" "}
          </span>
          <span className="font-medium">{value}</span>
        </span>
        <span className="font-medium whitespace-nowrap">{duration(seconds)}</span>
      </p>
      <p className="truncate text-12 text-ink-2" title={examples.map(({ title }) => title).join("\n")}>
        {t("suggest.matches", { count: contexts })}
        {examples.length > 0 && `: ${examples.map(({ title }) => `“${title}”`).join(", ")}`}
      </p>
      {made ? (
        <p className="mt-1.5 flex h-8 items-center text-good">{t("suggest.made")}</p>
      ) : (
        <div className="mt-1.5 flex gap-2">
          <CategorySelect
            set={draft.set}
            label={t("suggest.to", { what: value })}
            none={t("rule.choose")}
            value={category}
            onChange={setChosen}
            className="flex-1"
          />
          <Button disabled={category === null} onClick={make}>
            {t("suggest.make")}
          </Button>
        </div>
      )}
    </li>
  );
}

/** The category the server thinks of, if the draft still has it. */
function likely({ category }: Suggestion, paths: ReadonlyMap<string, string[]>): string | null {
  const wanted = (category ?? []).join("\n");
  return [...paths].find(([, path]) => path.join("\n") === wanted)?.[0] ?? null;
}
