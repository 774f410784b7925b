import { t } from "@/lib/t";
import { firstText, joinText, pathText } from "@/lib/text";
import { toast } from "@/lib/toasts";
import { Button } from "@/ui/Button";

import { exactSpan } from "../lanes/times";

import { failureText, rangeOf, type useCorrect } from "./useCorrect";
import type { Correction } from "./useCorrections";

interface Props {
  records: readonly Correction[];
  zone: string;
  correct: ReturnType<typeof useCorrect>;
  onEdit: (record: Correction) => void;
}

/** What the user said about this time before, to change or to take back. */
export function ByHand({ records, zone, correct, onEdit }: Props) {
  if (records.length === 0) return null;
  return (
    <section>
      <h3 className="text-12 text-ink-2">{t("correct.by-hand")}</h3>
      <ul className="mt-1 divide-y divide-rule">
        {records.map((record) => (
          <li key={record.id} className="flex flex-wrap items-center gap-x-3 py-1">
            <span className="min-w-0 flex-1 basis-40">
              <span className="block text-12 text-ink-2">{exactSpan(rangeOf(record), zone)}</span>
              <span className="block truncate">{recordText(record)}</span>
            </span>
            <span className="-mx-3 flex">
              {record.action === "set" && (
                <Button look="quiet" onClick={() => onEdit(record)}>
                  {t("correct.change")}
                </Button>
              )}
              <Button
                look="quiet"
                onClick={() => {
                  correct
                    .takeBack(record)
                    .catch((error: unknown) => toast(failureText(error), { tone: "bad" }));
                }}
              >
                {t("correct.take-back")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function recordText({ action, category, title }: Correction): string {
  if (action === "erase") return t("hand.erased");
  return firstText(joinText(" — ", [pathText(category ?? []), title]));
}
