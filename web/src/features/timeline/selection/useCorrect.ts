import { useQueryClient } from "@tanstack/react-query";

import { ApiFailure, change, type Shape } from "@/api/client";
import { instant, type Range } from "@/lib/clock";
import { refetchChanged } from "@/lib/freshness";
import { t } from "@/lib/t";
import { firstText, pathText } from "@/lib/text";
import { toast } from "@/lib/toasts";

import { exactSpan } from "../lanes/times";

import type { Correction } from "./useCorrections";

type Wanted = Shape<"CorrectionWanted">;

export interface Word {
  category: readonly string[] | null;
  title: string;
}

const HOME = "/api/v1/corrections";

/** Ways to have the last word about a stretch of time. Each says what it did and can be taken back for ten seconds. */
export function useCorrect(zone: string) {
  const client = useQueryClient();
  const fresh = (range: Range) => refetchChanged(client, range);
  const name = (range: Range) => exactSpan(range, zone);

  const add = (body: Wanted) => change<Correction>("POST", HOME, body);
  const put = (id: number, body: Wanted) => change<Correction>("PUT", `${HOME}/${id}`, body);
  const remove = (id: number) => change<null>("DELETE", `${HOME}/${id}`, undefined);
  const undo = (made: Correction) => change<Shape<"Undone">>("POST", `${HOME}/undo`, { id: made.change });

  /** Runs the way back, says so, and shows the time as it is then. */
  const back = (range: Range, steps: () => Promise<unknown>) => () => {
    steps()
      .then(() => toast(t("correct.undone", { span: name(range) })))
      .catch((error: unknown) => toast(failureText(error), { tone: "bad" }))
      .finally(() => void fresh(range));
  };

  return {
    async set(range: Range, word: Word) {
      const made = await add(settingBody(range, word));
      toast(t("correct.done", { span: name(range), what: wordText(word) }), {
        undo: back(range, () => undo(made)),
      });
      await fresh(range);
    },

    async erase(range: Range) {
      const made = await add({ ...isoRange(range), action: "erase" });
      toast(t("correct.erased", { span: name(range) }), { undo: back(range, () => undo(made)) });
      await fresh(range);
    },

    async edit(record: Correction, word: Word) {
      const range = rangeOf(record);
      const made = await put(record.id, settingBody(range, word));
      toast(t("correct.done", { span: name(range), what: wordText(word) }), {
        undo: back(range, () => undo(made)),
      });
      await fresh(range);
    },

    async takeBack(record: Correction) {
      const range = rangeOf(record);
      await remove(record.id);
      toast(t("correct.removed", { span: name(range) }), { undo: back(range, () => add(bodyOf(record))) });
      await fresh(range);
    },

    /** Two words instead of one; a part without a word stays as it is. */
    async split(range: Range, at: number, words: readonly [Word, Word], time: string) {
      const parts = [
        { start: range.start, end: at },
        { start: at, end: range.end },
      ] as const;
      const made: Correction[] = [];
      try {
        for (const [i, part] of parts.entries()) {
          const word = words[i];
          if (word && saysSomething(word)) made.push(await add(settingBody(part, word)));
        }
      } catch (error) {
        // Half a split is nothing anybody asked for.
        await Promise.allSettled(made.map((each) => remove(each.id)));
        throw error;
      }
      toast(t("correct.split-done", { span: name(range), time }), {
        undo: back(range, () => Promise.all(made.map(undo))),
      });
      await fresh(range);
    },
  };
}

export function saysSomething(word: Word): boolean {
  return word.category !== null || word.title.trim() !== "";
}

export function rangeOf(record: Pick<Correction, "start" | "end">): Range {
  return { start: instant(record.start), end: instant(record.end) };
}

function settingBody(range: Range, { category, title }: Word): Wanted {
  return {
    ...isoRange(range),
    action: "set",
    ...(category ? { category: [...category] } : {}),
    ...(title.trim() ? { title: title.trim() } : {}),
  };
}

function bodyOf({ start, end, action, category, title }: Correction): Wanted {
  return { start, end, action, category, title };
}

function isoRange(range: Range) {
  return { start: new Date(range.start).toISOString(), end: new Date(range.end).toISOString() };
}

function wordText({ category, title }: Word): string {
  return firstText(pathText(category ?? []), title.trim());
}

const KNOWN: Record<string, string> = {
  "server.unreachable": t("correct.failed-gone"),
  "correction.empty": t("correct.failed-empty"),
  "correction.too_long": t("correct.failed-long"),
  "correction.future": t("correct.failed-future"),
  "correction.category_unknown": t("correct.failed-category"),
  "correction.changed_since": t("correct.failed-changed"),
};

export function failureText(error: unknown): string {
  const reason = error instanceof ApiFailure ? (KNOWN[error.code] ?? error.message) : String(error);
  return t("correct.failed", { reason });
}
