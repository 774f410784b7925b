/** One answer per question and scenario. */
import type { Answer, Shape } from "../src/api/client";

import { corrections, drop, keep, openShelf, undo } from "./corrections";
import { day, pieces, TODAY } from "./day";
import { devices } from "./devices";
import { spanOf } from "./filters";
import { kindOf } from "./person";
import { activity, heatmap, summary, timeline } from "./reductions";
import { rules } from "./rules";
import { calendar, trends } from "./trends";
import { at, iso, ZONE } from "./zone";

export type Scenario =
  | "normal"
  | "empty" // nothing recorded yet today
  | "fresh" // no device has ever reported
  | "away"
  | "silent" // the agent has not reported for a while
  | "error" // the day cannot be computed
  | "slow" // the day never comes
  | "down" // nothing answers
  | "nolive" // no WebSocket
  | "fleet" // enrolled machines, one that waits and one that is out
  | "byhand" // some time was set and some erased by hand
  | "stale" // somebody else changes the rules first
  | "signedout";

interface Question {
  scenario: Scenario;
  /** Whose rule book is meant. */
  who?: string;
  method?: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  now: number;
}

interface Reply {
  status: number;
  json?: unknown;
  scenario?: Scenario;
  headers?: Record<string, string>;
}

const ok = (json: unknown): Reply => ({ status: 200, json });
const problem = (status: number, code: string, title: string): Reply => ({
  status,
  json: { type: `urn:daywright:${code}`, title, status, code, request_id: "01JD3R7Q" },
});

export function answer(question: Question): Reply | "hang" | "drop" {
  const { scenario, who = "", method = "GET", path, query, body, now } = question;
  openShelf(scenario);
  const name = path.replace("/api/v1/", "");
  if (scenario === "down") return "drop";
  if (name === "signin") {
    const given = (body as { token?: string } | null)?.token ?? "";
    if (/^[0-9a-f-]{36}$/.test(given)) return { status: 204, scenario: "normal" };
    return problem(401, "token.unknown", "This token is not known here");
  }
  if (scenario === "signedout") return problem(401, "auth.required", "Sign in first");
  if (name === "signout") return { status: 204, scenario: "signedout" };
  if (name === "me") return ok(me(who, now, body));
  if (name === "zones") return ok(zones(who, body));
  if (name === "now") return ok(happening(scenario, now));
  if (name === "devices" && scenario === "fresh") return ok({ devices: [] });
  if (/^(devices|buckets|admin|audit)/.test(name)) {
    const quiet = scenario === "silent" ? 840 : null;
    return devices({ who, name, method, body, now, quiet, fleet: scenario === "fleet" });
  }
  if (name === "events/recent") return ok(recent(scenario, now, Number(query.get("limit") ?? 50)));
  if (name === "rules" || name.startsWith("rules/")) {
    if (scenario === "slow") return "hang";
    if (scenario === "error") return problem(500, "internal", "This could not be added up");
    return rules(scenario === "stale" ? `stale ${who}` : who, { name, method, query, body, now });
  }
  if (name.startsWith("corrections")) return correcting(name, method, query, body, now);
  if (["timeline", "summary", "activity", "heatmap", "calendar", "trends"].includes(name)) {
    if (scenario === "slow" && name !== "summary") return "hang";
    if (scenario === "error" && name !== "summary")
      return problem(500, "internal", "This could not be added up");
    const until = scenario === "fresh" ? 0 : scenario === "empty" ? at(TODAY, "04:00") : now;
    if (name === "timeline") return ok(timeline(query, until));
    if (name === "summary") return ok(summary(query, until));
    if (name === "calendar") return ok(calendar(query, until));
    if (name === "trends") return ok(trends(query, until));
    return ok(name === "activity" ? activity(query, until) : heatmap(query, until));
  }
  const date = /^days\/(\d{4}-\d\d-\d\d)$/.exec(name)?.[1];
  if (!date) return problem(404, "route.unknown", "There is nothing here");
  if (scenario === "slow") return "hang";
  if (scenario === "error") return problem(500, "internal", "The day could not be added up");
  const nothing = (scenario === "empty" || scenario === "fresh") && date === TODAY;
  return ok(day(date, now, nothing ? [] : pieces(date, now)));
}

const people = new Map<string, Partial<Answer<"/api/v1/me">>>();
const histories = new Map<string, Answer<"/api/v1/zones">>();

function me(who: string, now: number, wanted: unknown): Answer<"/api/v1/me"> {
  const fixed = { name: "Ada", zone: ZONE, day_start: "04:00", week_start: 1, version: "0.1.0", demo: false };
  const changed = { ...people.get(who), ...(wanted as object | null) };
  people.set(who, changed);
  return { ...fixed, ...changed, today: TODAY, now: iso(now) };
}

function zones(who: string, wanted: unknown): Answer<"/api/v1/zones"> {
  if (wanted) {
    const history = wanted as Answer<"/api/v1/zones">;
    histories.set(who, history);
    people.set(who, { ...people.get(who), zone: history.zones.at(-1)?.zone ?? ZONE });
  }
  return histories.get(who) ?? { zones: [{ since: null, zone: ZONE }] };
}

function happening(scenario: Scenario, now: number): Answer<"/api/v1/now"> {
  const last = pieces(TODAY, now).at(-1);
  const device = { id: "1", name: "workstation" };
  if (!last || scenario === "empty" || scenario === "fresh" || scenario === "silent") {
    const seen = scenario === "silent" ? iso(now - 14 * 60_000) : null;
    const nothing = { app: null, title: null, domain: null, category: [], kind: null, since: null };
    return { ...nothing, presence: "unknown", device: null, last_event_at: seen };
  }
  const { activity } = last;
  const away = scenario === "away";
  return {
    app: activity.app,
    title: "Chapter 3",
    domain: activity.domain,
    category: activity.category,
    kind: kindOf(activity),
    since: iso(away ? now - 11 * 60_000 : at(TODAY, "15:50")),
    presence: away ? "away" : "active",
    device,
    last_event_at: iso(now - 400),
  };
}

function recent(scenario: Scenario, now: number, limit: number): Answer<"/api/v1/events/recent"> {
  if (scenario === "empty" || scenario === "fresh") return { events: [] };
  const newest = pieces(TODAY, now).reverse().slice(0, limit);
  return {
    events: newest.map((piece, i) => ({
      id: 4200 - i,
      bucket: piece.activity.domain ? "web" : "window",
      device: "workstation",
      start: iso(piece.start),
      end: iso(piece.end),
      app: piece.activity.app,
      title: piece.title,
      domain: piece.activity.domain ?? "",
      kind: piece.activity.domain ? "web" : "window",
      seconds: (piece.end - piece.start) / 1000,
      state: null,
    })),
  };
}

function correcting(name: string, method: string, query: URLSearchParams, body: unknown, now: number): Reply {
  const id = name.split("/")[1];
  const refused = (code: string) => problem(400, code, "This time cannot be corrected so");
  if (method === "GET") {
    const { start, end } = spanOf(query);
    const inside = corrections().filter(
      (each) => Date.parse(each.start) < end && Date.parse(each.end) > start,
    );
    return ok({ corrections: inside });
  }
  if (id === "undo") {
    const undone = undo((body as Shape<"UndoWanted">).id, now);
    return typeof undone === "string" ? refused(undone) : ok(undone);
  }
  if (method === "DELETE") {
    const change = drop(Number(id));
    if (change === null) return problem(404, "correction.unknown", "There is no such correction");
    return { status: 204, headers: { "X-Daywright-Change": String(change) } };
  }
  const kept = keep(body as Shape<"CorrectionWanted">, now, id === undefined ? undefined : Number(id));
  if (typeof kept === "string") return refused(kept);
  return { status: method === "POST" ? 201 : 200, json: kept };
}
