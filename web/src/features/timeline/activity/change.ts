/** How something differs from the time before, in words and signs. Pure. */
import { difference, duration } from "@/lib/duration";
import { t } from "@/lib/t";

/** Under a minute either way is no difference. */
const SMALL_S = 60;

/** "+ 24 m", "− 1 h 05 m", "new"; empty when nothing is compared or nothing changed. */
export function changeText(seconds: number, before: number | null): string {
  if (before === null || Math.abs(seconds - before) < SMALL_S) return "";
  return before < 1 ? t("change.new") : difference(seconds - before);
}

/** The same for reading aloud: "24 m more than before". */
export function changeWords(seconds: number, before: number | null): string {
  if (before === null) return "";
  if (Math.abs(seconds - before) < SMALL_S) return t("lines.same");
  if (before < 1) return t("change.new-words");
  const change = duration(Math.abs(seconds - before));
  return t(seconds > before ? "lines.more" : "lines.less", { change });
}

/** "+ 12 %"; empty when there is nothing to be a share of, or when it would say nothing. */
export function changeShare(seconds: number, before: number | null): string {
  if (before === null || before < SMALL_S || Math.abs(seconds - before) < SMALL_S) return "";
  const share = Math.round(((seconds - before) / before) * 100);
  if (share === 0 || share > 999) return "";
  return `${share > 0 ? "+" : "−"} ${Math.abs(share)} %`;
}

/** "4 higher", "2 lower", "the same"; null when one of the two is not known. */
export function scoreChange(score: number | null, before: number | null): string | null {
  if (score === null || before === null) return null;
  const change = Math.round(score) - Math.round(before);
  if (change === 0) return t("change.same");
  return t(change > 0 ? "change.higher" : "change.lower", { change: Math.abs(change) });
}
