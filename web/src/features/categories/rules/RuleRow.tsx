import type { KeyboardEvent, PointerEvent, Ref } from "react";

import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { firstText } from "@/lib/text";
import { Grip } from "@/ui/icons";

import { Said } from "./Said";
import { useBoard } from "./context";
import { isNew } from "./draft";
import { colourOf } from "./model";
import { remarksOn } from "./pointers";
import type { Placed } from "./treeRows";
import { categoryText, FIELD_NAME, OP_NAME } from "./words";

interface Props {
  placed: Placed;
  lifted: boolean;
  onOpen: () => void;
  grip: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
  openRef?: Ref<HTMLButtonElement>;
}

const NAMED = 3;

/** One rule in a sentence, where it leads, and how much time it decides. */
export function RuleRow({ placed: { rule, index }, lifted, onOpen, grip, openRef }: Props) {
  const { draft, times, problems, doubts } = useBoard();
  const named = rule.values.slice(0, NAMED);
  const more = rule.values.length - named.length;
  return (
    <div
      className={`grid grid-cols-[20px_26px_minmax(0,1fr)_auto] items-start gap-x-2 py-1.5 ${lifted ? "opacity-40" : ""}`}
    >
      <button
        type="button"
        aria-label={t("rule.move", { number: index + 1, count: draft.set.rules.length })}
        className="tap-target mt-0.5 cursor-grab touch-none text-ink-2 hover:text-ink active:cursor-grabbing"
        {...grip}
      >
        <Grip />
      </button>
      <span className="text-right text-12 leading-5 text-ink-2">{index + 1}</span>
      <button
        ref={openRef}
        type="button"
        data-rule={rule.key}
        className="min-w-0 rounded-2 text-left hover:bg-band"
        onClick={onOpen}
      >
        <span className="sr-only">{t("rule.number", { number: index + 1 })} </span>
        <span className="block truncate">
          <span className="text-ink-2">
            {FIELD_NAME[rule.field]} {OP_NAME[rule.op]}{" "}
          </span>
          <span className="font-medium">{named.join(", ")}</span>
          {more > 0 && <span className="text-ink-2"> {t("rule.more", { count: more })}</span>}
        </span>
        <span className="mt-0.5 flex items-center gap-2 text-12 text-ink-2">
          <span
            aria-hidden
            className="h-3 w-[3px] rounded-1"
            style={{ background: colourOf(draft.set, rule.category) ?? "var(--neutral)" }}
          />
          <span className="truncate">
            {firstText(categoryText(draft.set, rule.category), t("rule.choose"))}
          </span>
        </span>
      </button>
      <Hits rule={rule.key} fresh={isNew(draft, rule.key)} times={times} />
      <div className="col-start-3">
        <Said remarks={remarksOn(problems, rule.key)} doubts={remarksOn(doubts, rule.key)} />
      </div>
    </div>
  );
}

function Hits({
  rule,
  fresh,
  times,
}: {
  rule: string;
  fresh: boolean;
  times: ReadonlyMap<string, number> | null;
}) {
  const seconds = times?.get(rule);
  if (fresh || (times && seconds === undefined)) {
    return <span className="text-12 leading-5 text-ink-2">{t("rule.hits-new")}</span>;
  }
  if (seconds === undefined || seconds < 1) {
    return (
      <span className="leading-5 text-ink-2" title={t("rule.hits-never-help")}>
        {seconds === undefined ? "" : t("rule.hits-never")}
      </span>
    );
  }
  return <span className="leading-5 font-medium whitespace-nowrap">{duration(seconds)}</span>;
}
