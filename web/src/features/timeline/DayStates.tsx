import type { ReactNode } from "react";

import { ApiFailure } from "@/api/client";
import { longDate } from "@/lib/clock";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Command } from "@/ui/Command";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";

/** The shape of a day before its numbers are known. */
export function DaySkeleton() {
  return (
    <div role="status" aria-label={t("day.loading")}>
      <div className="flex items-end justify-between gap-6">
        <div>
          <Skeleton className="h-10 w-44" />
          <Skeleton className="mt-2 h-3.5 w-56" />
        </div>
        {["w-24", "w-16", "w-16", "w-14", "w-20"].map((width, i) => (
          <Skeleton key={i} className={`h-9 max-md:hidden ${width}`} />
        ))}
      </div>
      <Skeleton className="mt-12 h-[76px]" />
      <div className="mt-20 grid gap-x-12 gap-y-10 md:grid-cols-2 xl:grid-cols-3">
        {[8, 8, 5].map((rows, i) => (
          <div key={i} className="flex flex-col gap-3">
            {Array.from({ length: rows }, (_, row) => (
              <Skeleton key={row} className="h-4" />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

interface EmptyProps {
  date: string;
  today: string;
  /** What to do about it, for today. */
  children: ReactNode;
}

/** One sentence, one action, one picture of what will be here. */
export function EmptyDay({ date, today, children }: EmptyProps) {
  const [title, text] =
    date === today
      ? [t("empty.today"), t("empty.today-next")]
      : date > today
        ? [t("empty.future"), t("empty.future-next")]
        : [t("empty.past", { date: longDate(date, today) }), t("empty.past-next")];
  return (
    <div className="pt-2">
      <Horizon sun={date === today} />
      <div className="mx-auto mt-8 max-w-[480px] text-center">
        <h2 className="text-20 font-semibold">{title}</h2>
        <p className="mt-1.5 text-ink-2">{text}</p>
        <div className="mt-4 flex justify-center">{children}</div>
      </div>
    </div>
  );
}

/** A band with no light in it yet. */
function Horizon({ sun }: { sun: boolean }) {
  return (
    <div aria-hidden className="relative mt-8 h-[76px] rounded-1 bg-band">
      {sun && (
        <svg className="absolute -top-3 left-1/2 -ml-3.5" width="28" height="106" viewBox="0 0 28 106">
          <path d="M14 12v94" stroke="var(--edge)" strokeDasharray="2 3" />
          <path d="M4 12a10 10 0 0 1 20 0Z" fill="var(--signal)" />
        </svg>
      )}
    </div>
  );
}

/** What happened, what is safe, what to do. */
export function DayError({ error, retry }: { error: Error; retry: () => void }) {
  const gone = error instanceof ApiFailure && error.unreachable;
  const id = error instanceof ApiFailure ? [error.code, error.requestId].filter(Boolean).join(" · ") : "";
  return (
    <Notice
      className="max-w-[640px]"
      tone="bad"
      title={t(gone ? "error.gone" : "error.day")}
      action={
        <Button look="primary" onClick={retry}>
          {t("error.retry")}
        </Button>
      }
    >
      <p>{t(gone ? "error.gone-safe" : "error.day-safe")}</p>
      {gone && <Command className="mt-2" />}
      {!gone && id && <p className="mt-1 font-mono text-12">{id}</p>}
    </Notice>
  );
}
