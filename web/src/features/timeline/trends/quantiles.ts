/** Five steps of one hue, cut at a person's own quantiles: a quiet year and a full one both show their shape. Pure. */

export const STEPS = 5;

/** The values where a higher step begins; fewer than four where the values do not tell more apart. */
export function cuts(values: readonly number[], steps = STEPS): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const at = Array.from({ length: steps - 1 }, (_, i) => quantile(sorted, (i + 1) / steps));
  return [...new Set(at)].filter((cut) => sorted.length > 0 && cut > (sorted[0] ?? 0));
}

const MINUTES = [1, 2, 3, 4, 5, 6, 8, 10, 12];

/** Steps of as many minutes each, for parts of an hour that are compared as amounts and not as ranks. */
export function minuteCuts(highest: number, steps = STEPS): number[] {
  const width = 60 * (MINUTES.find((minutes) => highest <= minutes * 60 * steps) ?? 12);
  return Array.from({ length: steps - 1 }, (_, i) => (i + 1) * width);
}

/** 1 to `cuts.length + 1`; nothing at all is 0. */
export function step(value: number, at: readonly number[]): number {
  return value > 0 ? 1 + at.filter((cut) => value >= cut).length : 0;
}

/** Linear between neighbours; 0 of nothing. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
