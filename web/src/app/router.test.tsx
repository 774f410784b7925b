import { expect, test } from "vitest";

import { parseView } from "./router";

test("the address keeps what the band understands and drops the rest", () => {
  expect(parseView({ zoom: "0914-1100", lane: "parallel", view: "table", utm: "x" })).toEqual({
    zoom: "0914-1100",
    lane: "parallel",
    view: "table",
  });
  expect(parseView({ zoom: 9, lane: "primary", view: "list" })).toEqual({});
});
