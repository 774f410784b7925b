import { ApiFailure } from "@/api/client";
import { t } from "@/lib/t";

import { Button } from "./Button";
import { Command } from "./Command";
import { Notice } from "./Notice";

/** A part of a page that could not be asked for: what happened, what is safe, what to do. */
export function Failed({ title, error, retry }: { title: string; error: Error; retry: () => void }) {
  const gone = error instanceof ApiFailure && error.unreachable;
  const id = error instanceof ApiFailure ? [error.code, error.requestId].filter(Boolean).join(" · ") : "";
  return (
    <Notice
      className="max-w-[640px]"
      tone="bad"
      title={gone ? t("error.gone") : title}
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
