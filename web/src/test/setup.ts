import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

import { dismissAllToasts } from "@/lib/toasts";

Object.defineProperty(navigator, "language", { value: "en-GB" });

afterEach(() => {
  cleanup();
  // What one test offered to take back is no business of the next.
  dismissAllToasts();
});

// Nothing scrolls there, either.
Element.prototype.scrollTo = () => undefined;

// jsdom draws nothing, so nothing there ever changes its size.
globalThis.ResizeObserver = class {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
};
