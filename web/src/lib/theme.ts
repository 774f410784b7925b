import { choice } from "./useStored";

/** `public/theme.js` reads the same key before the first paint. */
export const theme = choice("daywright.theme", ["system", "light", "dark"] as const, "system");

const PAPER = { light: "#faf8f4", dark: "#12151c" };

/** Keeps the page in the chosen theme, or in the system's as it changes. Returns the way to stop. */
export function followTheme(): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = theme.read();
    const shown = chosen === "system" ? (system.matches ? "dark" : "light") : chosen;
    document.documentElement.dataset.theme = shown;
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", PAPER[shown]);
  };
  apply();
  system.addEventListener("change", apply);
  const stop = theme.subscribe(apply);
  return () => {
    system.removeEventListener("change", apply);
    stop();
  };
}
