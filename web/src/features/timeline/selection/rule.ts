/** What a rule could hold on to, from what a stretch of time held; and the address where one is begun. Pure. */
export interface Candidate {
  field: "domain" | "app" | "title";
  op: "equals" | "contains";
  value: string;
}

/** The site says more than the browser, and both more than one title. */
export function candidates({
  domain,
  app,
  title,
}: Record<"domain" | "app" | "title", readonly { key: string }[]>): Candidate[] {
  const top = (rows: readonly { key: string }[], count: number) => rows.slice(0, count).map((row) => row.key);
  return [
    ...top(domain, 2).map((value) => ({ field: "domain", op: "equals", value }) as const),
    ...top(app, 2).map((value) => ({ field: "app", op: "equals", value }) as const),
    ...top(title, 1).map((value) => ({ field: "title", op: "contains", value }) as const),
  ].filter((each) => each.value !== "");
}

export function ruleAddress({ field, op, value }: Candidate): string {
  return `/rules?${new URLSearchParams({ field, op, value }).toString()}`;
}
