import { useState } from "react";

import { instant } from "@/lib/clock";
import { t } from "@/lib/t";
import { Block } from "@/ui/Block";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";

import { actorOf, subjectOf } from "./deeds";
import { when } from "./state";
import { useAudit, type Deed } from "./useAudit";
import { useDevices } from "./useDevices";

const FEW = 6;
const MOST = 200;

/** What was done to devices, keys and secrets, and by whom: a line for each. */
export function History({ zone, today }: { zone: string; today: string }) {
  const [limit, setLimit] = useState(FEW);
  const { data, isError } = useAudit(limit);
  const { data: known } = useDevices();
  const names = new Map(known?.devices.map(({ id, name }) => [id, name]));
  return (
    <Block title={t("deeds.title")}>
      {data ? (
        data.entries.length === 0 ? (
          <p className="border-t border-rule pt-2 text-ink-2">{t("deeds.none")}</p>
        ) : (
          <>
            <ul className="divide-y divide-rule border-y border-rule">
              {data.entries.map((deed) => (
                <Line key={deed.id} deed={deed} names={names} at={when(instant(deed.at), zone, today)} />
              ))}
            </ul>
            {data.next !== null && limit < MOST && (
              <div className="mt-2">
                <Button look="quiet" onClick={() => setLimit(limit === FEW ? 50 : MOST)}>
                  {t("deeds.more")}
                </Button>
              </div>
            )}
          </>
        )
      ) : isError ? (
        <Notice title={t("deeds.error")}>{t("now.error-safe")}</Notice>
      ) : (
        <Skeleton className="h-12" />
      )}
    </Block>
  );
}

function Line({ deed, names, at }: { deed: Deed; names: ReadonlyMap<string, string>; at: string }) {
  return (
    <li className="flex items-baseline justify-between gap-4 py-2">
      <span className="min-w-0">
        <span className="first-letter:uppercase">{deed.action}</span>{" "}
        <span className="break-words text-ink-2">{subjectOf(deed, names)}</span>
        <span className="block text-12 text-ink-2">{actorOf(deed, names)}</span>
      </span>
      <time dateTime={deed.at} className="text-12 whitespace-nowrap text-ink-2">
        {at}
      </time>
    </li>
  );
}
