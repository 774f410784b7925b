import type { ReactNode } from "react";

/** A number and, in small, what it counts. Stands in a `dl`. */
export function Figure({ value, name }: { value: ReactNode; name: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col-reverse justify-end">
      <dt className="text-12 text-ink-2">{name}</dt>
      <dd className="text-20 font-semibold tracking-[-0.01em] whitespace-nowrap">{value}</dd>
    </div>
  );
}
