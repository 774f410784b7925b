/**
 * The API without a server, for drawing and testing the screens: `npm run dev:mock`.
 * A cookie chooses the scenario, so each browser context can look at another one: `mock=empty`.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

import type { Connect, Plugin } from "vite";
import { WebSocketServer } from "ws";

import { answer, type Scenario } from "./answers";
import { TODAY } from "./day";
import { at } from "./zone";

const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
const started = Date.now();

/** 16:02 on the day of the drawings, and running from there. */
const now = () => at(TODAY, "16:02") + 20_000 + (process.env.MOCK_FROZEN ? 0 : Date.now() - started);

export function mockServer(): Plugin {
  return {
    name: "daywright-mock",
    configureServer: (server) => {
      server.middlewares.use(respond);
      server.httpServer?.on("upgrade", live);
    },
    configurePreviewServer: (server) => {
      server.middlewares.use(withPolicy);
      server.middlewares.use(respond);
      server.httpServer.on("upgrade", live);
    },
  };
}

const withPolicy: Connect.NextHandleFunction = (_, response, next) => {
  response.setHeader("Content-Security-Policy", POLICY);
  next();
};

const respond: Connect.NextHandleFunction = (request, response, next) => {
  const url = new URL(request.url ?? "/", "http://mock");
  if (!url.pathname.startsWith("/api/")) {
    next();
    return;
  }
  if (request.method !== "GET") void readBody(request).then((body) => write(request, response, url, body));
  else write(request, response, url, null);
};

function write(request: IncomingMessage, response: ServerResponse, url: URL, body: unknown) {
  const reply = answer({
    scenario: scenarioOf(request),
    who: cookie(request, "who") ?? "",
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    body,
    now: now(),
  });
  if (reply === "hang") return;
  if (reply === "drop") return void request.socket.destroy();
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.scenario) response.setHeader("Set-Cookie", `mock=${reply.scenario}; Path=/`);
  response.setHeader("Content-Type", reply.status < 400 ? "application/json" : "application/problem+json");
  response.end(reply.json === undefined ? undefined : JSON.stringify(reply.json));
}

const sockets = new WebSocketServer({ noServer: true });

function live(request: IncomingMessage, socket: Parameters<typeof sockets.handleUpgrade>[1], head: Buffer) {
  if (!request.url?.startsWith("/api/v1/live")) return;
  if (["down", "signedout", "nolive"].includes(scenarioOf(request))) return void socket.destroy();
  sockets.handleUpgrade(request, socket, head, (client) => {
    client.send(JSON.stringify({ hello: { version: "0.1.0" } }));
    const push = setInterval(() => {
      const to = new Date(now()).toISOString();
      client.send(JSON.stringify({ changed: { from: new Date(now() - 2000).toISOString(), to } }));
    }, 2000);
    client.on("close", () => clearInterval(push));
  });
}

function scenarioOf(request: IncomingMessage): Scenario {
  return (cookie(request, "mock") ?? "normal") as Scenario;
}

function cookie(request: IncomingMessage, name: string): string | undefined {
  return new RegExp(`(?:^|;\\s*)${name}=(\\w+)`).exec(request.headers.cookie ?? "")?.[1];
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || "null");
}
