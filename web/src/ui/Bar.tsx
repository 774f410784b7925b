import { fill, type Kind } from "./kind";

/** A bar from zero; `share` is of the longest row, so rows of one list compare. */
export function Bar({ share, kind, tint = false }: { share: number; kind: Kind; tint?: boolean }) {
  const width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return (
    <span aria-hidden className="block h-2">
      <span className={`block h-2 min-w-[3px] rounded-1 ${fill(kind, tint)}`} style={{ width }} />
    </span>
  );
}
