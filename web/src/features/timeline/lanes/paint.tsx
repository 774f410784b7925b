/** How the pieces of a lane look. Each is a pure picture of its arguments. */
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import type { Kind } from "@/ui/kind";

import { fits, runs, named, type Drawn, type Named } from "../band/geometry";
import { PAINT } from "../band/parts";

import type { Look } from "./lanes";
import type { Piece } from "./pieces";
import { slips } from "./slips";

interface Props {
  look: Look;
  drawn: readonly Drawn<Piece>[];
  height: number;
  /** Which of several rows these lie in. */
  row: number;
  blocks: readonly Named[];
}

const BESIDE_ROW = 20;

export function Pieces({ look, drawn, height, row, blocks }: Props) {
  switch (look) {
    case "light":
      return <Light drawn={drawn} height={height} blocks={blocks} />;
    case "day":
      return row === 0 ? (
        <Light drawn={drawn} height={height - 7} blocks={blocks} />
      ) : (
        drawn.map((each) => <Fill key={each.start} {...each} y={height - 5} height={5} />)
      );
    case "windows":
      return <Windows drawn={drawn} height={height} />;
    case "hand":
      return drawn.map((each) => <ByHand key={each.start} drawn={each} height={height} />);
    case "device":
      return drawn.map((each) => (
        <Fill key={each.start} {...each} y={row === 0 ? 0 : height - 5} height={row === 0 ? height - 7 : 5} />
      ));
    case "beside":
      return drawn.map((each) => <Beside key={each.start} drawn={each} y={row * BESIDE_ROW} />);
  }
}

/** The band: neighbours of one kind are one block of light. */
function Light({
  drawn,
  height,
  blocks,
}: {
  drawn: readonly Drawn[];
  height: number;
  blocks: readonly Named[];
}) {
  const light = named(runs(drawn), blocks);
  return (
    <>
      {light.map((run) => (
        <Fill key={run.x} x={run.x} width={run.width} kind={run.kind} y={0} height={height} />
      ))}
      {light.map((run) =>
        run.seams.map((x) => <path key={x} d={`M${x} 0v${height}`} stroke="var(--paper)" opacity="0.4" />),
      )}
      {light.map((run) => (
        <Name
          key={run.x}
          text={run.kind === "noise" ? "" : run.label}
          x={run.x}
          y={height - 10}
          width={run.width}
          kind={run.kind}
        />
      ))}
    </>
  );
}

interface FillProps {
  x: number;
  width: number;
  kind: Kind;
  y: number;
  height: number;
  main?: Piece;
}

function Fill({ x, width, kind, y, height, main }: FillProps) {
  const beside = main?.role === "parallel";
  const outlined = kind === "uncategorised" && !beside && width > 3;
  return (
    <rect
      x={x + (width > 4 ? 0.5 : 0)}
      y={y + (outlined ? 0.5 : 0)}
      width={width > 4 ? width - 1 : width}
      height={height - (outlined ? 1 : 0)}
      rx={width > 6 ? 2 : 0}
      fill={beside ? "var(--parallel)" : PAINT[kind]}
      {...(outlined ? { stroke: "var(--edge)", strokeDasharray: "3 2" } : {})}
    />
  );
}

function Name({
  text,
  x,
  y,
  width,
  kind,
}: {
  text: string;
  x: number;
  y: number;
  width: number;
  kind: Kind;
}) {
  if (!fits(text, width)) return null;
  return (
    <text
      x={x + 8}
      y={y}
      fill={kind === "signal" ? "var(--on-signal)" : "var(--ink)"}
      className="text-12 font-semibold"
    >
      {text}
    </text>
  );
}

/** Slips with titles, or with the name of the place; the lower edge says of what kind it was. */
function Windows({ drawn, height }: { drawn: readonly Drawn<Piece>[]; height: number }) {
  return (
    <>
      {slips(drawn).map(({ x, width, name, titles, seams }) => (
        <g key={x}>
          <rect
            x={x + (width > 4 ? 0.5 : 0)}
            width={width > 4 ? width - 1 : width}
            height={height - 4}
            rx={width > 6 ? 2 : 0}
            fill="var(--band)"
          />
          {seams.map((seam) => (
            <path key={seam} d={`M${seam} 0v${height - 4}`} stroke="var(--paper)" />
          ))}
          {[...titles, ...(name ? [{ x, text: name }] : [])].map((each) => (
            <text key={each.x} x={each.x + 8} y={height / 2 + 2} fill="var(--ink)" className="text-12">
              {each.text}
            </text>
          ))}
        </g>
      ))}
      {runs(drawn).map(({ x, width, kind }) => (
        <Fill key={x} x={x} width={width} kind={kind} y={height - 4} height={4} />
      ))}
    </>
  );
}

function Beside({ drawn, y }: { drawn: Drawn<Piece>; y: number }) {
  const width = Math.max(3, drawn.width);
  return (
    <>
      <rect x={drawn.x} y={y} width={width} height="18" rx="2" fill="var(--parallel)" />
      {fits(drawn.main.label, width) && (
        <text x={drawn.x + 8} y={y + 13} fill="var(--on-signal)" className="text-12 font-medium">
          {drawn.main.label}
        </text>
      )}
    </>
  );
}

/** What the user said stands between brackets; what was erased is struck out. */
function ByHand({ drawn, height }: { drawn: Drawn<Piece>; height: number }) {
  const { x, main } = drawn;
  const width = Math.max(6, drawn.width);
  const middle = height / 2;
  const erased = main.category.length === 0 && main.title === "";
  return (
    <>
      <path
        d={`M${x + 4} 1h-3.25v${height - 2}h3.25M${x + width - 4} 1h3.25v${height - 2}h-3.25`}
        fill="none"
        stroke="var(--ink)"
        strokeWidth="1.5"
      />
      {fits(main.label, width) ? (
        <text
          x={x + 10}
          y={middle + 4}
          fill="var(--ink)"
          textDecoration={erased ? "line-through" : undefined}
          className="text-12"
        >
          {main.label}
        </text>
      ) : (
        erased && <path d={`M${x + 4} ${middle}h${width - 8}`} stroke="var(--ink)" />
      )}
    </>
  );
}

/** Time away says how long it was, where there is room for the words. */
export function AwayNames({
  gaps,
  height,
}: {
  gaps: readonly { x: number; width: number; seconds: number }[];
  height: number;
}) {
  return gaps.map(({ x, width, seconds }) => {
    const length = duration(seconds);
    const text = [t("lanes.away", { length }), length].find((each) => each.length * 6.2 + 10 <= width);
    if (!text) return null;
    return (
      <text
        key={x}
        x={x + width / 2}
        y={height / 2 + 4}
        textAnchor="middle"
        fill="var(--ink-2)"
        className="text-12"
      >
        {text}
      </text>
    );
  });
}
