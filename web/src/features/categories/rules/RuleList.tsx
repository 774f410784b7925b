import { useEffect, useRef, useState } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";

import { CategoryCard } from "./CategoryCard";
import { RuleEditor } from "./RuleEditor";
import { RuleRow } from "./RuleRow";
import { useBoard } from "./context";
import type { Place } from "./edits";
import { categoryOf } from "./model";
import { shownRules } from "./treeRows";
import { useReorder } from "./useReorder";
import { ruleText } from "./words";

interface Props {
  /** Rules that lack something and were meant to be applied. */
  strict: boolean;
  onNew: () => void;
}

/** The rules in their order; the first that fits wins. */
export function RuleList({ strict, onNew }: Props) {
  const { draft, edit, view, onView } = useBoard();
  const list = useRef<HTMLOListElement>(null);
  const [told, setTold] = useState("");
  const category = categoryOf(draft.set, view.category ?? null);
  const open = view.rule ?? null;
  const text = view.q ?? "";
  const shown = shownRules(draft.set, { category: category?.key ?? null, text, open });
  const all = draft.set.rules.map(({ key }) => key);
  const moved = useRef<string | null>(null);

  const onMove = (key: string, place: Place) => {
    const rule = draft.set.rules.find((each) => each.key === key);
    if (!rule) return;
    moved.current = key;
    edit({ kind: "rule.move", key, place, about: ruleText(rule) });
  };
  const { drag, grip } = useReorder({ list, all, shown: shown.map(({ rule }) => rule.key), onMove });

  // Says where a rule has gone, and keeps the keyboard on it.
  const order = all.join("\n");
  useEffect(() => {
    const key = moved.current;
    if (key === null) return;
    moved.current = null;
    const keys = order.split("\n");
    setTold(t("rule.moved", { number: keys.indexOf(key) + 1, count: keys.length }));
    list.current?.querySelector<HTMLElement>(`[data-grip="${key}"] button`)?.focus();
  }, [order]);

  const close = (key: string) => {
    onView({ rule: undefined });
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-rule="${key}"]`)?.focus());
  };

  return (
    <section aria-labelledby="rules-title" className="min-w-0">
      {category && <CategoryCard key={category.key} category={category} />}
      <header className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div>
          <h2 id="rules-title" className="text-14 font-semibold">
            {category ? t("rule.list-of", { name: category.name }) : t("rule.list")}
          </h2>
          <p className="text-12 text-ink-2">{t("rule.first")}</p>
        </div>
        <TextField
          type="search"
          data-search
          aria-label={t("rule.search")}
          placeholder={t("rule.search")}
          className="max-w-52"
          value={text}
          onChange={(event) => onView({ q: event.target.value || undefined })}
        />
      </header>
      <p role="status" className="sr-only">
        {told}
      </p>
      <ol ref={list} className="border-t border-rule">
        {shown.map((placed, i) => {
          const { key } = placed.rule;
          return (
            <li
              key={key}
              data-grip={key}
              className={`relative border-b border-rule ${key === open ? "" : "[contain-intrinsic-size:auto_53px] [content-visibility:auto]"}`}
            >
              {drag?.gap === i && <DropLine />}
              {key === open ? (
                <RuleEditor placed={placed} strict={strict} onClose={() => close(key)} />
              ) : (
                <RuleRow
                  placed={placed}
                  lifted={drag?.key === key}
                  onOpen={() => onView({ rule: key })}
                  grip={grip(key)}
                />
              )}
              {drag?.gap === shown.length && i === shown.length - 1 && <DropLine last />}
            </li>
          );
        })}
      </ol>
      {shown.length === 0 && (
        <div className="flex flex-wrap items-center gap-3 py-4 text-ink-2">
          <p>{text ? t("rule.none-found", { text }) : t("rule.none")}</p>
          {text ? (
            <Button onClick={() => onView({ q: undefined })}>{t("rule.clear")}</Button>
          ) : (
            <Button onClick={onNew}>{t("rules.new")}</Button>
          )}
        </div>
      )}
    </section>
  );
}

function DropLine({ last = false }: { last?: boolean }) {
  return (
    <span
      aria-hidden
      className={`absolute inset-x-0 z-10 h-0.5 rounded-full bg-ink ${last ? "-bottom-px" : "-top-px"}`}
    />
  );
}
