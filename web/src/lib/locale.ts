/** Words are English for now; the clock (12 or 24 hours) and the order of dates follow the browser. */
export interface Locale {
  text: string;
  hour12: boolean;
}

export function chooseLocale(preferred: string): Locale {
  const text = /^en(-|$)/i.test(preferred) ? preferred : "en-GB";
  const cycle = new Intl.DateTimeFormat(preferred, { hour: "numeric" }).resolvedOptions().hourCycle;
  return { text, hour12: cycle === "h12" || cycle === "h11" };
}

export const locale: Locale = chooseLocale(typeof navigator === "undefined" ? "en-GB" : navigator.language);
