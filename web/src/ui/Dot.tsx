export type Tone = "good" | "warn" | "bad" | "off";

const TONE: Record<Tone, string> = {
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
  off: "bg-transparent shadow-[inset_0_0_0_1.5px_var(--edge)]",
};

/** A state light; the word beside it says the same. */
export function Dot({ tone }: { tone: Tone }) {
  return <span aria-hidden className={`inline-block size-[7px] shrink-0 rounded-full ${TONE[tone]}`} />;
}
