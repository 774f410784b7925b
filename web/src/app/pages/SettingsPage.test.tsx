import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { open } from "@/test/open";

test("when a day begins is changed at once, and can be taken back", async () => {
  const { asked } = open("/settings");
  const start = await screen.findByLabelText("The day starts at");
  expect(start).toHaveValue("04:00");
  await userEvent.selectOptions(start, "06:30");
  expect(await screen.findByText("Your days start at 06:30.")).toBeInTheDocument();
  expect(asked).toContain("PATCH /api/v1/me");
  expect(await screen.findByDisplayValue("06:30")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByDisplayValue("04:00")).toBeInTheDocument();
});

test("a journey can be added, with the wall clock of the place one came to", async () => {
  const { asked } = open("/settings");
  await userEvent.click(await screen.findByRole("button", { name: "Change" }));
  await userEvent.click(screen.getByRole("button", { name: "Add a journey" }));
  const zone = screen.getAllByLabelText("Time zone").at(-1);
  const since = screen.getByLabelText("Since, by the clock there");
  if (!zone) throw new Error("no zone to fill in");
  await userEvent.clear(zone);
  await userEvent.type(zone, "Mars/One");
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await userEvent.clear(zone);
  await userEvent.type(zone, "Asia/Tokyo");
  await userEvent.clear(since);
  await userEvent.type(since, "2026-11-02T09:30");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Your days follow the zones you gave.")).toBeInTheDocument();
  expect(asked).toContain("PUT /api/v1/zones");
  const line = within(await screen.findByRole("region", { name: "How days are counted" }));
  expect(await line.findByText(/one journey/)).toBeInTheDocument();
});
