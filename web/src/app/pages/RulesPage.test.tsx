import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";

import { open } from "@/test/open";

beforeEach(() => sessionStorage.clear());

/** The nth of what was found; a clear error when there are fewer. */
function nth(found: HTMLElement[], place: number): HTMLElement {
  const one = found[place];
  if (one === undefined) throw new Error(`there are only ${found.length}`);
  return one;
}
const bar = () => screen.findByRole("region", { name: "Changes not yet applied" });
const rules = async () => within(await screen.findByRole("region", { name: /^Rules/ }));
const rows = async () =>
  (await rules()).getAllByRole("listitem").map((item) => item.textContent.replace(/^\d+Rule \d+: /, ""));
const click = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));

test("rules stand in order with the time each decides", async () => {
  open("/rules");
  const list = await rules();
  const [first] = await list.findAllByRole("listitem");
  await waitFor(() => expect(first).toHaveTextContent(/Site is within overleaf\.comWriting › Thesis\d+ h/));
  expect(await screen.findByText(/^\d+ % of the last 30 days has a category$/)).toBeInTheDocument();
});

test("a link of another page begins a rule; what it moves is told before it is applied, and can be undone", async () => {
  const { router, asked } = open("/rules?field=domain&value=observablehq.com");
  await userEvent.selectOptions(await screen.findByLabelText("Leads to"), "Reading and docs");
  const changes = await bar();
  expect(
    await within(changes).findByText(
      /^Moves 1\d h \d\d m in \d+ days from Uncategorised to Reading and docs$/,
    ),
  ).toBeInTheDocument();
  expect(asked).not.toContain("PUT /api/v1/rules");
  expect(router.state.location.search).toMatchObject({ rule: "new:1" });
  expect(router.state.location.search).not.toHaveProperty("field");

  await userEvent.click(within(changes).getByRole("button", { name: "Apply" }));
  expect(
    await screen.findByText(/^Applied: .* moved from Uncategorised to Reading and docs\.$/),
  ).toBeInTheDocument();
  expect(screen.queryByRole("region", { name: "Changes not yet applied" })).not.toBeInTheDocument();
  expect((await rows())[0]).toMatch(/observablehq\.com/);

  await click("Undo");
  expect(await screen.findByText("The rules are as they were.")).toBeInTheDocument();
  await waitFor(async () => expect((await rows())[0]).toMatch(/overleaf\.com/));
});

test("a problem stands at the field it means and keeps the draft from being applied", async () => {
  open("/rules?field=title&op=regex&value=(Chapter");
  await userEvent.selectOptions(await screen.findByLabelText("Leads to"), "Writing");
  const editor = within(await screen.findByRole("region", { name: "New rule" }));
  expect(await editor.findByText(/^Not a pattern/)).toBeInTheDocument();
  expect(editor.getByLabelText("One per line, any of them fits")).toBeInvalid();
  expect(within(await bar()).getByRole("button", { name: "Apply" })).toBeDisabled();
});

test("a pattern that fits almost everything is doubted, not refused", async () => {
  open("/rules?field=title&op=regex&value=.*");
  await userEvent.selectOptions(await screen.findByLabelText("Leads to"), "Writing");
  const editor = within(await screen.findByRole("region", { name: "New rule" }));
  expect(await editor.findByText("This matches almost everything.")).toBeInTheDocument();
  expect(within(await bar()).getByRole("button", { name: "Apply" })).toBeEnabled();
});

test("a rule that lacks something is asked for when it is to be applied", async () => {
  open("/rules");
  await click("New rule");
  await userEvent.click(within(await bar()).getByRole("button", { name: "Apply" }));
  expect(await screen.findByText("Say what it should fit.")).toBeInTheDocument();
  expect(screen.getByText("Choose where it leads.")).toBeInTheDocument();
  await click("Cancel");
  expect(screen.queryByRole("region", { name: "Changes not yet applied" })).not.toBeInTheDocument();
});

test("when somebody else was faster, the newer rules come and the changes are put on top", async () => {
  const { asked } = open("/rules?category=Writing+%E2%80%BA+Thesis", "stale");
  const name = await screen.findByLabelText("Name");
  await userEvent.clear(name);
  await userEvent.type(name, "Dissertation");
  await userEvent.click(within(await bar()).getByRole("button", { name: "Apply" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The rules were changed elsewhere");
  expect(screen.getByLabelText("Name")).toHaveValue("Dissertation");
  await userEvent.click(within(await bar()).getByRole("button", { name: "Apply" }));
  // It also says what moves, where that is known by now.
  expect(await screen.findByText(/^(The rules are applied\.|Applied: )/)).toBeInTheDocument();
  expect(asked.filter((each) => each === "PUT /api/v1/rules")).toHaveLength(2);
});

test("a draft outlives a reload, and what was discarded can be taken up again", async () => {
  const { unmount, who } = open("/rules?category=Video");
  await userEvent.click(await screen.findByRole("radio", { name: "neutral" }));
  await bar();
  unmount();
  open("/rules", "normal", who);
  expect(within(await bar()).getByRole("button", { name: "1 change" })).toBeInTheDocument();
  await click("Discard");
  expect(screen.queryByRole("region", { name: "Changes not yet applied" })).not.toBeInTheDocument();
  await click("Undo");
  await bar();
  await click("Take back");
  expect(screen.queryByRole("region", { name: "Changes not yet applied" })).not.toBeInTheDocument();
});

test("leaving with changes is asked about, and keeps the draft", async () => {
  const { router } = open("/rules?category=Video");
  await userEvent.click(await screen.findByRole("radio", { name: "neutral" }));
  await bar();
  await userEvent.click(nth(screen.getAllByRole("link", { name: "Trends" }), 0));
  await click("Stay");
  expect(router.state.location.pathname).toBe("/rules");
  await userEvent.click(nth(screen.getAllByRole("link", { name: "Trends" }), 0));
  await click("Leave, keep the draft");
  await waitFor(() => expect(router.state.location.pathname).toBe("/trends"));
  expect(sessionStorage.getItem("daywright.rules.draft")).toContain("weight");
});

test("a rule is moved by the keyboard, and where it went is said", async () => {
  open("/rules");
  await rules();
  screen.getByRole("button", { name: "Move rule 1 of 22. Arrow keys move it." }).focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(await screen.findByText("Rule moved to place 2 of 22")).toBeInTheDocument();
  expect((await rows())[1]).toMatch(/overleaf\.com/);
  expect(screen.getByRole("button", { name: "Move rule 2 of 22. Arrow keys move it." })).toHaveFocus();
});

test("the rules of a deleted category go where one says", async () => {
  open("/rules?category=Video");
  await click("Delete…");
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText("2 rules lead to it.")).toBeInTheDocument();
  await userEvent.selectOptions(dialog.getByLabelText("Which"), "Social");
  await userEvent.click(dialog.getByRole("button", { name: "Delete" }));
  expect(await within(await bar()).findByText(/from Video to Social/)).toBeInTheDocument();
});

test("a new category is named at once and stands under the chosen one", async () => {
  open("/rules?category=Programming");
  await click("New category in Programming");
  const name = await screen.findByLabelText("Name");
  expect(name).toHaveFocus();
  await userEvent.keyboard("Tools");
  // Without a layout nothing stands between two flex items; a browser puts a space there.
  expect(await screen.findByRole("button", { name: /^Tools ?neutral/ })).toBeInTheDocument();
  expect(screen.getByLabelText("Inside")).toHaveDisplayValue("Programming");
});

test("the tester tells which rule takes a window, and which would have been next", async () => {
  open("/rules?app=Zoom&title=Lecture+-+YouTube");
  const tester = within(await screen.findByRole("region", { name: "Why is this labelled so?" }));
  expect(await tester.findByText("Rule 18 takes it:", { exact: false })).toBeInTheDocument();
  expect(tester.getByText("One later rule fits, too, and does not count:")).toBeInTheDocument();
  await userEvent.clear(tester.getByLabelText("App"));
  await userEvent.type(tester.getByLabelText("Title"), " nothing like it");
  expect(await tester.findByText("Rule 22 takes it:", { exact: false })).toBeInTheDocument();
});

test("a suggestion becomes a rule with one click, behind all others", async () => {
  open("/rules");
  const queue = within(await screen.findByRole("region", { name: "Uncategorised time" }));
  const leo = nth(await queue.findAllByRole("listitem"), 1);
  expect(leo).toHaveTextContent(/leo\.org.*2 titles/);
  await userEvent.click(within(leo).getByRole("button", { name: "Make rule" }));
  expect(await within(leo).findByText("in your changes")).toBeInTheDocument();
  expect((await rows()).at(-1)).toMatch(/leo\.org/);
  expect(await within(await bar()).findByText(/to Programming › Reference$/)).toBeInTheDocument();
});

test("categories of ActivityWatch go into the draft first", async () => {
  open("/rules?panel=import");
  const dialog = within(await screen.findByRole("dialog"));
  const paste = dialog.getByLabelText("or paste its text");
  await userEvent.click(paste);
  await userEvent.paste("{nothing}");
  expect(await dialog.findByRole("alert")).toHaveTextContent("This is no JSON text.");
  await userEvent.clear(paste);
  await userEvent.paste(
    '{"categories":[{"name":["Media","Maps"],"rule":{"type":"regex","regex":"komoot"}}]}',
  );
  expect(await dialog.findByText("2 rules in 2 categories")).toBeInTheDocument();
  await userEvent.click(dialog.getByRole("button", { name: "Put into my changes" }));
  expect(await within(await bar()).findByText(/from Uncategorised to Media › Maps$/)).toBeInTheDocument();
});

test("an earlier version is brought back from the history", async () => {
  const { asked } = open("/rules?panel=history");
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(nth(await dialog.findAllByRole("button", { name: "Bring back" }), 0));
  expect(await screen.findByText("Version 5 is back.")).toBeInTheDocument();
  expect(asked).toContain("POST /api/v1/rules/restore");
  await waitFor(async () => expect(await rows()).toHaveLength(21));
});

test("what cannot be read says what is safe", async () => {
  open("/rules", "error");
  expect(await screen.findByRole("alert")).toHaveTextContent("The rules could not be read");
});
