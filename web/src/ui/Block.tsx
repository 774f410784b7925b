import { useId, type ReactNode } from "react";

interface Props {
  title: string;
  /** A few grey words at the right: what is counted, how it is ordered. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** One part of a page: a heading, a remark, and rows under rules rather than a box. */
export function Block({ title, aside, children, className = "" }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={className}>
      <header className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="text-14 font-semibold whitespace-nowrap">
          {title}
        </h2>
        {aside !== undefined && <div className="ml-auto text-12 text-right text-ink-2">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
