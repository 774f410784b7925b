import type { ReactNode } from "react";

/** One setting: its name, what it means, and the control. */
export function SettingLine({ name, help, children }: { name: string; help?: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-rule py-3">
      <div className="min-w-0">
        <p>{name}</p>
        {help !== undefined && <p className="max-w-[44ch] text-12 text-ink-2">{help}</p>}
      </div>
      <div>{children}</div>
    </div>
  );
}
