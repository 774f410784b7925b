import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { duration } from "@/lib/duration";
import { percent, t } from "@/lib/t";
import { Bar } from "@/ui/Bar";
import type { Kind } from "@/ui/kind";

import { ruleAddress, type Candidate } from "../selection/rule";

import { changeText, changeWords } from "./change";

interface Props {
  name: string;
  depth?: number;
  seconds: number;
  before: number | null;
  kind: Kind;
  /** Of the longest row of the list. */
  longest: number;
  /** All the time that is shown. */
  total: number;
  /** Long names have more room. */
  wide?: boolean;
  chosen: boolean;
  /** Null where there is nothing to narrow to. */
  onChoose: (() => void) | null;
  /** What a rule for it could hold on to. */
  rule: Candidate | null;
}

const GRID = "grid h-7 min-w-0 flex-1 items-center gap-x-3 text-left";
const COLUMNS =
  "grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)_72px] sm:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)_84px]";
/** Titles are sentences. */
const WIDE =
  "grid-cols-[minmax(0,2.2fr)_minmax(0,1fr)_72px] sm:grid-cols-[minmax(0,2.2fr)_minmax(0,1fr)_84px]";

/** The light behind a row reaches a little further than its words. */
const LIT = "bg-band shadow-[-8px_0_0_var(--band),8px_0_0_var(--band)]";
const LIGHTS = "hover:bg-band hover:shadow-[-8px_0_0_var(--band),8px_0_0_var(--band)]";

/** A row narrows the page to itself, and to everything again. */
export function FacetRow(props: Props) {
  const { name, depth = 0, seconds, before, kind, longest, total, chosen, onChoose, rule } = props;
  const grid = `${GRID} ${props.wide ? WIDE : COLUMNS}`;
  const shown = (
    <>
      <span className="truncate" style={{ paddingInlineStart: depth * 18 }} title={name}>
        {name}
      </span>
      <span className="relative block">
        <Bar share={seconds / longest} kind={kind} tint={depth > 0} />
        {before !== null && before >= 1 && <Was share={before / longest} />}
      </span>
      <span className="text-right font-medium whitespace-nowrap">{duration(seconds)}</span>
      <span className="sr-only">{changeWords(seconds, before)}</span>
    </>
  );
  return (
    <li className={`group flex items-center ${chosen ? LIT : LIGHTS}`}>
      {onChoose ? (
        <button
          type="button"
          data-row
          data-rule-address={rule ? ruleAddress(rule) : undefined}
          aria-pressed={chosen}
          className={`${grid} ${chosen ? "font-semibold" : ""}`}
          onClick={onChoose}
        >
          {shown}
        </button>
      ) : (
        <span className={grid}>{shown}</span>
      )}
      <span className="w-[72px] shrink-0 text-right text-12 whitespace-nowrap text-ink-2 sm:w-[84px]">
        {rule && kind === "uncategorised" ? (
          <RuleLink rule={rule} label={t("facet.categorise-words", { name })}>
            {t("facet.categorise")}
          </RuleLink>
        ) : (
          <>
            <span aria-hidden className={rule ? "group-focus-within:hidden group-hover:hidden" : ""}>
              {before === null ? percent(seconds / total) : changeText(seconds, before)}
            </span>
            {rule && (
              <span className="hidden group-focus-within:inline group-hover:inline">
                <RuleLink rule={rule} label={t("facet.rule-words", { name })}>
                  {t("facet.rule")}
                </RuleLink>
              </span>
            )}
          </>
        )}
      </span>
    </li>
  );
}

/** Where the bar ended in the time before. */
function Was({ share }: { share: number }) {
  return (
    <span
      aria-hidden
      className="absolute -top-0.5 h-3 w-[2px] -translate-x-1/2 bg-ink-2"
      style={{ left: `${Math.min(1, share) * 100}%` }}
    />
  );
}

interface LinkProps {
  rule: Candidate;
  label: string;
  children: ReactNode;
}

/** To the Rules page, with a rule begun. */
export function RuleLink({ rule, label, children }: LinkProps) {
  const router = useRouter();
  const to = ruleAddress(rule);
  return (
    <a
      href={to}
      aria-label={label}
      className="tap-target underline decoration-edge underline-offset-2 hover:text-ink"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        router.history.push(to);
      }}
    >
      {children}
    </a>
  );
}
