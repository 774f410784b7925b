import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";

import { t } from "@/lib/t";
import { useWidth } from "@/lib/useWidth";

import { Axis, Ghost, Grid, Line, Marker, Paints } from "./panelParts";
import type { Step as StepSize } from "./period";
import { indexAt, xAt, type Frame } from "./plot";
import { gridValues, level, value, type Metric, type Step } from "./series";
import { amount, changeText, lineSummary, METRIC_NAME, missing, per, slotName, stepText } from "./words";

interface Props {
  metric: Metric;
  steps: readonly Step[];
  step: StepSize;
  today: string;
  /** Which step the pointer or the keyboard is at; the same in all panels. */
  cursor: number | null;
  onCursor: (index: number | null) => void;
  onOpen: (index: number) => void;
}

const PLOT = 96;
const TOP = 8;
const AXIS = 22;
const LEFT = 36;

/** One metric over time, beside what it was before. What the cursor points at is told in the heading. */
export function Panel({ metric, steps, step, today, cursor, onCursor, onOpen }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(560);
  const options = useRef<SVGGElement>(null);
  const now = steps.map((each) => value(each.now, metric));
  const before = steps.map((each) => value(each.before, metric));
  const told = level(steps, metric);
  const most = metric === "score" ? 100 : Math.max(60, ...now.map(Number), ...before.map(Number)) * 1.06;
  const grid = gridValues(most, metric).filter((each) => each <= most);
  const frame: Frame = {
    left: LEFT,
    width: width - LEFT,
    height: PLOT,
    top: TOP,
    count: steps.length,
    highest: most,
  };
  const pointed = cursor === null ? undefined : steps[cursor];

  const focus = (index: number) => {
    const to = Math.min(steps.length - 1, Math.max(0, index));
    (options.current?.children[to] as SVGElement | undefined)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = cursor ?? steps.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: steps.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") onOpen(at);
    else if (to === undefined) return;
    else focus(to);
    event.preventDefault();
  };
  // A finger asks first and opens with a second tap on the same step; a mouse has asked by hovering.
  const ready = useRef(true);
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const index = indexAt(event.clientX - left, frame);
    if (event.type === "pointerdown") ready.current = event.pointerType !== "touch" || index === cursor;
    onCursor(index);
  };

  return (
    <div className="min-w-0">
      <Head metric={metric} step={step} pointed={pointed} today={today} told={told} />
      <div
        ref={box}
        role="presentation" // the listbox inside is what assistive tools see
        className="relative mt-2 cursor-pointer touch-pan-y"
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={(event) => event.pointerType !== "touch" && onCursor(null)}
        onClick={() => ready.current && cursor !== null && onOpen(cursor)}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onCursor(null)}
      >
        <svg
          width={width}
          height={TOP + PLOT + AXIS}
          className="block overflow-visible"
          onKeyDown={onKeyDown}
        >
          <Paints metric={metric} />
          <Grid values={grid} frame={frame} metric={metric} />
          <Ghost values={before} frame={frame} />
          <Line
            values={now}
            frame={frame}
            metric={metric}
            running={steps.findIndex(({ running }) => running)}
          />
          <Axis steps={steps} frame={frame} step={step} />
          {cursor !== null && (
            <Marker index={cursor} now={now} before={before} frame={frame} metric={metric} />
          )}
          <g
            ref={options}
            role="listbox"
            aria-orientation="horizontal"
            aria-label={t("lines.panel", {
              metric: METRIC_NAME[metric],
              step: t(`period.${step}`).toLowerCase(),
              summary: lineSummary(told, { metric, step, today }),
            })}
          >
            {steps.map((each, i) => (
              <rect
                key={each.start}
                role="option"
                tabIndex={i === (cursor ?? steps.length - 1) ? 0 : -1}
                aria-selected={i === cursor}
                aria-label={stepText(each, metric, step, today)}
                x={xAt(i, frame) - frame.width / steps.length / 2}
                y={TOP}
                width={frame.width / steps.length}
                height={PLOT}
                fill="transparent"
                onFocus={() => onCursor(i)}
                className="outline-none focus-visible:stroke-ink focus-visible:stroke-2"
              />
            ))}
          </g>
        </svg>
      </div>
    </div>
  );
}

interface HeadProps {
  metric: Metric;
  step: StepSize;
  pointed: Step | undefined;
  today: string;
  told: ReturnType<typeof level>;
}

function Head({ metric, step, pointed, today, told }: HeadProps) {
  if (!pointed) {
    return (
      <HeadLine
        name={METRIC_NAME[metric]}
        figure={told ? amount(told.mean, metric) : "–"}
        unit={told ? per(step, metric) : ""}
      >
        {told ? (changeText(told, metric) ?? t("lines.first")) : t("lines.summary-none")}
      </HeadLine>
    );
  }
  const [now, before] = [value(pointed.now, metric), value(pointed.before, metric)];
  return (
    <HeadLine
      name={METRIC_NAME[metric]}
      figure={now === null ? "–" : amount(now, metric)}
      unit={`${slotName(pointed, step, today)}${pointed.running ? `, ${t("lines.so-far")}` : ""}`}
    >
      {now === null
        ? missing(pointed, metric)
        : before === null
          ? t("lines.first")
          : t("lines.was", { value: amount(before, metric) })}
    </HeadLine>
  );
}

function HeadLine({
  name,
  figure,
  unit,
  children,
}: {
  name: string;
  figure: string;
  unit: string;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2">
      <h3 className="w-14 text-12 text-ink-2">{name}</h3>
      <p className="text-20 font-semibold tracking-[-0.01em] whitespace-nowrap">{figure}</p>
      <p className="text-12 whitespace-nowrap text-ink-2">{unit}</p>
      <p className="ml-auto text-12 whitespace-nowrap text-ink-2">{children}</p>
    </div>
  );
}
