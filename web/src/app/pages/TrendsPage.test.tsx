import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { open } from "@/test/open";

const region = (name: string) => screen.findByRole("region", { name });

test("four lines tell their level and how it was before", async () => {
  open("/trends");
  const lines = await region("How it goes");
  const signal = (await within(lines).findByRole("heading", { name: "Signal" })).parentElement;
  expect(signal).toHaveTextContent(/\d+ h \d\d m ?a week/);
  expect(signal).toHaveTextContent(/(more|less) than before/);
  expect(within(lines).getByText("8 Jun – 30 Aug")).toBeInTheDocument();
});

test("one cursor points at the same step in all lines, moved by keys", async () => {
  open("/trends");
  const lines = await region("How it goes");
  const [active] = await within(lines).findAllByRole("listbox");
  within(active ?? lines)
    .getByRole("option", { name: /^week of 16 Nov/ })
    .focus();
  await userEvent.keyboard("{ArrowLeft}");
  expect(within(lines).getAllByText("week of 9 Nov")).toHaveLength(4);
});

test("a week opens day by day, a day opens itself", async () => {
  const { router } = open("/trends");
  const lines = await region("How it goes");
  const [active] = await within(lines).findAllByRole("listbox");
  within(active ?? lines)
    .getByRole("option", { name: /^week of 9 Nov/ })
    .focus();
  await userEvent.keyboard("{Enter}");
  expect(router.state.location.search).toMatchObject({ from: "2026-11-09", to: "2026-11-15", step: "day" });
  const [days] = await within(lines).findAllByRole("listbox");
  (await within(days ?? lines).findByRole("option", { name: /^Thu 12 Nov/ })).focus();
  await userEvent.keyboard("{Enter}");
  expect(router.state.location.pathname).toBe("/day/2026-11-12");
});

test("the year is walked by arrow keys, and its days open", async () => {
  const { router } = open("/trends");
  const year = await region("The year");
  expect(await within(year).findByText(/^In 2026 you were active on \d+ days/)).toBeInTheDocument();
  const today = within(year).getByRole("gridcell", { name: /^Friday 20 November/ });
  expect(
    within(year)
      .getAllByRole("gridcell")
      .filter((cell) => cell.tabIndex === 0),
  ).toEqual([today]);
  today.focus();
  await userEvent.keyboard("{ArrowLeft}{ArrowUp}");
  expect(within(year).getByRole("gridcell", { name: /^Thursday 12 November/ })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  expect(router.state.location.pathname).toBe("/day/2026-11-12");
});

test("days without data are not counted as zero", async () => {
  open("/trends");
  const year = await region("The year");
  const cell = await within(year).findByRole("gridcell", { name: /^Sunday 15 November/ });
  expect(cell).toHaveAccessibleName("Sunday 15 November, nothing recorded");
});

test("the hours of the week say when, and mark what was seen too seldom", async () => {
  const { unmount } = open("/trends");
  const hours = await region("When in the week");
  expect(await within(hours).findByText(/^You are most active on/)).toBeInTheDocument();
  unmount();
  open("/trends?from=2026-11-09&to=2026-11-20");
  const few = await region("When in the week");
  expect(await within(few).findByText(/^Too little was recorded/)).toBeInTheDocument();
  expect(
    within(few).getByRole("gridcell", { name: /^Monday 09 to 10: .* of the hour, seen 2 times$/ }),
  ).toBeInTheDocument();
});

test("each chart opens as a table, and the address remembers which", async () => {
  const { router } = open("/trends");
  const lines = await region("How it goes");
  await userEvent.click(await within(lines).findByRole("button", { name: "Open as table" }));
  const table = await within(lines).findByRole("table");
  expect(within(table).getAllByRole("row")[1]).toHaveTextContent(/^week of 16 Nov, so far/);
  expect(router.state.location.search).toMatchObject({ tables: "lines" });
});

test("the time is chosen by name, by arrows and by keys, and stands in the address", async () => {
  const { router, asked } = open("/trends");
  await region("How it goes");
  await userEvent.click(screen.getByRole("radio", { name: "30 days" }));
  expect(router.state.location.search).toMatchObject({ range: "30d" });
  await userEvent.click(screen.getByRole("button", { name: "The time before" }));
  expect(router.state.location.search).toMatchObject({ from: "2026-09-22", to: "2026-10-21", step: "day" });
  await userEvent.keyboard("2");
  expect(router.state.location.search).toMatchObject({ step: "week" });
  await screen.findAllByText("22 Sept – 21 Oct");
  expect(asked.filter((each) => each.includes("/trends?")).at(-1)).toContain("start=2026-09-22");
});

test("filters of a link narrow every chart and can be taken off", async () => {
  const { router, asked } = open("/trends?category=Video");
  const remove = await screen.findByRole("button", { name: "Show everything again, not only Video" });
  await region("How it goes");
  for (const path of ["trends", "calendar", "heatmap"]) {
    expect(asked.some((each) => each.includes(`/${path}?`) && each.includes("category=Video"))).toBe(true);
  }
  await userEvent.click(remove);
  expect(router.state.location.search).not.toHaveProperty("category");
});

test("without any data it says so, and an error can be asked again", async () => {
  open("/trends", "fresh");
  const lines = await region("How it goes");
  expect(await within(lines).findByText("Nothing was recorded in this time")).toBeInTheDocument();
});
