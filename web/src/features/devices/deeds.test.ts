import { expect, test } from "vitest";

import { actorOf, subjectOf } from "./deeds";
import type { Deed } from "./useAudit";

const ID = "0192f3a4-1111-7222-8333-444455556666";
const names = new Map([[ID, "study"]]);
const deed = (more: Partial<Deed>): Deed => ({
  id: 1,
  at: "2026-11-20T15:02:00Z",
  actor: "owner",
  action: "device renamed",
  subject: ID,
  detail: {},
  ...more,
});

test("ids become names where they are known, and stay short where they are not", () => {
  expect(subjectOf(deed({}), names)).toBe("study");
  expect(subjectOf(deed({ subject: "ab12cd34" }), names)).toBe("ab12cd34");
  expect(subjectOf(deed({ subject: "f".repeat(43) }), names)).toBe("ffffffff…");
});

test("whoever did it is named in words", () => {
  expect(actorOf(deed({}), names)).toBe("by you, in the browser");
  expect(actorOf(deed({ actor: "console" }), names)).toBe("on the command line");
  expect(actorOf(deed({ actor: `device ${ID}` }), names)).toBe("by study itself");
  expect(actorOf(deed({ actor: "address 192.0.2.7" }), names)).toBe("from 192.0.2.7");
});
