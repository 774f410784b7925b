import type { Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { firstText, joinText, pathText } from "@/lib/text";
import { Mark } from "@/ui/Mark";

import { Sheet } from "../band/Sheet";
import { rowsUnder } from "../band/under";
import { useTimeline, type Segment } from "../useTimeline";

import type { Look } from "./lanes";
import type { Piece } from "./pieces";
import { exactSpan } from "./times";

interface Props {
  piece: Piece | null;
  /** Where nothing lies: from when to when one was away. */
  away: Range | null;
  look: Look;
  x: number;
  top: number;
  width: number;
  zone: string;
  /** The segments it is made of; null when they have to be asked for. */
  segments: readonly Segment[] | null;
  /** When it really was, where the axis shows another day. */
  real: Range | null;
}

const NOTHING = { shown: [], more: 0 };

/** What stands under the pointer or the focus. */
export function PieceTip({ piece, away, look, x, top, width, zone, segments, real }: Props) {
  if (!piece && !away) return null;
  return (
    <Sheet x={x} top={top} width={width}>
      {piece ? (
        <>
          <Heading piece={piece} look={look} />
          <p className="text-ink-2">{joinText(" · ", [exactSpan(piece, zone), ...facts(piece, look)])}</p>
          {look === "light" && piece.role !== "by_hand" && <Under segments={segments} spot={real ?? piece} />}
        </>
      ) : (
        away && (
          <p className="flex justify-between gap-3">
            <span>
              {t("tip.away")} <span className="text-ink-2">{exactSpan(away, zone)}</span>
            </span>
            <span className="font-semibold">{duration((away.end - away.start) / 1000)}</span>
          </p>
        )
      )}
    </Sheet>
  );
}

function Heading({ piece, look }: { piece: Piece; look: Look }) {
  const beside = piece.role === "parallel";
  const title =
    look === "light" || look === "day" || look === "device"
      ? firstText(pathText(piece.category), beside ? piece.label : t("where.uncategorised"))
      : firstText(piece.title, piece.label);
  return (
    <p className="flex items-center gap-2">
      {!beside && look !== "hand" && <Mark kind={piece.kind} />}
      <span className="line-clamp-2 font-semibold break-words">{title}</span>
      <span className="ml-auto font-semibold whitespace-nowrap">
        {duration((piece.end - piece.start) / 1000)}
      </span>
    </p>
  );
}

function facts(piece: Piece, look: Look): string[] {
  const beside = piece.role === "parallel";
  return [
    look === "windows" && piece.title ? piece.place : "",
    look === "windows" || look === "hand" ? pathText(piece.category) : "",
    beside || look === "hand" ? "" : t(`kind.${piece.kind}`),
    piece.passive ? t("band.passive") : "",
    piece.role === "by_hand" ? t("tip.by-hand") : "",
    beside ? t("tip.beside") : "",
    piece.device && look !== "device" ? t("tip.device", { device: piece.device }) : "",
  ].filter(Boolean);
}

function Under({ segments, spot }: { segments: readonly Segment[] | null; spot: Range }) {
  return segments ? <Windows segments={segments} spot={spot} /> : <Asked spot={spot} />;
}

function Asked({ spot }: { spot: Range }) {
  const { data } = useTimeline(spot);
  return <Windows segments={data?.segments ?? []} spot={spot} />;
}

function Windows({ segments, spot }: { segments: readonly Segment[]; spot: Range }) {
  const rows = segments.length > 0 ? rowsUnder(segments, spot) : NOTHING;
  if (rows.shown.length === 0) return null;
  return (
    <ul className="mt-1.5 border-t border-rule pt-1.5">
      {rows.shown.map((row) => (
        <li key={`${row.title} ${row.where}`} className="flex justify-between gap-3">
          <span className="truncate">
            {row.title} <span className="text-ink-2">{row.where}</span>
          </span>
          <span className="whitespace-nowrap text-ink-2">{duration(row.seconds)}</span>
        </li>
      ))}
      {rows.more > 0 && <li className="text-ink-2">{t("band.more", { count: rows.more })}</li>}
    </ul>
  );
}
