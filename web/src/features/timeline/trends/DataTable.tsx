import type { ReactNode } from "react";

interface Props {
  caption: string;
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** Columns from this one on hold numbers. */
  numbersFrom?: number;
}

/** A chart in words and numbers, for reading aloud and copying. */
export function DataTable({ caption, heads, rows, numbersFrom = 1 }: Props) {
  const align = (i: number) => (i >= numbersFrom ? "text-right" : "");
  return (
    // Scrolls by itself, so the keyboard must be able to reach it.
    <div
      tabIndex={0}
      role="region"
      aria-label={caption}
      className="max-h-[340px] overflow-auto rounded-2 border border-rule"
    >
      <table className="w-full border-collapse text-left text-14">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-band text-12 text-ink-2">
          <tr>
            {heads.map((head, i) => (
              <th key={head} scope="col" className={`px-3 py-1.5 font-medium whitespace-nowrap ${align(i)}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="border-t border-rule first:border-t-0">
              {cells.map((cell, i) => (
                <td
                  key={heads[i]}
                  className={`px-3 py-1 whitespace-nowrap ${align(i)} ${i === 0 ? "" : "text-ink-2"}`}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
