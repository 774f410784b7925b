import { useState } from "react";

import type { Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { useKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";
import { Button } from "@/ui/Button";
import type { CategoryOption } from "@/ui/CategoryPicker";
import { Skeleton } from "@/ui/Skeleton";
import { Close } from "@/ui/icons";

import { exactSpan } from "../lanes/times";

import { ByHand } from "./ByHand";
import { RuleMenu } from "./RuleMenu";
import { Shares } from "./Shares";
import { SplitForm } from "./SplitForm";
import { TimeField } from "./TimeField";
import { WordForm } from "./WordForm";
import { useChoiceTotals, type ChoiceTotals } from "./useChoiceTotals";
import { failureText, rangeOf, useCorrect } from "./useCorrect";
import type { Correction } from "./useCorrections";

interface Props {
  choice: Range;
  /** What has settled, for adding up. */
  settled: Range;
  day: Range;
  zone: string;
  devices: readonly string[];
  categories: readonly CategoryOption[];
  records: readonly Correction[];
  onChoose: (range: Range | null) => void;
  onZoom: (range: Range) => void;
}

type Doing = { kind: "set" } | { kind: "split" } | { kind: "edit"; record: Correction } | null;

/** The chosen stretch: how long, what it held, and the last word about it. */
export function ChoicePanel(props: Props) {
  const { choice, settled, day, zone, devices, categories, records, onChoose, onZoom } = props;
  const sums = useChoiceTotals(settled, devices);
  const correct = useCorrect(zone);
  const [doing, setDoing] = useState<Doing>(null);
  const [rule, setRule] = useState(false);
  const span = exactSpan(choice, zone);
  const nothing = sums.totals?.seconds === 0;
  const erase = () => {
    correct.erase(choice).catch((error: unknown) => toast(failureText(error), { tone: "bad" }));
  };
  useKeys({
    e: () => setDoing({ kind: "set" }),
    s: () => setDoing({ kind: "split" }),
    m: () => setRule(true),
    Delete: erase,
  });

  return (
    <section
      aria-label={t("choice.title")}
      className="flex flex-col gap-4 rounded-3 max-lg:order-first border border-rule bg-card p-4 max-md:fixed max-md:inset-x-0 max-md:bottom-14 max-md:z-30 max-md:max-h-[46dvh] max-md:overflow-y-auto max-md:rounded-b-none max-md:shadow-card"
    >
      <header className="flex items-start justify-between gap-3">
        <div>
          <p className="text-28 font-semibold tracking-[-0.02em]">
            {duration((choice.end - choice.start) / 1000)}
          </p>
          <p role="status" className="text-12 text-ink-2">
            <span className="sr-only">
              {t("choice.announce", { span, length: duration((choice.end - choice.start) / 1000) })}.{" "}
            </span>
            {sums.totals && activeText(sums.totals, settled)}
          </p>
        </div>
        <span className="-mt-1 -mr-1 flex">
          <Button look="quiet" className="px-2! text-12!" onClick={() => onZoom(choice)}>
            {t("choice.zoom")}
          </Button>
          <Button look="quiet" square aria-label={t("choice.clear")} onClick={() => onChoose(null)}>
            <Close />
          </Button>
        </span>
      </header>
      <div className="flex gap-3">
        <TimeField
          label={t("choice.from")}
          at={choice.start}
          day={day}
          zone={zone}
          after={day.start}
          onChange={(start) => start < choice.end && onChoose({ start, end: choice.end })}
        />
        <TimeField
          label={t("choice.to")}
          at={choice.end}
          day={day}
          zone={zone}
          after={choice.start + 1}
          onChange={(end) => end > choice.start && onChoose({ start: choice.start, end })}
        />
      </div>
      {doing === null && (
        <div className="grid grid-cols-2 gap-2">
          <Button look="primary" onClick={() => setDoing({ kind: "set" })}>
            {t(nothing ? "choice.say" : "choice.categorise")}
          </Button>
          {!nothing && <RuleMenu totals={sums.totals} open={rule} onOpenChange={setRule} />}
          <Button onClick={() => setDoing({ kind: "split" })}>{t("choice.split")}</Button>
          {!nothing && <Button onClick={erase}>{t("choice.delete")}</Button>}
        </div>
      )}
      {doing?.kind === "set" && (
        <WordForm
          title={t("correct.title", { span })}
          categories={categories}
          start={{ category: null, title: "" }}
          onSave={(word) => correct.set(choice, word)}
          onClose={() => setDoing(null)}
        />
      )}
      {doing?.kind === "edit" && (
        <WordForm
          key={doing.record.id}
          title={t("correct.edit", { span: exactSpan(rangeOf(doing.record), zone) })}
          categories={categories}
          start={{ category: doing.record.category, title: doing.record.title ?? "" }}
          onSave={(word) => correct.edit(doing.record, word)}
          onClose={() => setDoing(null)}
        />
      )}
      {doing?.kind === "split" && (
        <SplitForm
          range={choice}
          day={day}
          zone={zone}
          categories={categories}
          onSave={(at, words, time) => correct.split(choice, at, words, time)}
          onClose={() => setDoing(null)}
        />
      )}
      <ByHand
        records={records}
        zone={zone}
        correct={correct}
        onEdit={(record) => setDoing({ kind: "edit", record })}
      />
      {doing === null && <Held sums={sums} />}
    </section>
  );
}

/** What a stretch held, or what keeps it from being known. */
export function Held({ sums }: { sums: ChoiceTotals }) {
  const { totals, error, refetch } = sums;
  if (!totals) {
    if (!error) return <Skeleton className="h-40" />;
    return (
      <p className="flex flex-wrap items-center gap-2 text-ink-2">
        {t("choice.error")}
        <Button onClick={refetch}>{t("error.retry")}</Button>
      </p>
    );
  }
  return (
    <>
      <Shares own title={t("choice.categories")} rows={totals.category} limit={6} />
      <Shares title={t("choice.apps")} rows={totals.app} limit={4} />
      <Shares title={t("choice.titles")} rows={totals.title} limit={6} />
    </>
  );
}

function activeText(totals: NonNullable<ChoiceTotals["totals"]>, range: Range): string {
  const active = totals.seconds;
  const length = (range.end - range.start) / 1000;
  if (active === 0) return t("choice.away");
  return length - active < 1 ? t("choice.all-active") : t("choice.of", { active: duration(active) });
}
