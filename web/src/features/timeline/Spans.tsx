import { instant, timeSpan } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { List } from "@/ui/List";

import type { Day } from "./useDay";

export function FocusBlocks({ day }: { day: Day }) {
  const longestFirst = [...day.focus_blocks].sort((a, b) => b.seconds - a.seconds);
  return (
    <List
      title={t("focus.title")}
      aside={t("focus.rule")}
      items={longestFirst}
      limit={3}
      empty={t("focus.empty")}
    >
      {(block) => <Span key={block.start} name={block.label} span={block} zone={day.zone} />}
    </List>
  );
}

export function Away({ day }: { day: Day }) {
  const longestFirst = [...day.breaks].sort((a, b) => b.seconds - a.seconds);
  return (
    <List
      title={t("away.title")}
      aside={t("away.order")}
      items={longestFirst}
      limit={5}
      empty={t("away.empty")}
    >
      {(pause) => (
        <Span
          key={pause.start}
          name={pause.after ? t("away.after", { what: pause.after }) : t("away.plain")}
          span={pause}
          zone={day.zone}
        />
      )}
    </List>
  );
}

interface SpanProps {
  name: string;
  span: { start: string; end: string; seconds: number };
  zone: string;
}

function Span({ name, span, zone }: SpanProps) {
  return (
    <li className="grid h-7 grid-cols-[minmax(0,1fr)_auto_76px] items-center gap-3">
      <span className="truncate">{name}</span>
      <span className="text-12 whitespace-nowrap text-ink-2">
        {timeSpan({ start: instant(span.start), end: instant(span.end) }, zone)}
      </span>
      <span className="text-right font-medium whitespace-nowrap">{duration(span.seconds)}</span>
    </li>
  );
}
