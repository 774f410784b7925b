import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import * as csv from "@/lib/csv";
import { open } from "@/test/open";

const region = (name: string) => screen.findByRole("region", { name });
const row = async (facet: string, name: RegExp) =>
  within(await region(facet)).findByRole("button", { name, pressed: false });
const activityAsked = (asked: string[]) => asked.filter((each) => each.startsWith("GET /api/v1/activity"));

test("one question answers the page: this week, against the one before up to the same point", async () => {
  const { asked } = open("/activity");
  expect(await screen.findByText(/against 9 – 13 Nov, up to the same point/)).toBeInTheDocument();
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("16 – 22 November");
  // What lies beside it may already be asked for, too.
  expect(activityAsked(asked).filter((each) => each.includes("start=2026-11-16"))).toHaveLength(1);
  expect(await row("Categories", /^Writing/)).toHaveTextContent(/\d+ h \d\d m.*(more|less|same)/);
  for (const facet of ["Apps", "Sites", "Titles", "Projects"])
    expect(await region(facet)).toBeInTheDocument();
});

test("a row narrows the page to itself and stands as a chip; the way back is one click or one step", async () => {
  const { router } = open("/activity");
  await userEvent.click(await row("Categories", /^Programming/));
  await waitFor(() => expect(router.state.location.search).toEqual({ category: "Programming" }));
  const only = await screen.findByRole("list", { name: "Only" });
  expect(only).toHaveTextContent("Programming");
  await waitFor(async () =>
    expect(within(await region("Apps")).queryByText("Zotero")).not.toBeInTheDocument(),
  );
  await userEvent.click(await row("Apps", /^VS Code/));
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ category: "Programming", app: "VS Code" }),
  );
  router.history.back();
  await waitFor(() => expect(router.state.location.search).toEqual({ category: "Programming" }));
  await userEvent.click(screen.getByRole("button", { name: "Show everything again, not only Programming" }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

test("an address says everything: time, filters, depth, table", async () => {
  open("/activity?range=month&date=2026-10-05&kind=signal&weekday=1,2&from_time=09:00&to_time=12:00&depth=1");
  expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("October 2026");
  const only = await screen.findByRole("list", { name: "Only" });
  expect(
    within(only)
      .getAllByRole("listitem")
      .map((item) => item.textContent),
  ).toEqual([...["signal", "Mon, Tue", "09:00 – 12:00"]]);
  const tree = await region("Categories");
  expect(await within(tree).findByRole("radio", { name: "Top" })).toBeChecked();
  expect(within(tree).queryByText("Thesis")).not.toBeInTheDocument();
});

test("categories go as deep as one wants, and lead back up", async () => {
  const { router } = open("/activity?category=Writing+%E2%80%BA+Thesis");
  const tree = await region("Categories");
  const up = await within(tree).findByRole("navigation");
  expect(up).toHaveTextContent("All›Writing›Thesis");
  await userEvent.click(within(up).getByRole("button", { name: "Writing" }));
  await waitFor(() => expect(router.state.location.search).toEqual({ category: "Writing" }));
  await userEvent.click(await screen.findByRole("radio", { name: "2" }));
  await waitFor(() => expect(router.state.location.search).toMatchObject({ depth: "2" }));
});

test("text is searched for once the typing pauses, and Escape lets go of it", async () => {
  const { router, asked } = open("/activity");
  await region("Apps");
  await userEvent.keyboard("/");
  const search = screen.getByRole("searchbox");
  expect(search).toHaveFocus();
  await userEvent.keyboard("chapter");
  await waitFor(() => expect(router.state.location.search).toEqual({ q: "chapter" }));
  expect(activityAsked(asked).filter((each) => /q=c(&|$)/.test(each))).toEqual([]);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

test("weekday, time of day, kind and device are filters of their own", async () => {
  const { router } = open("/activity");
  await region("Apps");
  await userEvent.click(screen.getByRole("button", { name: "Filter" }));
  const menu = within(await screen.findByRole("dialog", { name: "Filter" }));
  await userEvent.click(menu.getByRole("button", { name: "Mon – Fri" }));
  await userEvent.click(menu.getByRole("button", { name: "phone" }));
  await userEvent.click(menu.getByRole("button", { name: "noise" }));
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ weekday: "1,2,3,4,5", device: "2", kind: "noise" }),
  );
});

test("time without a category begins a rule on the Rules page", async () => {
  const { router } = open("/activity?range=month");
  const apps = within(await region("Apps"));
  await userEvent.click(await apps.findByRole("link", { name: "Categorise Files" }));
  expect(await screen.findByRole("heading", { name: "Rules" })).toBeInTheDocument();
  await waitFor(() => expect(router.state.location.search).toMatchObject({ rule: "new:1" }));
  expect(await screen.findByDisplayValue("Files")).toBeInTheDocument();
});

test("a facet opens as a table, in any order, and goes into a file whole", async () => {
  const save = vi.spyOn(csv, "download").mockReturnValue();
  const { router } = open("/activity");
  await userEvent.click(await screen.findByRole("button", { name: "Open Apps as table" }));
  const table = await screen.findByRole("table");
  const byTime = within(table).getByRole("button", { name: "Sort by Time" });
  expect(byTime.closest("th")).toHaveAttribute("aria-sort", "descending");
  await userEvent.click(within(table).getByRole("button", { name: "Sort by Name" }));
  await waitFor(() => expect(router.state.location.search).toEqual({ table: "app", sort: "name" }));
  await userEvent.click(screen.getByRole("button", { name: "CSV" }));
  await waitFor(() => expect(save).toHaveBeenCalled());
  const [name, text] = save.mock.calls[0] ?? [];
  expect(name).toBe("daywright-app-2026-11-16-2026-11-22.csv");
  expect(text).toMatch(/^app,category,kind,seconds/);
});

test("the next time is asked for ahead, so that going there shows it at once", async () => {
  const { asked } = open("/activity?range=month&date=2026-09-01");
  await waitFor(() => {
    expect(activityAsked(asked).some((each) => each.includes("start=2026-08-01"))).toBe(true);
    expect(activityAsked(asked).some((each) => each.includes("start=2026-10-01"))).toBe(true);
  });
  const before = activityAsked(asked).filter((each) => each.includes("start=2026-08-01")).length;
  await userEvent.keyboard("[[");
  expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("August 2026");
  expect(screen.queryByRole("status", { name: "Adding up the time" })).not.toBeInTheDocument();
  expect(activityAsked(asked).filter((each) => each.includes("start=2026-08-01"))).toHaveLength(before);
});

test("nothing, nothing that fits, and no answer each say what to do", async () => {
  const none = open("/activity?q=zzzz");
  await userEvent.click(await screen.findByRole("button", { name: "Clear filters" }));
  await waitFor(() => expect(none.router.state.location.search).toEqual({}));
  none.unmount();
  const empty = open("/activity?range=day", "empty");
  expect(await screen.findByText("Nothing was recorded in this time")).toBeInTheDocument();
  empty.unmount();
  open("/activity", "error");
  expect(await screen.findByRole("alert")).toHaveTextContent("This time could not be added up");
});
