import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import { FakeSocket } from "@/test/FakeSocket";

import { answer, type Scenario } from "../../../mock/answers";
import { at } from "../../../mock/zone";
import { makeQueryClient } from "../queryClient";
import { makeRouter } from "../router";

const NOW = at("2026-11-20", "16:02");
let scenario: Scenario;

/** The made-up server, asked without a network. */
const made: typeof fetch = (input, init) => {
  const url = new URL(input as string, "http://mock");
  const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
  const reply = answer({ scenario, path: url.pathname, query: url.searchParams, body, now: NOW });
  if (reply === "drop") return Promise.reject(new TypeError("Failed to fetch"));
  if (reply === "hang") return new Promise(() => undefined);
  scenario = reply.scenario ?? scenario;
  const text = reply.json === undefined ? null : JSON.stringify(reply.json);
  return Promise.resolve(new Response(text, { status: reply.status }));
};

beforeEach(() => {
  vi.stubGlobal("fetch", made);
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.spyOn(window, "scrollTo").mockReturnValue();
});

function open(path: string, as: Scenario = "normal") {
  scenario = as;
  const router = makeRouter(createMemoryHistory({ initialEntries: [path] }));
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return router;
}

test("the day is told in one line and in blocks", async () => {
  open("/");
  expect(await screen.findByRole("heading", { name: /20 November/ })).toBeInTheDocument();
  expect(await screen.findByText(/active since 08:37 · two breaks over 10 m/)).toBeInTheDocument();
  const where = screen.getByRole("region", { name: "Where it went" });
  expect(within(where).getAllByRole("listitem")[0]).toHaveTextContent("Writing");
  const now = screen.getByRole("region", { name: "Now" });
  expect(await within(now).findByText("Chapter 3 — overleaf.com")).toBeInTheDocument();
  expect(screen.getByText("signal against a usual Friday")).toBeInTheDocument();
});

test("the band opens as a table, and the address remembers it", async () => {
  const router = open("/");
  await userEvent.click(await screen.findByRole("button", { name: "Open as table" }));
  const table = await screen.findByRole("table");
  expect(within(table).getByRole("row", { name: /^09:10 09:14 4 m Social/ })).toBeInTheDocument();
  expect(router.state.location.href).toBe("/?view=table");
});

test("the band is walked by the keyboard, one stop for Tab", async () => {
  open("/?zoom=0900-1100");
  const options = await screen.findAllByRole("option");
  expect(options.filter((option) => option.tabIndex === 0)).toHaveLength(1);
  options[0]?.focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(options[1]).toHaveFocus();
  expect(options[1]).toHaveAccessibleName("09:10 – 09:14, 4 m, Social, noise");
});

test("[ goes to the day before and t comes back", async () => {
  const router = open("/");
  await screen.findByText(/active since/);
  await userEvent.keyboard("[[");
  expect(await screen.findByRole("heading", { name: /19 November/ })).toBeInTheDocument();
  expect(await screen.findByText(/active from/)).toBeInTheDocument();
  await userEvent.keyboard("t");
  await screen.findByRole("heading", { name: /20 November/ });
  expect(router.state.location.pathname).toBe("/");
});

test("an empty day says when the first activity appears", async () => {
  open("/", "empty");
  expect(await screen.findByRole("heading", { name: "Nothing recorded yet today" })).toBeInTheDocument();
  expect(await screen.findByText(/Recording runs and reported/)).toBeInTheDocument();
});

test("without any device it says how to start recording", async () => {
  open("/", "fresh");
  expect(await screen.findByText("daywright up")).toBeInTheDocument();
});

test("a past day without data says so and leads back", async () => {
  open("/day/2026-11-15");
  expect(await screen.findByText(/Nothing was recorded on Sunday/)).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Go to today" })).toHaveAttribute("href", "/");
});

test("a day that cannot be added up says what is safe and can be asked again", async () => {
  open("/", "error");
  expect(await screen.findByRole("alert")).toHaveTextContent("What was recorded is safe");
  scenario = "normal";
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(/active since/)).toBeInTheDocument();
});

test("when the server stops answering the last numbers stay, with their time", async () => {
  open("/");
  await screen.findByText(/active since/);
  scenario = "down";
  window.dispatchEvent(new Event("online"));
  expect(await screen.findByText(/^No answer since/)).toBeInTheDocument();
  expect(screen.getByText(/active since/)).toBeInTheDocument();
});

test("signing in with a token opens the address one came for", async () => {
  open("/day/2026-11-19", "signedout");
  await userEvent.type(await screen.findByLabelText("Paste a token"), "nonsense{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("not known");
  await userEvent.clear(screen.getByLabelText("Paste a token"));
  await userEvent.type(screen.getByLabelText("Paste a token"), "6f1c1d0e-8f6b-4f0e-9d7c-2a4b6c8d0e1f{Enter}");
  expect(await screen.findByRole("heading", { name: /19 November/ })).toBeInTheDocument();
});

test("an address that is no date leads nowhere, and says so", async () => {
  open("/day/2026-02-30");
  expect(await screen.findByText("There is no such page")).toBeInTheDocument();
});
