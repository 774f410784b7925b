import type { ReactNode } from "react";

/** Line icons on a 16 px grid; always beside a word or under an aria-label. */
function icon(path: ReactNode) {
  return function Icon() {
    return (
      <svg
        aria-hidden
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {path}
      </svg>
    );
  };
}

export const Previous = icon(<path d="m9.5 4-4 4 4 4" />);
export const Next = icon(<path d="m6.5 4 4 4-4 4" />);
export const Close = icon(<path d="m4 4 8 8m0-8-8 8" />);
export const Chevron = icon(<path d="m4.5 6.5 3.5 3.5 3.5-3.5" />);
export const Question = icon(
  <path d="M8 14.25a6.25 6.25 0 1 0 0-12.5 6.25 6.25 0 0 0 0 12.5ZM6.2 6.3a1.85 1.85 0 1 1 2.6 1.7c-.5.3-.8.6-.8 1.2m0 1.9v.05" />,
);
export const Plus = icon(<path d="M8 3.5v9M3.5 8h9" />);
export const Minus = icon(<path d="M3.5 8h9" />);
export const Table = icon(<path d="M2.5 3.5h11v9h-11zm0 3h11m-11 3h11M6.5 6.5v6" />);
export const Band = icon(<path d="M2 5.5h3.5v5H2zm5 0h4v5H7zm5.5 0H14v5h-1.5z" />);
export const Day = icon(<path d="M3.5 10a4.5 4.5 0 0 1 9 0Zm-2 2.5h13M8 1.5V3M2.7 4.2l1 1m9.6-1-1 1" />);
export const Devices = icon(<path d="M2 3.5h9v6.5H2zm0 9h7m3-6.5h2.5v7H12z" />);
export const Settings = icon(<path d="M2 5h6m4 0h2M2 11h2m4 0h6M8 3.5v3h4v-3zM4 9.5v3h4v-3z" />);
export const Lanes = icon(<path d="M2 4h5m2.5 0H14M2 8h8.5M2 12h3m2.5 0H14" />);
export const Bars = icon(<path d="M2.5 3.5h11m-11 4.5h7m-7 4.5h4" />);
export const More = icon(<path d="M3.5 8v.01M8 8v.01M12.5 8v.01" strokeWidth="2.75" />);
export const Up = icon(<path d="M8 12.5v-9m-3.5 3.5L8 3.5 11.5 7" />);
export const Down = icon(<path d="M8 3.5v9M4.5 9 8 12.5 11.5 9" />);
export const Download = icon(<path d="M8 2.5v7m-3-3 3 3 3-3m-8 6h10" />);
export const Search = icon(<path d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2 3.2 3.2" />);
export const TrendLine = icon(<path d="M2 13.5h12M2 10.5l3.5-4 3 2.5L14 3.5" />);
