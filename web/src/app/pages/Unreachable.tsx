import { DayError } from "@/features/timeline/DayStates";

/** Nothing is known yet and the server does not answer. */
export function Unreachable({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[480px] flex-col justify-center px-5">
      <DayError error={error} retry={retry} />
    </main>
  );
}
