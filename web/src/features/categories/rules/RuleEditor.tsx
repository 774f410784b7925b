import { useEffect, useId, useRef, useState } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Field, Select, TextArea, TextField } from "@/ui/Field";

import { CategorySelect } from "./CategorySelect";
import { Said } from "./Said";
import { useBoard } from "./context";
import { isNew } from "./draft";
import type { RuleChange } from "./edits";
import { FIELDS, OPS, type Field as FieldName, type Op } from "./model";
import { remarksOn, type Remark } from "./pointers";
import { numberPlace } from "./reorder";
import type { Placed } from "./treeRows";
import { usualOp } from "./view";
import { FIELD_NAME, OP_HELP, OP_NAME, ruleText } from "./words";

interface Props {
  placed: Placed;
  /** Ask for what is missing now, not only when it is applied. */
  strict: boolean;
  onClose: () => void;
}

/** One rule opened: what to look at, how to compare, where it leads, which place it has. */
export function RuleEditor({ placed: { rule, index }, strict, onClose }: Props) {
  const { draft, dispatch, edit, problems, doubts } = useBoard();
  const id = useId();
  const values = useRef<HTMLTextAreaElement>(null);
  const fresh = isNew(draft, rule.key);
  const change = (to: RuleChange) =>
    edit({ kind: "rule.change", key: rule.key, change: to, about: ruleText({ ...rule, ...to }) });
  const wrong = remarksOn(problems, rule.key);
  const doubtful = remarksOn(doubts, rule.key);
  const keys = draft.set.rules.map(({ key }) => key);
  const noValue = strict && rule.values.every((value) => value.trim() === "");
  const remove = () => {
    onClose();
    if (fresh) dispatch({ type: "forget", key: rule.key });
    else edit({ kind: "rule.delete", key: rule.key, about: ruleText(rule) });
  };
  const ops = OPS.filter((op) => op !== "domain_suffix" || rule.field === "domain");

  useEffect(() => values.current?.focus(), []);

  return (
    <section
      aria-label={fresh ? t("rule.editor-new") : t("rule.editor", { number: index + 1 })}
      className="my-2 rounded-3 border border-edge bg-card p-4"
    >
      <div role="presentation" onKeyDown={(event) => event.key === "Escape" && onClose()}>
        <div className="grid grid-cols-2 gap-3">
          <Field label={t("field.label")} htmlFor={`${id}-field`}>
            <Select
              id={`${id}-field`}
              value={rule.field}
              onChange={(event) => {
                const field = event.target.value as FieldName;
                const fits = rule.op !== "domain_suffix" || field === "domain";
                change({ field, ...(fits ? {} : { op: usualOp(field) }) });
              }}
            >
              {FIELDS.map((field) => (
                <option key={field} value={field}>
                  {FIELD_NAME[field]}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t("op.label")} htmlFor={`${id}-op`}>
            <Select
              id={`${id}-op`}
              value={rule.op}
              onChange={(event) => change({ op: event.target.value as Op })}
            >
              {ops.map((op) => (
                <option key={op} value={op}>
                  {OP_NAME[op]}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <Field label={t("rule.values")} htmlFor={`${id}-values`} className="mt-3">
          <TextArea
            ref={values}
            id={`${id}-values`}
            rows={Math.min(8, Math.max(1, rule.values.length))}
            className={rule.op === "regex" || rule.op === "glob" ? "font-mono text-12" : ""}
            value={rule.values.join("\n")}
            aria-invalid={noValue || wrong.some(({ part }) => part === "value")}
            aria-describedby={`${id}-help`}
            onChange={(event) => change({ values: event.target.value.split("\n") })}
          />
        </Field>
        <p id={`${id}-help`} className="mt-1 text-12 text-ink-2">
          {OP_HELP[rule.op]}
        </p>
        <Said remarks={lined(wrong, rule.values)} doubts={lined(doubtful, rule.values)} />
        {noValue && <p className="mt-1.5 text-12 text-bad">{t("rule.missing-value")}</p>}
        <div className="mt-3 grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-3 gap-y-3">
          <Field label={t("rule.then")} htmlFor={`${id}-category`}>
            <CategorySelect
              id={`${id}-category`}
              set={draft.set}
              none={t("rule.choose")}
              value={rule.category}
              invalid={strict && rule.category === null}
              onChange={(category) => change({ category })}
            />
          </Field>
          <Field label={t("rule.place")} htmlFor={`${id}-place`}>
            <span className="flex items-center gap-2 whitespace-nowrap">
              <PlaceField
                key={index}
                id={`${id}-place`}
                index={index}
                count={keys.length}
                onPlace={(number) =>
                  edit({
                    kind: "rule.move",
                    key: rule.key,
                    place: numberPlace(keys, rule.key, number),
                    about: ruleText(rule),
                  })
                }
              />
              <span className="text-12 text-ink-2">{t("rule.of", { count: keys.length })}</span>
            </span>
          </Field>
        </div>
        {strict && rule.category === null && (
          <p className="mt-1.5 text-12 text-bad">{t("rule.missing-category")}</p>
        )}
        <div className="mt-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={rule.ignoreCase}
              onChange={(event) => change({ ignoreCase: event.target.checked })}
              className="size-4 accent-[var(--ink)]"
            />
            {t("rule.ignore-case")}
          </label>
          <span className="ml-auto flex gap-2">
            <Button onClick={remove}>{t(fresh ? "rule.cancel" : "rule.delete")}</Button>
            <Button onClick={onClose}>{t("rule.done")}</Button>
          </span>
        </div>
      </div>
    </section>
  );
}

interface PlaceProps {
  id: string;
  index: number;
  count: number;
  onPlace: (number: number) => void;
}

/** A number typed halfway moves nothing yet: it counts when the field is left, or with Enter. */
function PlaceField({ id, index, count, onPlace }: PlaceProps) {
  const [text, setText] = useState(String(index + 1));
  const settle = () => {
    const number = Math.min(count, Math.max(1, Math.round(Number(text)) || index + 1));
    setText(String(number));
    if (number !== index + 1) onPlace(number);
  };
  return (
    <TextField
      id={id}
      inputMode="numeric"
      value={text}
      className="w-14! text-right"
      onChange={(event) => setText(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === "Enter" && settle()}
    />
  );
}

/** Several values stand on lines; what is said about one of them names its line. */
function lined(remarks: readonly Remark[], values: readonly string[]): Remark[] {
  const lines = values.flatMap((value, i) => (value.trim() === "" ? [] : [i + 1]));
  return remarks.map((each) =>
    each.index === null || lines.length < 2
      ? each
      : { ...each, text: t("rule.line", { number: lines[each.index] ?? each.index + 1, text: each.text }) },
  );
}
