import { useRef, useState, type KeyboardEvent } from "react";

import { overlaps, timeSpan, type Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { joinText } from "@/lib/text";
import { Block } from "@/ui/Block";
import { Mark } from "@/ui/Mark";

import { sameRange } from "../lanes/snap";
import { exactSpan } from "../lanes/times";

import type { Line } from "./log";

interface Props {
  lines: readonly Line[];
  range: Range;
  zone: string;
  choice: Range | null;
  onChoose: (range: Range) => void;
}

const SHOWN = 24;

/** What is in sight, in words. A line chooses its stretch; j and k go from line to line. */
export function Log({ lines, range, zone, choice, onChoose }: Props) {
  const [all, setAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const shown = all ? lines : lines.slice(0, SHOWN);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus();
  };
  return (
    <Block title={t("log.title")} aside={timeSpan(range, zone)}>
      {lines.length === 0 && <p className="border-t border-rule pt-2 text-ink-2">{t("log.empty")}</p>}
      {/* The keys move between the buttons, which are what can be used. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ol ref={list} onKeyDown={onKeyDown} className="divide-y divide-rule">
        {shown.map((line) => (
          <Row
            key={line.start}
            line={line}
            zone={zone}
            chosen={sameRange(line, choice) || (choice !== null && inside(line, choice))}
            onChoose={() => onChoose({ start: line.start, end: line.end })}
          />
        ))}
      </ol>
      {lines.length > SHOWN && (
        <button
          type="button"
          className="tap-target mt-1 py-1 text-12 text-ink-2 underline decoration-rule underline-offset-2 hover:text-ink"
          onClick={() => setAll(!all)}
        >
          {all ? t("list.fewer") : t("log.more", { count: lines.length - SHOWN })}
        </button>
      )}
    </Block>
  );
}

interface RowProps {
  line: Line;
  zone: string;
  chosen: boolean;
  onChoose: () => void;
}

function Row({ line, zone, chosen, onChoose }: RowProps) {
  const title = joinText(" — ", [line.title, line.title === line.place ? "" : line.place]);
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        onClick={onChoose}
        className={`-mx-2 grid w-[calc(100%+16px)] grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 rounded-2 px-2 py-1 text-left hover:bg-band md:h-7 md:grid-cols-[152px_minmax(0,200px)_minmax(0,1fr)_64px] md:py-0 ${
          chosen ? "bg-band" : ""
        }`}
      >
        <span className="text-12 whitespace-nowrap text-ink-2">{exactSpan(line, zone)}</span>
        <span className="flex min-w-0 items-center gap-2">
          {line.kind && <Mark kind={line.kind} />}
          <span className={`truncate ${line.kind ? "" : "text-ink-2"}`}>
            {line.kind ? line.names : t("log.away")}
          </span>
        </span>
        <span className="truncate text-ink-2 max-md:order-last max-md:col-span-3 max-md:text-12 max-md:empty:hidden">
          {joinText(" · ", [title, line.byHand ? t("tip.by-hand") : ""])}
        </span>
        <span className={`text-right whitespace-nowrap ${line.kind ? "font-medium" : "text-ink-2"}`}>
          {duration((line.end - line.start) / 1000)}
        </span>
      </button>
    </li>
  );
}

function inside(line: Range, choice: Range): boolean {
  return overlaps(line, choice) && line.start >= choice.start - 1000 && line.end <= choice.end + 1000;
}
