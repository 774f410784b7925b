import { expect, test } from "vitest";

import { changeShare, changeText, changeWords, scoreChange } from "./change";

test("a change has a sign for the eye and a sentence for the ear", () => {
  expect([changeText(3600, 2160), changeWords(3600, 2160)]).toEqual(["+ 24 m", "24 m more than before"]);
  expect([changeText(60, 3960), changeWords(60, 3960)]).toEqual(["− 1 h 05 m", "1 h 05 m less than before"]);
  expect([changeText(3600, 0), changeWords(3600, 0)]).toEqual(["new", "nothing before"]);
});

test("less than a minute is no change, and without a time before there is none to tell", () => {
  expect([changeText(3600, 3630), changeWords(3600, 3630)]).toEqual(["", "the same as before"]);
  expect([changeText(3600, null), changeWords(3600, null)]).toEqual(["", ""]);
});

test("a share is told where it says something", () => {
  expect(changeShare(5400, 3600)).toBe("+ 50 %");
  expect(changeShare(1800, 3600)).toBe("− 50 %");
  expect([changeShare(5400, 30), changeShare(3600, 3590), changeShare(3600, null)]).toEqual(["", "", ""]);
});

test("a score is compared as it is shown, in whole points", () => {
  expect(scoreChange(78.4, 75.6)).toBe("2 higher");
  expect(scoreChange(70, 75)).toBe("5 lower");
  expect(scoreChange(70.4, 69.6)).toBe("as before");
  expect([scoreChange(null, 70), scoreChange(70, null)]).toEqual([null, null]);
});
