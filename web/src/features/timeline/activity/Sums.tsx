import type { ReactNode } from "react";

import { duration } from "@/lib/duration";
import { percent, t } from "@/lib/t";
import { joinText } from "@/lib/text";
import { Figure } from "@/ui/Figure";
import { Mark } from "@/ui/Mark";
import { fill, KINDS, type Kind } from "@/ui/kind";

import { KIND, type Narrowing } from "../filters/narrowing";

import { changeShare, changeText, changeWords, scoreChange } from "./change";
import type { Activity } from "./useActivity";

interface Props {
  activity: Activity;
  /** What it is compared with, in words; null when nothing is. */
  against: string | null;
  narrowed: Narrowing;
  onNarrow: (change: Narrowing) => void;
}

const SMALL_S = 60;

/** The time in one line: how much, of what kind, how well, and all of it against the time before. */
export function Sums({ activity, against, narrowed, onNarrow }: Props) {
  const { total_seconds: total, score, coverage } = activity;
  const before = activity.previous && activity.previous.total_seconds > 0 ? activity.previous : null;
  const kinds = KINDS.filter((kind) => kind !== "uncategorised" || activity.uncategorised_seconds >= SMALL_S);
  const was: Record<Kind, number | null> = {
    signal: before?.signal_seconds ?? null,
    noise: before?.noise_seconds ?? null,
    neutral: null,
    uncategorised: null,
  };
  const higher = scoreChange(score, before?.score ?? null);
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
        <div className="mr-auto w-full md:w-auto md:min-w-[260px]">
          <p className="text-40 font-bold tracking-[-0.03em]">{duration(total)}</p>
          <p className="text-12 text-ink-2">
            {joinText(" · ", [
              t("activity.days", { count: activity.active_days }),
              t("activity.switches", { count: Math.round(activity.switches_per_hour) }),
            ])}
          </p>
          {against !== null && (
            <p className="text-12 text-ink-2">
              {before && (
                <>
                  <Change seconds={total} before={before.total_seconds} share /> {/* As in the bars below. */}
                  <span aria-hidden className="inline-block h-3 w-[2px] translate-y-[2px] bg-ink-2" />{" "}
                </>
              )}
              {against}
            </p>
          )}
        </div>
        <dl className="grid w-full grid-cols-3 gap-x-4 gap-y-4 sm:grid-cols-4 md:flex md:w-auto md:flex-1 md:justify-end md:gap-x-8 md:pt-2 xl:gap-x-12">
          {kinds.map((kind) => {
            const seconds = activity[`${kind}_seconds`];
            return (
              <Figure
                key={kind}
                value={
                  <span className="flex items-center gap-1.5">
                    <Mark kind={kind} />
                    {duration(seconds)}
                  </span>
                }
                name={
                  <Named name={t("activity.of", { kind: KIND[kind], share: percent(seconds / total) })}>
                    {was[kind] !== null && <Change seconds={seconds} before={was[kind]} />}
                  </Named>
                }
              />
            );
          })}
          <Figure
            value={score === null ? "–" : Math.round(score).toString()}
            name={
              <Named
                name={
                  score === null ? t("total.no-score") : t("activity.score", { share: percent(coverage) })
                }
              >
                {higher}
              </Named>
            }
          />
        </dl>
      </div>
      <KindBar activity={activity} kinds={kinds} narrowed={narrowed} onNarrow={onNarrow} />
    </>
  );
}

function Named({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <span className="block">{name}</span>
      <span className="block min-h-4 text-ink">{children}</span>
    </>
  );
}

/** A sign for the eye, a sentence for the ear. */
function Change({ seconds, before, share = false }: { seconds: number; before: number; share?: boolean }) {
  const text = joinText(" · ", [changeText(seconds, before), share ? changeShare(seconds, before) : ""]);
  return (
    <>
      <span aria-hidden className="whitespace-nowrap text-ink">
        {text}
      </span>
      <span className="sr-only">{changeWords(seconds, before)}</span>
    </>
  );
}

interface BarProps {
  activity: Activity;
  kinds: readonly Kind[];
  narrowed: Narrowing;
  onNarrow: (change: Narrowing) => void;
}

/** How the time divides, from left to right; a part narrows the page to it. */
function KindBar({ activity, kinds, narrowed, onNarrow }: BarProps) {
  const { total_seconds: total } = activity;
  return (
    <ul aria-label={t("activity.shares")} className="mt-4 flex h-6 w-full gap-[2px]">
      {kinds
        .filter((kind) => activity[`${kind}_seconds`] >= 1)
        .map((kind) => {
          const seconds = activity[`${kind}_seconds`];
          const label = t("activity.share", { kind: KIND[kind], share: percent(seconds / total) });
          const chosen = narrowed.kind === kind;
          return (
            <li key={kind} className="min-w-2" style={{ flexGrow: seconds, flexBasis: 0 }}>
              <button
                type="button"
                title={label}
                aria-label={label}
                aria-pressed={chosen}
                className={`block h-6 w-full rounded-1 hover:opacity-85 ${fill(kind)}`}
                onClick={() => onNarrow({ kind: chosen ? undefined : kind })}
              />
            </li>
          );
        })}
    </ul>
  );
}
