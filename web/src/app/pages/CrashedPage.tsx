import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

/** Our own mistake while drawing: never a white page. */
export function CrashedPage({ error }: { error: unknown }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[560px] flex-col justify-center px-5">
      <Notice
        tone="bad"
        title={t("error.page")}
        action={
          <Button look="primary" onClick={() => location.reload()}>
            {t("error.reload")}
          </Button>
        }
      >
        <p>{t("error.page-safe")}</p>
        <p className="mt-1 font-mono text-12 break-words">
          {error instanceof Error ? error.message : String(error)}
        </p>
      </Notice>
    </main>
  );
}
