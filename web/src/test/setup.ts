import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

import { dismissAllToasts } from "@/lib/toasts";

// A page comes with a bundle of its own, and the machine may have better things to do.
configure({ asyncUtilTimeout: 10_000 });

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
