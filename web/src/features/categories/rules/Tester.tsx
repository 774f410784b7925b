import { useId } from "react";

import { t } from "@/lib/t";
import { firstText, joinText } from "@/lib/text";
import { Block } from "@/ui/Block";
import { Button } from "@/ui/Button";
import { Field, Select, TextField } from "@/ui/Field";

import { useBoard } from "./context";
import { tryRules, type Hit, type Labels } from "./match";
import { categoryOf, colourOf, type Field as FieldName } from "./model";
import { categoryText, FIELD_NAME, OP_NAME, weightName } from "./words";

/** Something that was in front lately. */
export interface Seen {
  app: string;
  title: string;
  domain: string;
}

interface Props {
  recent: readonly Seen[];
  onMake: (field: FieldName, value: string) => void;
}

const TRIED = ["app", "domain", "title"] as const;

/** Which rule takes a window or page, and why; tried on the draft, as it is typed. */
export function Tester({ recent, onMake }: Props) {
  const { view, onView } = useBoard();
  const id = useId();
  const typed: Labels = { app: view.app ?? "", domain: view.domain ?? "", title: view.title ?? "" };
  const empty = TRIED.every((field) => !typed[field]);
  const [front] = recent;
  const labels: Labels = empty && front ? { ...front } : typed;
  const nothing = TRIED.every((field) => !labels[field]);
  return (
    <Block title={t("tester.title")} aside={nothing ? undefined : t(empty ? "tester.now" : "tester.typed")}>
      <div className="flex flex-col gap-2">
        {TRIED.map((field) => (
          <div key={field} className="grid grid-cols-[44px_minmax(0,1fr)] items-center gap-2">
            <label htmlFor={`${id}-${field}`} className="text-12 text-ink-2">
              {FIELD_NAME[field]}
            </label>
            <TextField
              id={`${id}-${field}`}
              value={typed[field] ?? ""}
              placeholder={empty ? front?.[field] : ""}
              onChange={(event) => onView({ [field]: event.target.value || undefined })}
            />
          </div>
        ))}
        {recent.length > 0 && (
          <Field label={t("tester.recent")} htmlFor={`${id}-recent`}>
            <Select
              id={`${id}-recent`}
              value=""
              onChange={(event) => {
                const chosen = recent[Number(event.target.value)];
                if (!chosen) return;
                onView({
                  app: chosen.app || undefined,
                  title: chosen.title || undefined,
                  domain: chosen.domain || undefined,
                });
              }}
            >
              <option value="">{t("tester.choose")}</option>
              {recent.map((seen, i) => (
                <option key={i} value={i}>
                  {joinText(" · ", [firstText(seen.domain, seen.app), seen.title])}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </div>
      <div role="status" className="mt-3 border-t border-rule pt-3">
        {nothing ? (
          <p className="text-ink-2">{t("tester.hint")}</p>
        ) : (
          <Verdict labels={labels} onMake={onMake} />
        )}
      </div>
    </Block>
  );
}

function Verdict({ labels, onMake }: { labels: Labels; onMake: Props["onMake"] }) {
  const { draft, onView } = useBoard();
  const { hits, unknown } = tryRules(draft.set.rules, labels);
  const [winner, ...others] = hits;
  const field = (["domain", "app", "title"] as const).find((each) => labels[each]) ?? "title";
  return (
    <>
      {winner ? (
        <Winner hit={winner} />
      ) : (
        <>
          <p className="font-medium">{t("tester.none")}</p>
          <Button className="mt-2" onClick={() => onMake(field, labels[field] ?? "")}>
            {t("tester.make")}
          </Button>
        </>
      )}
      {others.length > 0 && (
        <div className="mt-3 text-12 text-ink-2">
          <p>{t("tester.others", { count: others.length })}</p>
          <ul className="mt-1 flex flex-col gap-1">
            {others.slice(0, 4).map(({ rule, index, value }) => (
              <li key={rule.key}>
                <button
                  type="button"
                  className="tap-target line-clamp-3 text-left wrap-anywhere underline decoration-rule underline-offset-2 hover:text-ink"
                  onClick={() => onView({ rule: rule.key, category: undefined, q: undefined, part: "rules" })}
                >
                  {index + 1}. {FIELD_NAME[rule.field]} {OP_NAME[rule.op]} {value}
                </button>{" "}
                → {categoryText(draft.set, rule.category)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {unknown.length > 0 && (
        <p className="mt-2 text-12 text-ink-2">{t("tester.unknown", { count: unknown.length })}</p>
      )}
    </>
  );
}

function Winner({ hit: { rule, index, value, label } }: { hit: Hit }) {
  const { draft, onView } = useBoard();
  const category = categoryOf(draft.set, rule.category);
  return (
    <>
      <p className="flex items-center gap-2 font-semibold">
        <span
          aria-hidden
          className="h-4 w-[3px] rounded-1"
          style={{ background: colourOf(draft.set, rule.category) ?? "var(--neutral)" }}
        />
        {firstText(categoryText(draft.set, rule.category), t("rule.choose"))}
        <span className="ml-auto text-12 font-normal text-ink-2">
          {category && weightName(category.weight)}
        </span>
      </p>
      <p className="mt-1 break-words text-ink-2">
        {t("tester.wins", { number: index + 1 })}: {FIELD_NAME[rule.field]} {OP_NAME[rule.op]}{" "}
        <mark className="rounded-1 bg-band px-1 font-medium text-ink">{value}</mark>
        {value.toLowerCase() === label.toLowerCase() ? "" : ` (${label})`}
      </p>
      <Button
        className="mt-2"
        onClick={() => onView({ rule: rule.key, category: undefined, q: undefined, part: "rules" })}
      >
        {t("tester.show", { number: index + 1 })}
      </Button>
    </>
  );
}
