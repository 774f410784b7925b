import { expect, test, vi } from "vitest";

import { address, ApiFailure, change, get, post } from "./client";

const answering = (response: Response | Error) => {
  const fetch = vi.fn<typeof globalThis.fetch>(() =>
    response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
  );
  vi.stubGlobal("fetch", fetch);
  return fetch;
};

test("addresses are filled in and what is not set is left out", () => {
  expect(address("/days/{day}", { day: "2026-11-20" })).toBe("/days/2026-11-20");
  expect(address("/a", {}, { start: "2026-11-20T00:00Z", limit: undefined, n: 3 })).toBe(
    "/a?start=2026-11-20T00%3A00Z&n=3",
  );
  expect(address("/{x}", { x: "a/b" })).toBe("/a%2Fb");
  expect(address("/a", {}, { device: ["1", "2"], kind: [] })).toBe("/a?device=1&device=2");
});

test("a problem keeps its code and its request", async () => {
  const problem = { title: "Nothing here", status: 404, code: "route.unknown", request_id: "r1" };
  answering(new Response(JSON.stringify(problem), { status: 404 }));
  const failure = await get("/api/v1/me").catch((error: unknown) => error);
  expect(failure).toMatchObject({
    status: 404,
    code: "route.unknown",
    requestId: "r1",
    message: "Nothing here",
  });
  expect(failure).toBeInstanceOf(ApiFailure);
});

test("a problem tells what is wrong member by member", async () => {
  const errors = [
    { code: "rule.op.unknown", pointer: "/rules/3/op", detail: "No such comparison." },
    null,
    {},
  ];
  answering(new Response(JSON.stringify({ code: "rule.op.unknown", errors }), { status: 400 }));
  await expect(change("PUT", "/api/v1/rules", {})).rejects.toMatchObject({ errors: errors.slice(0, 1) });
});

test("a proxy's page instead of a problem is still a failure with a code", async () => {
  answering(new Response("<html>Bad gateway</html>", { status: 502 }));
  await expect(get("/api/v1/me")).rejects.toMatchObject({ status: 502, code: "http.502" });
});

test("no answer at all is told apart", async () => {
  answering(new TypeError("Failed to fetch"));
  await expect(get("/api/v1/me")).rejects.toMatchObject({ unreachable: true });
});

test("a request that was called off is not a failure of the server", async () => {
  answering(new DOMException("called off", "AbortError"));
  await expect(get("/api/v1/me")).rejects.not.toBeInstanceOf(ApiFailure);
});

test("state changes name this client, which a foreign page cannot", async () => {
  const fetch = answering(new Response(null, { status: 204 }));
  await post("/api/v1/signin", { token: "x" });
  expect(fetch.mock.calls[0]?.[1]?.headers).toMatchObject({ "X-Daywright-Client": "web" });
});
