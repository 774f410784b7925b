/** What is looked at of the Timeline page. */
const SIZES = [
  [1440, 900],
  [768, 1024],
  [390, 844],
  [360, 780],
];
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const both = (shot) => ["light", "dark"].map((theme) => ({ ...shot, theme, name: `${shot.name}-${theme}` }));

const states = [
  { name: "timeline-choice", path: "/timeline?sel=1252-1349", scan: true },
  { name: "timeline-away", path: "/timeline?sel=1156-1239" },
  {
    name: "timeline-categorise",
    path: "/timeline?sel=1543-1550",
    act: async (page) => {
      await page.getByRole("button", { name: "Categorise this" }).click();
      await page.getByRole("combobox").fill("pro");
      await page.waitForTimeout(200);
    },
    scan: true,
  },
  {
    name: "timeline-split",
    path: "/timeline?sel=1039-1104",
    act: async (page) => {
      await page.getByRole("button", { name: "Split" }).click();
      await page.waitForTimeout(200);
    },
    scan: true,
  },
  {
    name: "timeline-rule",
    path: "/timeline?sel=1252-1349",
    act: async (page) => {
      await page.getByRole("button", { name: "Make a rule" }).click();
      await page.waitForTimeout(200);
    },
    scan: true,
  },
  { name: "timeline-byhand", path: "/timeline?sel=1210-1239", scenario: "byhand", scan: true },
  { name: "timeline-hour", path: "/timeline?zoom=1050-1130" },
  { name: "timeline-minute", path: "/timeline?zoom=1113-1114" },
  { name: "timeline-whole", path: "/timeline?zoom=0400-0400" },
  { name: "timeline-folded", path: "/timeline?lanes=folded" },
  { name: "timeline-device", path: "/timeline?device=3", scan: true },
  { name: "timeline-table", path: "/timeline?as=table", scan: true },
  { name: "timeline-hover", path: "/timeline", act: (page) => hover(page, 700, 60) },
  { name: "timeline-hover-window", path: "/timeline", act: (page) => hover(page, 700, 112) },
  { name: "timeline-hover-away", path: "/timeline", act: (page) => hover(page, 430, 60) },
  { name: "timeline-past", path: "/timeline?date=2026-11-18" },
  { name: "timeline-empty", path: "/timeline", scenario: "empty", scan: true },
  { name: "timeline-past-empty", path: "/timeline?date=2026-11-15" },
  { name: "timeline-error", path: "/timeline", scenario: "error", scan: true },
  { name: "timeline-loading", path: "/timeline", scenario: "slow", scan: true },
  { name: "week", path: "/timeline?view=week", scan: true },
  { name: "week-choice", path: "/timeline?view=week&date=2026-11-18&sel=1400-1630", scan: true },
];

export const timelineShots = [
  ...["light", "dark"].flatMap((theme) =>
    SIZES.map(([width, height]) => ({
      ...{ name: `timeline-${theme}-${width}`, path: "/timeline", theme, width, height, scan: true },
    })),
  ),
  ...states.flatMap((state) => both({ ...wide, ...state })),
  ...["timeline-choice", "timeline-table", "week", "timeline-empty"].flatMap((name) =>
    both({ ...phone, ...states.find((state) => state.name === name), name: `phone-${name}`, scan: true }),
  ),
  ...both({ ...phone, name: "phone-timeline-full", path: "/timeline", full: true }),
];

async function hover(page, x, y) {
  const box = await page.locator("[data-lane=primary]").boundingBox();
  await page.mouse.move(box.x + x, box.y + y - 30);
  await page.waitForTimeout(400);
}
