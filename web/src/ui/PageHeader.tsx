import { Link, type LinkProps } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { buttonClass } from "./Button";
import { Popover } from "./Popover";
import { Sun } from "./Sun";
import { Chevron, Next, Previous } from "./icons";

export type Target = Pick<LinkProps, "to" | "params" | "search">;

export interface Step {
  label: string;
  /** Nothing lies there yet. */
  target: Target | null;
}

interface Props {
  title: string;
  /** Where there is little room. */
  short: string;
  /** What the title opens. */
  picker: { label: string; content: (close: () => void) => ReactNode };
  navLabel: string;
  previous: Step;
  next: Step;
  /** Back to the present, when one is elsewhere. */
  home?: Step | null;
  children?: ReactNode;
}

/** The time a page is about: its name opens a calendar, arrows lead to the time before and after. */
export function PageHeader({ title, short, picker, navLabel, previous, next, home, children }: Props) {
  const [choosing, setChoosing] = useState(false);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="lg:hidden">
        <Sun size={24} />
      </span>
      <h1 className="text-16 font-semibold whitespace-nowrap md:text-20">
        <Popover
          label={picker.label}
          open={choosing}
          onOpenChange={setChoosing}
          trigger={
            <button
              type="button"
              title={picker.label}
              className="inline-flex items-center gap-1 hover:text-ink-2"
            >
              <span className="md:hidden">{short}</span>
              <span className="max-md:hidden">{title}</span>
              <Chevron />
            </button>
          }
        >
          {picker.content(() => setChoosing(false))}
        </Popover>
      </h1>
      <nav aria-label={navLabel} className="flex gap-2 print:hidden">
        <Arrow step={previous}>
          <Previous />
        </Arrow>
        <Arrow step={next}>
          <Next />
        </Arrow>
        {home?.target && (
          <Link {...home.target} className={`${buttonClass("plain")} max-sm:hidden`}>
            {home.label}
          </Link>
        )}
      </nav>
      <div className="ml-auto flex flex-wrap items-center gap-2 print:hidden">{children}</div>
    </header>
  );
}

function Arrow({ step, children }: { step: Step; children: ReactNode }) {
  const shape = buttonClass("plain", true);
  if (!step.target) {
    return (
      <span aria-hidden className={`${shape} pointer-events-none opacity-40`}>
        {children}
      </span>
    );
  }
  return (
    <Link {...step.target} aria-label={step.label} className={shape}>
      {children}
    </Link>
  );
}
