import { useState, type KeyboardEvent, type ReactNode, type SubmitEvent } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { CategoryPicker, type CategoryOption } from "@/ui/CategoryPicker";

import { failureText, saysSomething, type Word } from "./useCorrect";

interface Props {
  title: string;
  categories: readonly CategoryOption[];
  start: Word;
  onSave: (word: Word) => Promise<void>;
  onClose: () => void;
}

/** What a stretch of time was, in the user's own word. */
export function WordForm({ title, categories, start, onSave, onClose }: Props) {
  const [word, setWord] = useState(start);
  return (
    <Form
      title={title}
      problem={saysSomething(word) ? null : t("correct.needs")}
      onSave={() => onSave(word)}
      onClose={onClose}
    >
      <WordFields word={word} onWord={setWord} categories={categories} focusFirst />
    </Form>
  );
}

interface FieldsProps {
  word: Word;
  onWord: (word: Word) => void;
  categories: readonly CategoryOption[];
  focusFirst?: boolean;
}

export function WordFields({ word, onWord, categories, focusFirst = false }: FieldsProps) {
  return (
    <>
      <CategoryPicker
        label={t("correct.category")}
        options={categories}
        value={word.category}
        none={t("correct.no-category")}
        focusFirst={focusFirst}
        onChange={(category) => onWord({ ...word, category })}
      />
      <label className="block text-12 text-ink-2">
        {t("correct.what")}
        <input
          value={word.title}
          maxLength={500}
          autoComplete="off"
          placeholder={t("correct.what-help")}
          onChange={(event) => onWord({ ...word, title: event.target.value })}
          className="mt-1 block h-8 w-full rounded-2 border border-edge bg-card px-2.5 text-14 text-ink placeholder:text-ink-2"
        />
      </label>
    </>
  );
}

interface FormProps {
  title: string;
  /** Why it cannot be saved yet. */
  problem: string | null;
  onSave: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

export function Form({ title, problem, onSave, onClose, children }: FormProps) {
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSaid(problem);
    if (problem !== null) return;
    setBusy(true);
    onSave().then(onClose, (error: unknown) => {
      setSaid(failureText(error));
      setBusy(false);
    });
  };
  // Escape leaves the form from any field.
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <div role="presentation" onKeyDown={leave}>
      <form aria-label={title} onSubmit={submit} className="flex flex-col gap-3 border-t border-rule pt-3">
        <h3 className="font-semibold">{title}</h3>
        {children}
        {said !== null && (
          <p role="alert" className="text-bad">
            {said}
          </p>
        )}
        <div className="flex gap-2">
          <Button look="primary" type="submit" disabled={busy}>
            {t("correct.save")}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t("correct.cancel")}
          </Button>
        </div>
      </form>
    </div>
  );
}
