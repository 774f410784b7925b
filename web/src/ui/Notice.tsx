import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What happened and what is safe, in one or two sentences. */
  children: ReactNode;
  action?: ReactNode;
  tone?: "quiet" | "warn" | "bad";
  className?: string;
}

const EDGE = { quiet: "border-rule", warn: "border-l-warn border-rule", bad: "border-l-bad border-rule" };

/** An error or a remark that belongs to one place: what happened, what is safe, what to do. */
export function Notice({ title, children, action, tone = "quiet", className = "" }: Props) {
  return (
    <div
      role={tone === "bad" ? "alert" : undefined}
      className={`rounded-3 border bg-card p-4 ${tone === "quiet" ? "" : "border-l-[3px]"} ${EDGE[tone]} ${className}`}
    >
      <p className="font-semibold">{title}</p>
      <div className="mt-1 max-w-[60ch] text-ink-2">{children}</div>
      {action !== undefined && <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
