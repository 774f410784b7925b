/** Devices of a made-up person, who can be let in, shut out and asked things; each browser has its own. */
import type { Answer, Shape } from "../src/api/client";

import { iso } from "./zone";

type Device = Answer<"/api/v1/devices">["devices"][number];
type Config = Answer<"/api/v1/devices/{device}/config">;
type Deed = Answer<"/api/v1/audit">["entries"][number];
type Secret = Answer<"/api/v1/admin/enroll-secrets">["secrets"][number];

interface Fleet {
  changed: Map<string, Partial<Device>>;
  configs: Map<string, Config>;
  secrets: Secret[];
}

interface Asked {
  who: string;
  name: string;
  method: string;
  body: unknown;
  now: number;
  /** Nothing but this machine, which has been silent for so many seconds. */
  quiet: number | null;
  /** Enrolled machines beside the everyday ones. */
  fleet: boolean;
}

interface Reply {
  status: number;
  json?: unknown;
}

const DAY = 86_400;
const fleets = new Map<string, Fleet>();
const done: Reply = { status: 204 };

export function devices(asked: Asked): Reply {
  const { name, method, body, now } = asked;
  const fleet = fleetOf(asked.who, now);
  if (name === "devices") return { status: 200, json: { devices: listed(asked, fleet) } };
  if (name === "buckets") return { status: 200, json: { buckets: buckets(asked, now) } };
  if (name === "audit") return { status: 200, json: { entries: deeds(now), next: null } };
  if (name === "admin/enroll-secrets" && method === "POST") return make(fleet, body, now);
  if (name === "admin/enroll-secrets") return { status: 200, json: { secrets: fleet.secrets } };
  if (name.startsWith("admin/")) {
    const id = name.split("/").at(-1);
    fleet.secrets = fleet.secrets.filter((secret) => secret.id !== id);
    return done;
  }
  const [, id = "", verb = ""] = name.split("/");
  if (verb === "config") return configure(fleet, id, body);
  const change: Partial<Device> =
    method === "PATCH"
      ? { name: (body as { name: string }).name }
      : ({
          approve: { state: "active" },
          revoke: { state: "revoked" },
          rotate: { rotation_asked: true },
        }[verb] as Partial<Device>);
  fleet.changed.set(id, { ...fleet.changed.get(id), ...change });
  return done;
}

function fleetOf(who: string, now: number): Fleet {
  const known = fleets.get(who) ?? { changed: new Map(), configs: new Map(), secrets: [secret(now)] };
  fleets.set(who, known);
  return known;
}

function secret(now: number): Secret {
  return {
    id: "k7w2m9xq",
    label: "the desks upstairs",
    max_uses: 20,
    uses: 3,
    created: iso(now - DAY * 1000),
    expires: iso(now + 3 * DAY * 1000),
    require_approval: true,
    state: "good",
  };
}

function make(fleet: Fleet, body: unknown, now: number): Reply {
  const { label, max_uses, require_approval, expires_at } = body as Shape<"SecretWanted">;
  const made: Secret = {
    id: "p3d8n1va",
    label,
    max_uses,
    uses: 0,
    created: iso(now),
    expires: expires_at ?? iso(now + DAY * 1000),
    require_approval,
    state: "good",
  };
  fleet.secrets = [made, ...fleet.secrets];
  const text = "enr1_p3d8n1va_k2F1mEwX0qkZ4tQ7oYdLr9sVb3uHn6cJp8aGi5eTzRwM2xKf";
  return { status: 201, json: { ...made, secret: text } };
}

function configure(fleet: Fleet, id: string, body: unknown): Reply {
  const now: Config = fleet.configs.get(id) ?? {
    version: 2,
    heartbeat_seconds: 30,
    away_after_seconds: null,
    batch_events: null,
    exclude_apps: ["KeePassXC", "Signal"],
    record_titles: false,
    screenshot_seconds: null,
    rotation_asked: false,
  };
  if (body) fleet.configs.set(id, { ...now, ...body, version: now.version + 1 });
  return { status: 200, json: fleet.configs.get(id) ?? now };
}

const plain: Omit<Device, "id" | "name" | "last_seen"> = {
  hostname: "",
  platform: "linux",
  state: "active",
  enrolled: null,
  username: "",
  agent_version: "",
  clock_skew_seconds: null,
  clone_suspected: null,
  this_machine: false,
  key_made: null,
  rotation_asked: false,
  config_version: null,
  report: null,
};

function deeds(now: number): Deed[] {
  const deed = (id: number, hours: number, action: string, subject: string, actor: string): Deed => ({
    id,
    at: iso(now - hours * 3600 * 1000),
    actor,
    action,
    subject,
    detail: {},
  });
  return [
    deed(3, 3, "secret created", "k3v9x2ab", "owner"),
    deed(2, 30, "enrolment refused", "", "address 192.0.2.7"),
    deed(1, 280, "secret created", "p4q8w1zz", "console"),
  ];
}

function listed({ now, quiet, fleet: many }: Asked, fleet: Fleet): Device[] {
  const ago = (seconds: number) => iso(now - seconds * 1000);
  const report = {
    at: ago(40),
    pending: 0,
    dead: 0,
    evicted: 0,
    oldest: null,
    condition: "ok",
    sends: ["window", "afk", "power"],
    config_version: 2,
    config_refused: null,
    at_rest: "key_file",
  };
  const everyday: Device[] = [
    {
      ...plain,
      id: "1",
      name: "workstation",
      hostname: "workstation",
      last_seen: ago(quiet ?? 4),
      this_machine: true,
      report: { ...report, at: ago(4), config_version: null },
    },
    { ...plain, id: "2", name: "phone", platform: "android", last_seen: ago(190) },
    { ...plain, id: "3", name: "laptop", hostname: "birch", last_seen: ago(93_000) },
  ];
  const enrolled = { ...plain, username: "ada", agent_version: "0.1.0", config_version: 2 };
  const more: Device[] = [
    {
      ...enrolled,
      id: "4",
      name: "study",
      hostname: "study",
      last_seen: ago(310),
      enrolled: ago(40 * DAY),
      key_made: ago(12 * DAY),
      clock_skew_seconds: 184,
      report: { ...report, pending: 1240, oldest: ago(2900), dead: 2 },
    },
    {
      ...enrolled,
      id: "5",
      name: "attic",
      state: "pending",
      last_seen: null,
      enrolled: ago(70),
      key_made: ago(70),
    },
    {
      ...enrolled,
      id: "6",
      name: "old netbook",
      state: "revoked",
      last_seen: ago(30 * DAY),
      enrolled: ago(200 * DAY),
    },
  ];
  const all = many ? [...everyday, ...more] : everyday;
  return all.map((device) => ({ ...device, ...fleet.changed.get(device.id) }));
}

function buckets({ quiet, fleet }: Asked, now: number): Answer<"/api/v1/buckets">["buckets"] {
  const ago = (seconds: number) => iso(now - seconds * 1000);
  const of = (device: string, hostname: string, name: string, seconds: number) => ({
    id: `daywright-${name}_${hostname}`,
    device,
    name,
    kind: name.replace(/[^a-z].*/, ""),
    type: name,
    client: "daywright-agent",
    hostname,
    created: ago(90 * DAY),
    last_event: ago(seconds),
  });
  return [
    of("1", "workstation", "window", quiet ?? 2),
    of("1", "workstation", "afk", quiet ?? 2),
    of("1", "workstation", "web-firefox", 640),
    of("2", "phone", "phone", 190),
    of("3", "birch", "window", 93_000),
    ...(fleet ? [of("4", "study", "window", 2900), of("4", "study", "power", 40_000)] : []),
  ];
}
