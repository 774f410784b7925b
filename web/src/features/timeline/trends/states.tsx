import { t } from "@/lib/t";
import { Failed as AnyFailed } from "@/ui/Failed";

export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return <AnyFailed title={t("trends.error")} error={error} retry={retry} />;
}

export function Nothing() {
  return (
    <div className="border-t border-rule pt-3">
      <p className="font-medium">{t("trends.empty")}</p>
      <p className="text-ink-2">{t("trends.empty-next")}</p>
    </div>
  );
}
