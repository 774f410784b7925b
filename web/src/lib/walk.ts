/** Takes the focus to the next or the previous of what a selector finds on the page. */
export function walk(selector: string, step: 1 | -1): void {
  const found = [...document.querySelectorAll<HTMLElement>(selector)];
  const at = found.indexOf(document.activeElement as HTMLElement);
  const to = at < 0 ? (step > 0 ? 0 : found.length - 1) : at + step;
  found[to]?.focus();
}
