import { useState, type KeyboardEvent } from "react";

import { timeOfDay, timeWithSeconds, type Ms, type Range } from "@/lib/clock";

import { MINUTE, instantOf } from "../band/zoom";

import { typedTime } from "./typedTime";

interface Props {
  label: string;
  at: Ms;
  day: Range;
  zone: string;
  /** A clock time can come twice in a day; the first one from here on is meant. */
  after: Ms;
  onChange: (at: Ms) => void;
}

/** A time of the day as people type it: "9:14", "0914", "2:05 pm". Arrows move it by a minute. */
export function TimeField({ label, at, day, zone, after, onChange }: Props) {
  const shown = at % MINUTE === 0 ? timeOfDay(at, zone) : timeWithSeconds(at, zone);
  const [typed, setTyped] = useState<string | null>(null);
  const accept = () => {
    const clock = typed === null ? null : typedTime(typed);
    const found = clock === null ? null : instantOf(clock, day, zone, after);
    if (found !== null && found !== at) onChange(found);
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      onChange(at + step * MINUTE);
    } else if (event.key === "Enter") {
      event.preventDefault();
      accept();
    }
  };
  return (
    <label className="text-12 text-ink-2">
      {label}
      <input
        value={typed ?? shown}
        inputMode="numeric"
        autoComplete="off"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={accept}
        onKeyDown={onKeyDown}
        className="mt-0.5 block h-8 w-[84px] rounded-2 border border-rule bg-card px-2.5 text-14 text-ink hover:border-edge"
      />
    </label>
  );
}
