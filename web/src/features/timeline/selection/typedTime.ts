/** Times as people type them. Pure. */

/** "9:14", "0914", "9.14", "2:05 pm", "14:05:30" as "HH:MM" or "HH:MM:SS"; null when it is no time of day. */
export function typedTime(text: string): string | null {
  const match = /^\s*(\d{1,2})(?:[:.h ]?(\d\d))?(?:[:.](\d\d))?\s*([ap])?\.?m?\.?\s*$/i.exec(text);
  if (!match) return null;
  const [, hours = "", minutes = "00", seconds, half] = match;
  const given = Number(hours);
  if (half !== undefined && (given < 1 || given > 12)) return null;
  const hour = half === undefined ? given : (given % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return null;
  const clock = `${String(hour).padStart(2, "0")}:${minutes}`;
  return seconds === undefined || seconds === "00" ? clock : `${clock}:${seconds}`;
}
