import { useState } from "react";

import { timeOfDay, type Ms, type Range } from "@/lib/clock";
import { t } from "@/lib/t";
import type { CategoryOption } from "@/ui/CategoryPicker";

import { MINUTE } from "../band/zoom";
import { exactSpan } from "../lanes/times";

import { TimeField } from "./TimeField";
import { Form, WordFields } from "./WordForm";
import { saysSomething, type Word } from "./useCorrect";

interface Props {
  range: Range;
  day: Range;
  zone: string;
  categories: readonly CategoryOption[];
  onSave: (at: Ms, words: readonly [Word, Word], time: string) => Promise<void>;
  onClose: () => void;
}

const NOTHING: Word = { category: null, title: "" };

/** One stretch that was two things. */
export function SplitForm({ range, day, zone, categories, onSave, onClose }: Props) {
  const [at, setAt] = useState(() => Math.round((range.start + range.end) / 2 / MINUTE) * MINUTE);
  const [first, setFirst] = useState(NOTHING);
  const [second, setSecond] = useState(NOTHING);
  const span = exactSpan(range, zone);
  const inside = at > range.start && at < range.end;
  const problem = !inside
    ? t("correct.split-outside", { span })
    : saysSomething(first) || saysSomething(second)
      ? null
      : t("correct.split-needs");
  const time = timeOfDay(at, zone);
  return (
    <Form
      title={t("correct.split-title", { span })}
      problem={problem}
      onSave={() => onSave(at, [first, second], time)}
      onClose={onClose}
    >
      <TimeField
        label={t("correct.split-at")}
        at={at}
        day={day}
        zone={zone}
        after={range.start}
        onChange={setAt}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t("correct.until", { time })}</legend>
        <WordFields word={first} onWord={setFirst} categories={categories} focusFirst />
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t("correct.after", { time })}</legend>
        <WordFields word={second} onWord={setSecond} categories={categories} />
      </fieldset>
    </Form>
  );
}
