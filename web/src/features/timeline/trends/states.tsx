import { ApiFailure } from "@/api/client";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Command } from "@/ui/Command";
import { Notice } from "@/ui/Notice";

/** What happened, what is safe, what to do. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const gone = error instanceof ApiFailure && error.unreachable;
  const id = error instanceof ApiFailure ? [error.code, error.requestId].filter(Boolean).join(" · ") : "";
  return (
    <Notice
      className="max-w-[640px]"
      tone="bad"
      title={t(gone ? "error.gone" : "trends.error")}
      action={
        <Button look="primary" onClick={retry}>
          {t("error.retry")}
        </Button>
      }
    >
      <p>{t(gone ? "error.gone-safe" : "error.day-safe")}</p>
      {gone && <Command className="mt-2" />}
      {!gone && id && <p className="mt-1 font-mono text-12">{id}</p>}
    </Notice>
  );
}

export function Nothing() {
  return (
    <div className="border-t border-rule pt-3">
      <p className="font-medium">{t("trends.empty")}</p>
      <p className="text-ink-2">{t("trends.empty-next")}</p>
    </div>
  );
}
