import type { Ms, Range } from "@/lib/clock";
import { union } from "@/lib/freshness";

/**
 * Runs at once, then at most every `gap`, with all ranges that came meanwhile as one.
 * A busy desktop changes many times a second; the page needs one answer a second.
 */
export function coalesce(
  gap: Ms,
  run: (range: Range) => void,
): { push: (range: Range) => void; stop: () => void } {
  let pending: Range | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    timer = undefined;
    if (pending) fire(pending);
  };
  const fire = (range: Range) => {
    pending = null;
    timer = setTimeout(rest, gap);
    run(range);
  };
  return {
    push(range) {
      if (timer === undefined) fire(range);
      else pending = union(pending, range);
    },
    stop: () => clearTimeout(timer),
  };
}
