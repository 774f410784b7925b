import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { vi } from "vitest";

import { makeQueryClient } from "@/app/queryClient";
import { makeRouter } from "@/app/router";

import { answer, type Scenario } from "../../mock/answers";
import { at } from "../../mock/zone";

import { FakeSocket } from "./FakeSocket";

const NOW = at("2026-11-20", "16:02");
let opened = 0;

/** The app at an address, before a made-up server that is asked without a network and remembers what it is told. */
export function open(path: string, scenario: Scenario = "normal", who = `test ${++opened}`) {
  const asked: string[] = [];
  const made: typeof fetch = (input, init) => {
    const url = new URL(input as string, "http://mock");
    const method = init?.method ?? "GET";
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
    asked.push(`${method} ${url.pathname}${url.search}`);
    const reply = answer({
      scenario,
      who,
      method,
      path: url.pathname,
      query: url.searchParams,
      body,
      now: NOW,
    });
    if (reply === "drop") return Promise.reject(new TypeError("Failed to fetch"));
    if (reply === "hang") return new Promise(() => undefined);
    const text = reply.json === undefined ? null : JSON.stringify(reply.json);
    return Promise.resolve(new Response(text, { status: reply.status }));
  };
  vi.stubGlobal("fetch", made);
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.spyOn(window, "scrollTo").mockReturnValue();
  const router = makeRouter(createMemoryHistory({ initialEntries: [path] }));
  const { unmount } = render(
    <QueryClientProvider client={makeQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { router, asked, unmount, who };
}
