/** How much a stretch of time helped. The fill says it without colour; see `look` in the tokens. */
export type Kind = "signal" | "noise" | "neutral" | "uncategorised";

export const KINDS: readonly Kind[] = ["signal", "noise", "neutral", "uncategorised"];

const FILL: Record<Kind, string> = {
  signal: "fill-kind-signal",
  noise: "fill-kind-noise",
  neutral: "fill-kind-neutral",
  uncategorised: "fill-kind-uncategorised",
};

export function fill(kind: Kind, tint = false): string {
  return tint && kind === "signal" ? "fill-kind-signal-tint" : FILL[kind];
}
