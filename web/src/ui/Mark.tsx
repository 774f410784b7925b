import { fill, type Kind } from "./kind";

/** The small square that stands for a kind beside a number; the word next to it carries the meaning. */
export function Mark({ kind }: { kind: Kind }) {
  return <span aria-hidden className={`inline-block size-[11px] shrink-0 rounded-1 ${fill(kind)}`} />;
}
