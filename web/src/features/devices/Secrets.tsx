import { instant } from "@/lib/clock";
import { age } from "@/lib/duration";
import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { Block } from "@/ui/Block";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";

import { useSecretRevoke, useSecrets, type Secret } from "./useSecrets";

/** The secrets that still let machines in. */
export function Secrets() {
  const { data, isError } = useSecrets();
  const now = useNow(60_000);
  const good = data?.secrets.filter(({ state }) => state === "good");
  return (
    <Block title={t("secrets.title")}>
      {good ? (
        good.length === 0 ? (
          <p className="border-t border-rule pt-2 text-ink-2">{t("secrets.none")}</p>
        ) : (
          <ul className="divide-y divide-rule border-y border-rule">
            {good.map((secret) => (
              <Row
                key={secret.id}
                secret={secret}
                left={Math.max(0, (instant(secret.expires) - now) / 1000)}
              />
            ))}
          </ul>
        )
      ) : isError ? (
        <Notice title={t("secrets.error")}>{t("now.error-safe")}</Notice>
      ) : (
        <Skeleton className="h-12" />
      )}
    </Block>
  );
}

function Row({ secret, left }: { secret: Secret; left: number }) {
  const { mutate, isPending } = useSecretRevoke();
  const facts = [
    t("secrets.uses", { uses: secret.uses, most: secret.max_uses }),
    t("secrets.left", { age: age(left) }),
    secret.require_approval ? t("secrets.approval") : null,
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
      <span className="min-w-0">
        <span className="truncate">{secret.label}</span>{" "}
        <span className="font-mono text-12 text-ink-2">{secret.id}</span>
        <span className="block text-12 text-ink-2">{facts.filter(Boolean).join(" · ")}</span>
      </span>
      <Button disabled={isPending} onClick={() => mutate(secret.id)}>
        {t("secrets.revoke")}
      </Button>
    </li>
  );
}
