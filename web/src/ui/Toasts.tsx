import { useEffect, useState } from "react";

import { useKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import { dismissToast, undoLast, useToasts, type Toast } from "@/lib/toasts";

import { Close } from "./icons";

const STANDS_MS = 10_000;

/** What was just done, for ten seconds, longer while somebody reads or reaches for it. `u` takes the newest back. */
export function Toasts() {
  const toasts = useToasts();
  useKeys({ u: undoLast });
  return (
    <div
      role="status"
      aria-label={t("toast.region")}
      className="pointer-events-none fixed inset-x-0 bottom-18 z-50 flex flex-col items-center gap-2 px-4 lg:bottom-6 print:hidden"
    >
      {toasts.map((toast) => (
        <Slip key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function Slip({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const leave = setTimeout(() => dismissToast(toast.id), STANDS_MS);
    return () => clearTimeout(leave);
  }, [held, toast.id]);
  return (
    <div
      role="presentation" // hovering only gives more time
      className="pointer-events-auto flex max-w-full items-center gap-1 rounded-2 bg-ink py-1 pr-1 pl-4 text-paper shadow-card"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="mr-2 min-w-0 py-1">{toast.text}</span>
      {toast.undo && (
        <button
          type="button"
          className="h-8 rounded-2 px-3 font-semibold underline decoration-from-font underline-offset-4 hover:bg-paper/15 focus-visible:outline-paper"
          onClick={() => {
            dismissToast(toast.id);
            toast.undo?.();
          }}
        >
          {t("toast.undo")}
        </button>
      )}
      <button
        type="button"
        aria-label={t("toast.dismiss")}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-2 hover:bg-paper/15 focus-visible:outline-paper"
        onClick={() => dismissToast(toast.id)}
      >
        <Close />
      </button>
    </div>
  );
}
