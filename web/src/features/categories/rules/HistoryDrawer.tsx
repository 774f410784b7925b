import { instant, localDate, shortDate, timeOfDay } from "@/lib/clock";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Drawer";
import { Failed } from "@/ui/Failed";
import { Skeleton } from "@/ui/Skeleton";

import { useBoard } from "./context";
import { isDirty } from "./draft";
import { useHistory, type Revision } from "./useHistory";

interface Props {
  onClose: () => void;
  onRestore: (revision: number) => void;
  zone: string;
  today: string;
}

/** Every stored version, newest first, each a click from holding again. */
export function HistoryDrawer({ onClose, onRestore, zone, today }: Props) {
  const { draft } = useBoard();
  const { data, error, refetch } = useHistory(draft.revision);
  const dirty = isDirty(draft);
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("history.title")}
      description={t("history.about")}
      closeLabel={t("close")}
    >
      {dirty && <p className="mb-3 text-warn">{t("history.draft")}</p>}
      {error && !data ? (
        <Failed title={t("history.error")} error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-64" />
      ) : (
        <ol className="divide-y divide-rule">
          {data.revisions.map((each, i) => (
            <li
              key={each.revision}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 py-2.5"
            >
              <span className="font-medium">{when(each, zone, today)}</span>
              {i === 0 ? (
                <span className="row-span-2 text-12 text-ink-2">{t("history.now")}</span>
              ) : (
                <Button className="row-span-2" disabled={dirty} onClick={() => onRestore(each.revision)}>
                  {t("history.restore")}
                </Button>
              )}
              <span className="text-12 text-ink-2">
                {t("history.revision", { revision: each.revision })} ·{" "}
                {t("rules.count-rules", { count: each.rules })} ·{" "}
                {each.rules_added + each.rules_removed > 0
                  ? t("history.changed", { added: each.rules_added, removed: each.rules_removed })
                  : t("history.same")}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Drawer>
  );
}

function when({ created }: Revision, zone: string, today: string): string {
  const at = instant(created);
  return `${shortDate(localDate(at, zone), today)}, ${timeOfDay(at, zone)}`;
}
