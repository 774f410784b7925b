import { PRIMARY } from "./lanes";

/** j and k begin where the keyboard was in a lane, or at its beginning. */
export function focusLane(id: string = PRIMARY): void {
  document.querySelector<SVGElement>(`[data-lane="${id}"] [tabindex="0"]`)?.focus();
}
