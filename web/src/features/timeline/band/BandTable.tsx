import { timeOfDay, type Ms, type Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Mark } from "@/ui/Mark";

import { layOut, type Stretch } from "./geometry";
import { drawnNames } from "./names";
import type { Beside } from "./parts";

interface Props {
  caption: string;
  stretches: readonly Stretch[];
  range: Range;
  /** Replaces the primary lane. */
  parallel: readonly Beside[] | null;
  zone: string;
}

/** Stretches shorter than this share a row: a table of seconds is nothing to read. */
const ROW_MS = 60_000;

/** The band in words, for reading aloud, copying and exact times. */
export function BandTable({ caption, stretches, range, parallel, zone }: Props) {
  const width = (range.end - range.start) / ROW_MS;
  const rows = parallel
    ? parallel.map((item) => ({ ...item, what: item.label, last: item.device ?? "" }))
    : layOut(stretches, range, width, 1).map((drawn) => ({
        start: drawn.start,
        end: drawn.end,
        kind: drawn.kind,
        what: drawnNames(drawn),
        last: t(`kind.${drawn.kind}`),
      }));
  return (
    // Scrolls by itself, so the keyboard must be able to reach it.
    <div
      tabIndex={0}
      role="region"
      aria-label={caption}
      className="max-h-[300px] overflow-auto rounded-2 border border-rule"
    >
      <table className="w-full border-collapse text-left text-14">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-band text-12 text-ink-2">
          <tr>
            <Head>{t("table.from")}</Head>
            <Head>{t("table.to")}</Head>
            <Head end>{t("table.length")}</Head>
            <Head>{t(parallel ? "table.what" : "table.category")}</Head>
            <Head>{t(parallel ? "table.device" : "table.kind")}</Head>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.start} ${row.what}`} className="border-t border-rule first:border-t-0">
              <Cell>{timeOfDay(row.start, zone)}</Cell>
              <Cell>{timeOfDay(row.end, zone)}</Cell>
              <td className="px-2 py-1 sm:px-3 text-right font-medium whitespace-nowrap">{lasted(row)}</td>
              <td className="w-full px-2 py-1 sm:px-3">{row.what}</td>
              <td className="px-2 py-1 sm:px-3 whitespace-nowrap">
                <span className="inline-flex items-center gap-2 text-ink-2">
                  {"kind" in row && <Mark kind={row.kind} />}
                  <span className={"kind" in row ? "max-sm:sr-only" : ""}>{row.last}</span>
                </span>
              </td>
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={5} className="px-3 py-4 text-ink-2">
                {t("table.empty")}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Head({ children, end = false }: { children: string; end?: boolean }) {
  return (
    <th scope="col" className={`px-2 py-1 sm:px-3.5 font-medium ${end ? "text-right" : ""}`}>
      {children}
    </th>
  );
}

function Cell({ children }: { children: string }) {
  return <td className="px-2 py-1 sm:px-3 whitespace-nowrap text-ink-2">{children}</td>;
}

function lasted(row: { start: Ms; end: Ms }): string {
  return duration((row.end - row.start) / 1000);
}
