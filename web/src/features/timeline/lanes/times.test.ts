import { expect, test, vi } from "vitest";

const hours = vi.hoisted(() => ({ hour12: false }));
vi.mock("@/lib/locale", () => ({
  locale: {
    text: "en-GB",
    get hour12() {
      return hours.hour12;
    },
  },
}));

import { exactSpan } from "./times";

const at = (clock: string) => Date.parse(`2026-11-20T${clock}Z`);
const span = (from: string, to: string) => exactSpan({ start: at(from), end: at(to) }, "UTC");

test("a span of seconds is told to the second, a longer one to the minute", () => {
  expect(span("14:05:09", "14:06:10")).toBe("14:05:09 – 14:06:10");
  expect(span("14:05:09", "14:09:10")).toBe("14:05 – 14:09");
});

test("where people say am and pm, so does the span, once", () => {
  hours.hour12 = true;
  expect(span("14:05:09", "14:06:10")).toBe("2:05:09 – 2:06:10 pm");
  expect(span("11:59:30", "12:00:10")).toBe("11:59:30 am – 12:00:10 pm");
});
