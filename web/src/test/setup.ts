import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

Object.defineProperty(navigator, "language", { value: "en-GB" });

afterEach(cleanup);

// Nothing scrolls there, either.
Element.prototype.scrollTo = () => undefined;

// jsdom draws nothing, so nothing there ever changes its size.
globalThis.ResizeObserver = class {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
};
