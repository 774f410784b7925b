import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { open } from "@/test/open";

async function row(name: string): Promise<HTMLElement> {
  const found = (await screen.findByText(name)).closest("li");
  if (!found) throw new Error(`${name} has no row`);
  return found;
}

async function opened(name: string) {
  await row(name);
  await userEvent.click(screen.getByRole("button", { name: `Details of ${name}` }));
  return within(await row(name));
}

test("a device shows what it sends, what waits there and what it set aside", async () => {
  open("/devices", "fleet");
  const study = await opened("study");
  expect(await study.findByText("window 48 m ago, power 11 h ago")).toBeInTheDocument();
  expect(study.getAllByText(/1240 events, oldest 48 m old/)).not.toHaveLength(0);
  expect(study.getByText(/^2, see/)).toBeInTheDocument();
  expect(study.getByText("3 m ahead")).toBeInTheDocument();
  expect(study.getByText("12 d old")).toBeInTheDocument();
});

test("a device that waits comes first, and is let in", async () => {
  const { asked } = open("/devices", "fleet");
  await row("attic");
  expect(screen.getAllByRole("button", { name: /^Details of/ })[0]).toHaveAccessibleName("Details of attic");
  await userEvent.click(screen.getByRole("button", { name: "Let it in" }));
  expect(await screen.findByText("attic may deliver now.")).toBeInTheDocument();
  expect(asked).toContain("POST /api/v1/devices/5/approve");
  expect(screen.queryByRole("button", { name: "Let it in" })).not.toBeInTheDocument();
});

test("a device is shut out only after one is asked", async () => {
  const { asked } = open("/devices", "fleet");
  const study = await opened("study");
  await userEvent.click(study.getByRole("button", { name: "Shut out" }));
  expect(asked.filter((line) => line.includes("revoke"))).toEqual([]);
  const sure = within(study.getByRole("group", { name: "Shut study out?" }));
  await userEvent.click(sure.getByRole("button", { name: "Shut out" }));
  expect(await screen.findByText("study is shut out.")).toBeInTheDocument();
  expect(asked).toContain("POST /api/v1/devices/4/revoke");
  expect(await study.findByText("shut out")).toBeInTheDocument();
});

test("this machine cannot be shut out, and a device without a key is asked for none", async () => {
  open("/devices", "fleet");
  const here = await opened("workstation");
  expect(here.queryByRole("button", { name: "Shut out" })).not.toBeInTheDocument();
  expect(here.queryByRole("button", { name: "Ask for another key" })).not.toBeInTheDocument();
});

test("another key is asked for, once", async () => {
  open("/devices", "fleet");
  const study = await opened("study");
  await userEvent.click(study.getByRole("button", { name: "Ask for another key" }));
  expect(await study.findByText("12 d old, another one is asked for")).toBeInTheDocument();
  expect(study.getByRole("button", { name: "Ask for another key" })).toBeDisabled();
});

test("a device is given another name", async () => {
  open("/devices", "fleet");
  const study = await opened("study");
  await userEvent.click(study.getByRole("button", { name: "Rename" }));
  await userEvent.clear(study.getByLabelText("Name"));
  await userEvent.type(study.getByLabelText("Name"), "reading room");
  await userEvent.click(study.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("reading room")).toBeInTheDocument();
});

test("what a device does is changed, and what is left empty is left to it", async () => {
  const { asked } = open("/devices", "fleet");
  const study = await opened("study");
  await userEvent.click(study.getByRole("button", { name: "What it does" }));
  const form = within(await screen.findByRole("dialog", { name: "What study does" }));
  expect(await form.findByLabelText("Titles")).toHaveValue("no");
  expect(form.getByLabelText(/leaves out/)).toHaveValue("KeePassXC\nSignal");
  await userEvent.selectOptions(form.getByLabelText("Titles"), "own");
  await userEvent.clear(form.getByLabelText(/Writes down/));
  await userEvent.click(form.getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/study is asked/)).toBeInTheDocument();
  expect(asked).toContain("PUT /api/v1/devices/4/config");
});

test("a secret is shown once, with the command that uses it", async () => {
  open("/devices");
  await userEvent.click(await screen.findByRole("button", { name: "Add a device" }));
  const dialog = within(screen.getByRole("dialog", { name: "Add a device" }));
  await userEvent.clear(dialog.getByLabelText("What is it for?"));
  await userEvent.type(dialog.getByLabelText("What is it for?"), "the attic");
  await userEvent.click(dialog.getByRole("button", { name: "Make a secret" }));
  const secret = await dialog.findByText(/^enr1_/);
  expect(dialog.getByText(/^daywright enroll --server \S+ --username Ada/)).toBeInTheDocument();
  await userEvent.click(dialog.getByRole("button", { name: "Done" }));
  expect(secret).not.toBeInTheDocument();
  expect(await screen.findByText("the attic")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Add a device" }));
  expect(screen.queryByText(/^enr1_/)).not.toBeInTheDocument();
});

test("a secret is taken back", async () => {
  const { asked } = open("/devices");
  await userEvent.click(await screen.findByRole("button", { name: "Take back" }));
  expect(asked).toContain("DELETE /api/v1/admin/enroll-secrets/k7w2m9xq");
  expect(await screen.findByText("None is good now.")).toBeInTheDocument();
});

test("what was done is listed, newest first, with who did it", async () => {
  open("/devices", "fleet");
  const list = within(await screen.findByRole("region", { name: "What was done" }));
  const lines = await list.findAllByRole("listitem");
  expect(lines.map((line) => line.querySelector("span > span.block")?.textContent)).toEqual([
    "by you, in the browser",
    "from 192.0.2.7",
    "on the command line",
  ]);
});
