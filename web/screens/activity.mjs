/** What is looked at of the Activity page. */
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
  { name: "activity-month", path: "/activity?range=month", scan: true },
  { name: "activity-year", path: "/activity?range=year" },
  { name: "activity-all", path: "/activity?range=all" },
  {
    name: "activity-drilled",
    path: "/activity?range=month&category=Programming&weekday=1,2&q=flatten",
    scan: true,
  },
  { name: "activity-top", path: "/activity?depth=1" },
  { name: "activity-table", path: "/activity?range=month&table=title&sort=change", scan: true },
  {
    name: "activity-filter",
    path: "/activity?from_time=09:00&to_time=12:00",
    act: async (page) => {
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      await page.waitForTimeout(200);
    },
    scan: true,
  },
  {
    name: "activity-picker",
    path: "/activity",
    act: async (page) => {
      await page.getByRole("heading", { level: 1 }).getByRole("button").click();
      await page.waitForTimeout(200);
    },
    scan: true,
  },
  {
    name: "activity-hover",
    path: "/activity",
    act: async (page) => {
      await page.getByRole("region", { name: "Apps" }).getByText("Zoom").hover();
    },
  },
  { name: "activity-none", path: "/activity?q=zzzz", scan: true },
  { name: "activity-empty", path: "/activity?range=day", scenario: "empty", scan: true },
  { name: "activity-fresh", path: "/activity?range=day", scenario: "fresh", scan: true },
  { name: "activity-error", path: "/activity", scenario: "error", scan: true },
  { name: "activity-loading", path: "/activity", scenario: "slow", scan: true },
];

export const activityShots = [
  ...["light", "dark"].flatMap((theme) =>
    SIZES.map(([width, height]) => ({
      ...{ name: `activity-${theme}-${width}`, path: "/activity", theme, width, height, scan: true },
      full: width < 1000,
    })),
  ),
  ...states.flatMap((state) => both({ ...wide, ...state })),
  ...["activity-filter", "activity-picker", "activity-table", "activity-empty"].flatMap((name) =>
    both({ ...phone, ...states.find((state) => state.name === name), name: `phone-${name}`, scan: true }),
  ),
];
