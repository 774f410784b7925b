import { useState } from "react";

import { offsetAt, overlaps, type Range } from "@/lib/clock";
import { csv, download, hoursMinutes, isoLocal } from "@/lib/csv";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { firstText, pathText } from "@/lib/text";
import { Button } from "@/ui/Button";
import { Mark } from "@/ui/Mark";
import { Download } from "@/ui/icons";

import type { Piece } from "../lanes/pieces";
import { sameRange } from "../lanes/snap";
import { exactTime } from "../lanes/times";

interface Props {
  caption: string;
  pieces: readonly Piece[];
  range: Range;
  zone: string;
  date: string;
  choice: Range | null;
  onChoose: (range: Range) => void;
}

const PAGE = 200;
const HEAD = ["table.from", "table.to", "table.length", "segments.title", "segments.place"] as const;
const MORE_HEAD = ["table.category", "table.device", "segments.lane"] as const;

/** Every segment of both lanes, exactly as it lies: the lanes in words. */
export function SegmentTable({ caption, pieces, range, zone, date, choice, onChoose }: Props) {
  const [count, setCount] = useState(PAGE);
  const inside = pieces.filter((piece) => overlaps(piece, range));
  const seconds: Range = { start: range.start, end: range.start }; // so close that times have seconds
  return (
    <div>
      <div className="mb-2 flex items-center justify-between">
        <p className="text-12 text-ink-2">{t("segments.count", { count: inside.length })}</p>
        <Button look="bare" onClick={() => download(`daywright-${date}.csv`, segmentsCsv(inside, zone))}>
          <Download />
          <span className="text-12">{t("segments.download")}</span>
        </Button>
      </div>
      {/* Scrolls by itself, so the keyboard must be able to reach it. */}
      <div
        tabIndex={0}
        role="region"
        aria-label={caption}
        className="max-h-[420px] overflow-auto rounded-2 border border-rule"
      >
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 z-10 bg-band text-12 text-ink-2">
            <tr>
              {[...HEAD, ...MORE_HEAD].map((key) => (
                <th
                  key={key}
                  scope="col"
                  className={`px-3 py-1.5 font-medium whitespace-nowrap ${key === "table.length" ? "text-right" : ""}`}
                >
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {inside.slice(0, count).map((piece, i) => (
              <tr
                key={`${piece.start} ${i}`}
                className={`border-t border-rule first:border-t-0 ${sameRange(piece, choice) ? "bg-band" : "hover:bg-band/50"}`}
              >
                <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap text-ink-2">
                  <button
                    type="button"
                    className="tap-target hover:underline"
                    aria-label={t("segments.choose", {
                      span: `${exactTime(piece.start, zone, seconds)} – ${exactTime(piece.end, zone, seconds)}`,
                    })}
                    aria-pressed={sameRange(piece, choice)}
                    onClick={() => onChoose({ start: piece.start, end: piece.end })}
                  >
                    {exactTime(piece.start, zone, seconds)}
                  </button>
                </th>
                <td className="px-3 py-1 whitespace-nowrap text-ink-2">
                  {exactTime(piece.end, zone, seconds)}
                </td>
                <td className="px-3 py-1 text-right font-medium whitespace-nowrap">
                  {duration((piece.end - piece.start) / 1000)}
                </td>
                <td className="max-w-[360px] min-w-[180px] truncate px-3 py-1" title={piece.title}>
                  {piece.title}
                </td>
                <td className="max-w-[160px] truncate px-3 py-1 whitespace-nowrap">{piece.place}</td>
                <td className="px-3 py-1 whitespace-nowrap">
                  {piece.role === "parallel" ? (
                    ""
                  ) : (
                    <span className="inline-flex items-center gap-2">
                      <Mark kind={piece.kind} />
                      {firstText(pathText(piece.category), t("where.uncategorised"))}
                    </span>
                  )}
                </td>
                <td className="px-3 py-1 whitespace-nowrap text-ink-2">{piece.device}</td>
                <td className="px-3 py-1 whitespace-nowrap text-ink-2">{t(`segments.lane-${piece.role}`)}</td>
              </tr>
            ))}
            {inside.length === 0 && (
              <tr>
                <td colSpan={8} className="px-3 py-4 text-ink-2">
                  {t("table.empty")}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {inside.length > count && (
        <Button look="bare" className="mt-1 -ml-2" onClick={() => setCount(count + PAGE)}>
          <span className="text-12">
            {t("segments.more", { count: Math.min(PAGE, inside.length - count) })}
          </span>
        </Button>
      )}
    </div>
  );
}

function segmentsCsv(pieces: readonly Piece[], zone: string): string {
  const time = (at: number) => isoLocal(at, offsetAt(at, zone));
  return csv(
    ["start", "end", "seconds", "h:mm", "title", "app or site", "category", "kind", "device", "lane"],
    pieces.map((piece) => {
      const seconds = Math.round((piece.end - piece.start) / 1000);
      return [
        ...[time(piece.start), time(piece.end), seconds, hoursMinutes(seconds), piece.title, piece.place],
        ...[pathText(piece.category), piece.kind, piece.device, piece.role],
      ];
    }),
  );
}
