import { expect, test } from "vitest";

import { inOrder, lagOf, light, streamsOf } from "./state";
import type { Bucket } from "./useBuckets";
import type { Device } from "./useDevices";

const now = Date.parse("2026-11-20T15:02:00Z");
const report = {
  at: "2026-11-20T15:01:00Z",
  pending: 0,
  dead: 0,
  evicted: 0,
  oldest: null,
  condition: "ok",
  sends: [],
  config_version: null,
  config_refused: null,
  at_rest: "",
};
const device = (more: Partial<Device>): Device => ({
  id: "1",
  name: "study",
  hostname: "study",
  platform: "linux",
  state: "active",
  enrolled: null,
  username: "",
  agent_version: "",
  last_seen: "2026-11-20T15:01:56Z",
  clock_skew_seconds: null,
  clone_suspected: null,
  this_machine: false,
  key_made: null,
  rotation_asked: false,
  config_version: null,
  report: null,
  ...more,
});

test("trouble shows before silence, and who is out is no trouble", () => {
  const told = (more: Partial<typeof report> | { oldest: string }) =>
    device({ report: { ...report, ...more } });
  expect(light(device({}), now)).toBe("good");
  expect(light(device({ state: "pending" }), now)).toBe("warn");
  expect(light(device({ clone_suspected: "2026-11-20T14:00:00Z" }), now)).toBe("warn");
  expect(light(told({ dead: 1 }), now)).toBe("warn");
  expect(light(told({ oldest: "2026-11-20T14:40:00Z" }), now)).toBe("warn");
  expect(light(told({ oldest: "2026-11-20T14:58:00Z" }), now)).toBe("good");
  expect(light(device({ state: "revoked", report: { ...report, dead: 1 } }), now)).toBe("off");
});

test("lag is the age of what waits longest, and none when nothing waits", () => {
  expect(lagOf(device({}), now)).toBeNull();
  expect(lagOf(device({ report: { ...report, oldest: "2026-11-20T15:00:00Z" } }), now)).toBe(120);
});

test("what a device sends are its own streams, the liveliest first", () => {
  const bucket = (name: string, of: string, last_event: string | null) =>
    ({ name, device: of, last_event }) as Bucket;
  const all = [
    bucket("power", "1", null),
    bucket("afk", "1", "2026-11-20T15:01:00Z"),
    bucket("window", "1", "2026-11-20T15:01:58Z"),
    bucket("window", "2", "2026-11-20T15:01:59Z"),
  ];
  expect(streamsOf(device({}), all, now)).toEqual([
    { name: "window", seconds: 2 },
    { name: "afk", seconds: 60 },
    { name: "power", seconds: null },
  ]);
});

test("who waits for somebody comes first, who is out last, the others as they came", () => {
  const devices = (["revoked", "active", "pending", "active"] as const).map((state, i) =>
    device({ id: String(i), state }),
  );
  expect(inOrder(devices).map(({ id }) => id)).toEqual(["2", "1", "3", "0"]);
});
