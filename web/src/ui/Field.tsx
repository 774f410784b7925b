import type { ComponentPropsWithRef, ReactNode } from "react";

const SHAPE =
  "w-full min-w-0 rounded-2 border border-edge bg-card px-2.5 placeholder:text-ink-2 aria-invalid:border-bad";

interface LabelProps {
  label: string;
  htmlFor: string;
  children: ReactNode;
  className?: string;
}

/** A small label over something to fill in. */
export function Field({ label, htmlFor, children, className = "" }: LabelProps) {
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={htmlFor} className="mb-1 block text-12 text-ink-2">
        {label}
      </label>
      {children}
    </div>
  );
}

export function TextField({ className = "", ...rest }: ComponentPropsWithRef<"input">) {
  return <input autoComplete="off" spellCheck={false} className={`h-8 ${SHAPE} ${className}`} {...rest} />;
}

/** Grows with its lines where the browser knows how. */
export function TextArea({ className = "", ...rest }: ComponentPropsWithRef<"textarea">) {
  return (
    <textarea
      spellCheck={false}
      className={`block field-sizing-content max-h-56 resize-y py-1.5 ${SHAPE} ${className}`}
      {...rest}
    />
  );
}

/** The browser's own list: known to every keyboard, screen reader and phone. */
export function Select({ className = "", children, ...rest }: ComponentPropsWithRef<"select">) {
  return (
    <span className={`relative block min-w-0 ${className}`}>
      <select className={`h-8 appearance-none truncate pr-7! ${SHAPE}`} {...rest}>
        {children}
      </select>
      <svg
        aria-hidden
        width="16"
        height="16"
        viewBox="0 0 16 16"
        className="pointer-events-none absolute top-2 right-2"
      >
        <path d="m4.5 6.5 3.5 3.5 3.5-3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </span>
  );
}
