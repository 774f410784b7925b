import { t } from "@/lib/t";

/** Says on every page that these days are nobody's. */
export function Demo() {
  return (
    <p role="note" className="mb-4 text-12 text-ink-2">
      <span className="mr-2 rounded-1 bg-band px-1.5 py-0.5 font-semibold text-ink">{t("demo.title")}</span>
      {t("demo.text")}
    </p>
  );
}
