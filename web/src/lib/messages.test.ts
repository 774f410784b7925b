import { expect, test } from "vitest";

import { activityMessages } from "./messages.activity.en";
import { devicesMessages } from "./messages.devices.en";
import { messages } from "./messages.en";
import { rulesMessages } from "./messages.rules.en";
import { timelineMessages } from "./messages.timeline.en";
import { trendsMessages } from "./messages.trends.en";

test("no two pages mean different words by one key", () => {
  const pages = [activityMessages, devicesMessages, rulesMessages, timelineMessages, trendsMessages];
  const keys = pages.flatMap((page) => Object.keys(page));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  for (const page of pages) expect(messages).toMatchObject(page);
});
