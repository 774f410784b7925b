/** Durations as people read them: "2 h 14 m", "38 m", "12 s". Whole units are cut, not rounded, like a clock. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole === 0) return seconds > 0 ? "< 1 s" : "0 m";
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} m`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} m`;
}

/** "+ 24 m", "− 1 h 05 m"; less than a minute either way is no difference. */
export function difference(seconds: number): string {
  if (Math.abs(seconds) < 60) return "± 0 m";
  return `${seconds > 0 ? "+" : "−"} ${duration(Math.abs(seconds))}`;
}

/** One unit, for ages: "4 s", "12 m", "3 h", "2 d". */
export function age(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} m`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h`;
  return `${Math.floor(whole / 86_400)} d`;
}
