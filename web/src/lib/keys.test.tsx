import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { singleKeys, useKeys } from "./keys";

function Keys({ bindings }: { bindings: Record<string, () => void> }) {
  useKeys(bindings);
  return <input aria-label="note" />;
}

afterEach(() => singleKeys.write("on"));

test("single keys and sequences reach their action, once", async () => {
  const pressed: string[] = [];
  render(
    <Keys
      bindings={{ t: () => pressed.push("t"), h: () => pressed.push("h"), "g h": () => pressed.push("g h") }}
    />,
  );
  await userEvent.keyboard("tghh");
  expect(pressed).toEqual(["t", "g h", "h"]);
});

test("typing into a field and holding Ctrl are left alone", async () => {
  const act = vi.fn();
  const { getByLabelText } = render(<Keys bindings={{ t: act }} />);
  await userEvent.type(getByLabelText("note"), "t");
  getByLabelText("note").blur();
  await userEvent.keyboard("{Control>}t{/Control}");
  expect(act).not.toHaveBeenCalled();
});

test("single keys can be switched off", async () => {
  const act = vi.fn();
  render(<Keys bindings={{ t: act }} />);
  singleKeys.write("off");
  await userEvent.keyboard("t");
  expect(act).not.toHaveBeenCalled();
});
