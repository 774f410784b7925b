import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { anyChange } from "@/lib/freshness";
import { FakeSocket } from "@/test/FakeSocket";

import { useLive } from "./useLive";

let asked = 0;

function Page() {
  const connection = useLive();
  useQuery({ queryKey: ["now"], queryFn: () => (asked += 1), meta: anyChange });
  return <p>{connection.phase}</p>;
}

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const push = (message: unknown) => act(() => FakeSocket.last.push(message));
const changed = { changed: { from: "2026-11-20T15:00:00Z", to: "2026-11-20T15:00:01Z" } };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.opened = [];
  asked = 0;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Page />
    </QueryClientProvider>,
  );
});
afterEach(() => vi.useRealTimers());

test("a pushed change is asked for at once", async () => {
  await wait(0);
  push({ hello: { version: "1" } });
  await wait(1000);
  const before = asked;
  push(changed);
  await wait(0);
  expect(asked).toBe(before + 1);
  expect(screen.getByText("live")).toBeInTheDocument();
});

test("a burst of changes is asked for twice: at its begin and after it", async () => {
  push({ hello: { version: "1" } });
  await wait(2000);
  const before = asked;
  for (let i = 0; i < 20; i += 1) push(changed);
  await wait(3000);
  expect(asked).toBe(before + 2);
});

test("a lost connection is tried again, and the page asks by itself meanwhile", async () => {
  push({ hello: { version: "1" } });
  await wait(2000);
  act(() => FakeSocket.last.close());
  expect(screen.getByText("waiting")).toBeInTheDocument();

  await wait(700);
  expect(FakeSocket.opened).toHaveLength(2);
  const before = asked;
  await wait(5000);
  expect(asked).toBeGreaterThan(before);
});

test("what was missed while away is asked for once it is live again", async () => {
  await wait(0);
  act(() => FakeSocket.last.close());
  await wait(700);
  const before = asked;
  push({ hello: { version: "1" } });
  await wait(0);
  expect(asked).toBe(before + 1);
});

test("a server that accepts and says nothing is given up", async () => {
  await wait(5000);
  expect(screen.getByText("waiting")).toBeInTheDocument();
});
