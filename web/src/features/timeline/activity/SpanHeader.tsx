import { useNavigate } from "@tanstack/react-router";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { PageHeader, type Target } from "@/ui/PageHeader";

import { SpanForm } from "../filters/SpanForm";

import {
  around,
  asWanted,
  LENGTHS,
  neighbour,
  presets,
  resized,
  running,
  shortName,
  spanName,
  spanOf,
  type Calendar,
  type Length,
  type Span,
} from "./span";

interface Props {
  span: Span;
  calendar: Calendar;
  compare: boolean;
  /** Where another time leads. */
  target: (span: Span) => Target;
  onCompare: (on: boolean) => void;
  /** Somebody is about to choose another time. */
  onIntent: (span: Span) => void;
}

const LENGTH_NAME: Record<Length, string> = {
  day: t("span.day"),
  week: t("span.week"),
  month: t("span.month"),
  year: t("span.year"),
  all: t("span.all-short"),
};

/** Which time, and whether the one before stands beside it. */
export function SpanHeader({ span, calendar, compare, target, onCompare, onIntent }: Props) {
  const navigate = useNavigate();
  const { today } = calendar;
  const step = (direction: -1 | 1, label: string) => {
    const to = neighbour(span, direction, calendar);
    return { label, target: to && target(to) };
  };
  const home = span.length !== null && !running(span, today);
  return (
    <PageHeader
      title={spanName(span, today)}
      short={shortName(span, today)}
      picker={{
        label: t("span.label"),
        content: (close) => (
          <Picker
            span={span}
            calendar={calendar}
            onIntent={onIntent}
            onChoose={(to) => {
              close();
              void navigate(target(to));
            }}
          />
        ),
      }}
      navLabel={t("period.label")}
      previous={step(-1, t("period.previous"))}
      next={step(1, t("period.next"))}
      home={
        home
          ? { label: t("span.home"), target: target(around(span.length ?? "week", today, calendar)) }
          : null
      }
    >
      {span.length !== "all" && (
        <Button
          aria-pressed={compare}
          title={t("activity.compare-about")}
          className={`max-sm:hidden ${compare ? "border-edge! text-ink!" : ""}`}
          onClick={() => onCompare(!compare)}
        >
          {t("activity.compare")}
        </Button>
      )}
      {/* Whoever points at the lengths is likely to choose one of them. */}
      <span onPointerEnter={() => LENGTHS.forEach((length) => onIntent(resized(span, length, calendar)))}>
        <Choice
          label={t("span.length")}
          value={span.length ?? "own"}
          onChange={(length) => {
            if (length !== "own") void navigate(target(resized(span, length, calendar)));
          }}
          options={LENGTHS.map((each) => [each, LENGTH_NAME[each]] as const)}
        />
      </span>
    </PageHeader>
  );
}

interface PickerProps {
  span: Span;
  calendar: Calendar;
  onChoose: (span: Span) => void;
  onIntent: (span: Span) => void;
}

function Picker({ span, calendar, onChoose, onIntent }: PickerProps) {
  const shown = span.length === "all" ? around("month", calendar.today, calendar) : span;
  const { from = "", to = "" } = asWanted({ ...shown, length: null }, calendar.today);
  return (
    <div className="flex flex-col gap-4 text-14 font-normal">
      <ul className="-mx-2 grid grid-cols-2 gap-x-2">
        {presets(calendar).map((preset) => {
          const current = preset.span.start === span.start && preset.span.end === span.end;
          return (
            <li key={preset.name}>
              <button
                type="button"
                aria-current={current ? "true" : undefined}
                className={`h-8 w-full rounded-2 px-2 text-left hover:bg-band ${current ? "bg-band font-medium" : ""}`}
                onPointerEnter={() => onIntent(preset.span)}
                onFocus={() => onIntent(preset.span)}
                onClick={() => onChoose(preset.span)}
              >
                {preset.name}
              </button>
            </li>
          );
        })}
      </ul>
      <div className="border-t border-rule pt-3">
        <SpanForm
          from={from}
          to={to}
          today={calendar.today}
          onSpan={(own) => onChoose(spanOf(own, calendar))}
        />
      </div>
    </div>
  );
}
