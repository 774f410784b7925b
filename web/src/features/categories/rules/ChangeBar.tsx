import type { ReactNode } from "react";

import { ApiFailure } from "@/api/client";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { Chevron } from "@/ui/icons";

import { useBoard } from "./context";
import type { Draft } from "./draft";
import type { Preview } from "./preview";
import type { Previewed } from "./usePreview";
import { editText, movesText } from "./words";

interface Props {
  previewed: Previewed;
  applying: boolean;
  /** It was to be applied, though a rule lacks something. */
  onAsk: () => void;
  onApply: () => void;
  onDiscard: () => void;
}

/** What is not applied yet, what it would move in all of history, and the ways on: take back, discard, apply. */
export function ChangeBar({ previewed, applying, onAsk, onApply, onDiscard }: Props) {
  const { draft, dispatch, onView } = useBoard();
  const { preview, counting, problems, doubts, unfinished } = previewed;
  const first = problems.find(({ key }) => key !== null) ?? null;
  const jump = (key: string | null) => {
    if (key === null) return;
    if (draft.set.rules.some((rule) => rule.key === key)) onView({ rule: key, q: undefined, part: "rules" });
    else onView({ category: key, rule: undefined, part: "rules" });
  };
  return (
    <section
      aria-label={t("draft.label")}
      className="sticky bottom-18 z-30 mt-8 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-3 border border-edge bg-card px-4 py-2.5 shadow-card lg:bottom-5"
    >
      <Popover
        label={t("draft.changes-title")}
        trigger={
          <Button look="quiet" className="-ml-2">
            {changes(draft.edits.length)}
            <Chevron />
          </Button>
        }
      >
        <h3 className="font-semibold">{t("draft.changes-title")}</h3>
        <ol className="mt-1.5 max-h-64 max-w-[44ch] list-decimal overflow-y-auto pl-5 marker:text-ink-2">
          {draft.edits.map((edit, i) => (
            <li key={i} className="py-0.5 break-words">
              {editText(edit)}
            </li>
          ))}
        </ol>
      </Popover>
      <div className="min-w-0 flex-1 basis-64">
        <p role="status" className={`transition-opacity ${counting ? "opacity-60" : ""}`}>
          {said(previewed, draft)}
        </p>
        <p className="flex flex-wrap gap-x-4 text-12">
          {problems.length > 0 && (
            <Jump tone="text-bad" onJump={() => jump(first?.key ?? null)}>
              {t("draft.problems", { count: problems.length })}
            </Jump>
          )}
          {doubts.length > 0 && (
            <Jump tone="text-warn" onJump={() => jump(doubts[0]?.key ?? null)}>
              {t("draft.doubts", { count: doubts.length })}
            </Jump>
          )}
          {unfinished.length > 0 && (
            <Jump tone="text-ink-2" onJump={() => jump(unfinished[0] ?? null)}>
              {t("draft.incomplete")}
            </Jump>
          )}
        </p>
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {preview && preview.moves.length > 1 && (
          <Popover label={t("draft.moves-title")} align="end" trigger={<Button>{t("draft.details")}</Button>}>
            <Moves preview={preview} />
          </Popover>
        )}
        <Button onClick={() => dispatch({ type: "undo" })}>{t("draft.undo")}</Button>
        <Button onClick={onDiscard}>{t("draft.discard")}</Button>
        <Button
          look="primary"
          disabled={applying || problems.length > 0}
          onClick={() => {
            if (unfinished[0] === undefined) {
              onApply();
              return;
            }
            onAsk();
            jump(unfinished[0]);
          }}
        >
          {t(applying ? "draft.applying" : "draft.apply")}
        </Button>
      </div>
    </section>
  );
}

export function changes(count: number): string {
  return t("draft.count", { count });
}

/** What the draft would move, as far as it is known. */
function said({ preview, counting, error, problems }: Previewed, draft: Draft): string {
  if (problems.length > 0) return problems[0]?.text ?? "";
  if (error) return error instanceof ApiFailure && error.unreachable ? t("error.gone") : t("draft.unknown");
  if (preview) return preview.moved_seconds < 1 && weighs(draft) ? t("draft.weights") : movesText(preview);
  return counting ? t("draft.counting") : t("draft.nothing");
}

function weighs({ edits }: Draft): boolean {
  return edits.some((edit) => edit.kind === "category.change" && edit.change.weight !== undefined);
}

function Jump({ tone, onJump, children }: { tone: string; onJump: () => void; children: ReactNode }) {
  return (
    <button type="button" className={`tap-target underline underline-offset-2 ${tone}`} onClick={onJump}>
      {children}
    </button>
  );
}

function Moves({ preview }: { preview: Preview }) {
  return (
    <div className="max-h-72 overflow-y-auto">
      <table className="w-full border-collapse text-left">
        <caption className="mb-1.5 text-left font-semibold">{t("draft.moves-title")}</caption>
        <thead className="text-12 text-ink-2">
          <tr>
            <th scope="col" className="py-1 pr-4 font-medium">
              {t("draft.from")}
            </th>
            <th scope="col" className="py-1 pr-4 font-medium">
              {t("draft.to")}
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              {t("draft.time")}
            </th>
          </tr>
        </thead>
        <tbody>
          {preview.moves.map((move) => (
            <tr key={`${move.from} ${move.to}`} className="border-t border-rule">
              <td className="py-1 pr-4">{move.from}</td>
              <td className="py-1 pr-4">{move.to}</td>
              <td className="py-1 text-right font-medium whitespace-nowrap">{duration(move.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
