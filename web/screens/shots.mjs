import { activityShots } from "./activity.mjs";
import { timelineShots } from "./timeline.mjs";

/** What is looked at. `act` brings a page into the state of the picture. */
const AW = JSON.stringify({
  categories: [
    { name: ["Work"], rule: { type: "regex", regex: "Google Docs|libreoffice" } },
    { name: ["Work", "Programming"], rule: { type: "regex", regex: "GitHub|Stack Overflow|vim" } },
    { name: ["Media", "Video"], rule: { type: "regex", regex: "YouTube|Plex|VLC", ignore_case: true } },
    { name: ["Comms"], rule: { type: "none" } },
  ],
});

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function makeSecret(page) {
  await press(page, "Add a device");
  await press(page, "Make a secret");
  await page.getByText("enr1_").waitFor();
}

async function openWishes(page) {
  await press(page, "Details of study");
  await press(page, "What it does");
  await page.getByLabel("Events at once").waitFor();
}

const SIZES = [
  [1440, 900],
  [1280, 800],
  [768, 1024],
  [390, 844],
  [360, 780],
];

const today = ["light", "dark"].flatMap((theme) =>
  SIZES.map(([width, height]) => ({ name: `today-${theme}-${width}`, theme, width, height, scan: true })),
);

/** A page in every size and both themes, to its end. */
const page = (name, path) =>
  ["light", "dark"].flatMap((theme) =>
    SIZES.map(([width, height]) => ({
      name: `${name}-${theme}-${width}`,
      path,
      theme,
      width,
      height,
      scan: true,
      full: width < 1000,
    })),
  );

const pages = [...page("trends", "/trends"), ...page("rules", "/rules")];

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const both = (shot) => ["light", "dark"].map((theme) => ({ ...shot, theme, name: `${shot.name}-${theme}` }));

const rename = async (page) => {
  await page.getByLabel("Name", { exact: true }).fill("Master's thesis");
  await page.waitForTimeout(900);
};

/** The Rules page in the states one meets while changing something. */
const ruleStates = [
  { name: "rules-category", path: "/rules?category=Video", scan: true },
  {
    name: "rules-draft",
    path: "/rules?category=Video",
    scan: true,
    async act(page) {
      await page.getByRole("radio", { name: "distracting", exact: true }).click();
      await page.waitForTimeout(900);
    },
  },
  {
    name: "rules-details",
    path: "/rules",
    async act(page) {
      await page.getByRole("button", { name: "Make rule" }).nth(1).click();
      await page.getByRole("button", { name: "Make rule" }).nth(1).click();
      await page.waitForTimeout(900);
      await page.getByRole("button", { name: "Details" }).click();
    },
  },
  {
    name: "rules-new",
    path: "/rules?field=domain&value=observablehq.com",
    scan: true,
    async act(page) {
      await page.getByLabel("Leads to").selectOption({ label: "\u2003Reference" });
      await page.waitForTimeout(900);
    },
  },
  {
    name: "rules-problem",
    path: "/rules?field=title&op=regex&value=(Chapter",
    scan: true,
    async act(page) {
      await page.getByLabel("Leads to").selectOption("Writing");
      await page.waitForTimeout(900);
    },
  },
  {
    name: "rules-doubt",
    path: "/rules?field=title&op=regex&value=.*",
    scan: true,
    async act(page) {
      await page.getByLabel("Leads to").selectOption("Writing");
      await page.waitForTimeout(900);
    },
  },
  {
    name: "rules-tested",
    path: "/rules?app=Firefox&domain=github.com&title=Keep+the+longer+duration+·+Pull+Request+%2341",
  },
  { name: "rules-history", path: "/rules?panel=history", scan: true },
  {
    name: "rules-import",
    path: "/rules?panel=import",
    scan: true,
    async act(page) {
      await page.getByLabel("or paste its text").fill(AW);
      await page.waitForTimeout(600);
    },
  },
  {
    name: "rules-delete",
    path: "/rules?category=Programming",
    scan: true,
    act: (page) => page.getByRole("button", { name: "Delete…" }).click(),
  },
  {
    name: "rules-stale",
    path: "/rules?category=Writing+%E2%80%BA+Thesis",
    scenario: "stale",
    scan: true,
    async act(page) {
      await rename(page);
      await page.getByRole("button", { name: "Apply" }).click();
      await page.waitForTimeout(900);
    },
  },
  {
    name: "rules-applied",
    path: "/rules",
    scan: true,
    async act(page) {
      await page.getByRole("button", { name: "Make rule" }).nth(1).click();
      await page.waitForTimeout(900);
      await page.getByRole("button", { name: "Apply" }).click();
      await page.waitForTimeout(900);
    },
  },
  {
    name: "rules-leave",
    path: "/rules?category=Writing",
    scan: true,
    async act(page) {
      await rename(page);
      await page.getByRole("link", { name: "Today" }).first().click();
      await page.waitForTimeout(300);
    },
  },
  { name: "rules-error", path: "/rules", scenario: "error", settle: 1500 },
  { name: "rules-loading", path: "/rules", scenario: "slow", scan: true },
];

const trendStates = [
  {
    name: "trends-hover",
    path: "/trends",
    act: (page) => page.mouse.move(640, 220).then(() => page.waitForTimeout(200)),
  },
  { name: "trends-tables", path: "/trends?tables=lines,year,hours", scan: true, full: true },
  { name: "trends-days", path: "/trends?range=30d&metric=signal", scan: true, full: true },
  { name: "trends-months", path: "/trends?range=12m&metric=score&year=2025", full: true },
  { name: "trends-narrowed", path: "/trends?category=Video&range=12w" },
  {
    name: "trends-year-tip",
    path: "/trends",
    act: (page) => page.locator("[data-date='2026-10-06']").hover(),
  },
  { name: "trends-fresh", path: "/trends", scenario: "fresh", scan: true },
  { name: "trends-error", path: "/trends", scenario: "error", settle: 1500, scan: true },
  { name: "trends-loading", path: "/trends", scenario: "slow", scan: true },
];

const states = [
  ...ruleStates,
  ...trendStates,
  { name: "empty", scenario: "empty", scan: true },
  { name: "fresh", scenario: "fresh" },
  { name: "error", scenario: "error", scan: true },
  { name: "loading", scenario: "slow", scan: true },
  { name: "signin", scenario: "signedout", scan: true },
  { name: "unreachable", scenario: "down", settle: 2500 },
  { name: "silent", scenario: "silent" },
  { name: "away", scenario: "away" },
  { name: "polling", scenario: "nolive" },
  { name: "past", path: "/day/2026-11-19" },
  { name: "past-empty", path: "/day/2026-11-15" },
  { name: "missing", path: "/nowhere" },
  { name: "devices", path: "/devices", scan: true },
  ...[
    [1440, 900],
    [360, 780],
  ].flatMap(([width, height]) => {
    const how = { path: "/devices", scenario: "fleet", width, height, scan: true };
    const details = (page) => press(page, "Details of study");
    return [
      { ...how, name: `devices-fleet-${width}`, full: true, act: details },
      { ...how, name: `devices-add-${width}`, act: makeSecret },
      { ...how, name: `devices-wishes-${width}`, act: openWishes },
    ];
  }),
  { name: "settings", path: "/settings", scan: true },
  {
    name: "calendar",
    act: (page) => page.getByTitle("Choose a day").click(),
    scan: true,
  },
  { name: "lane", path: "/?lane=parallel" },
  { name: "zoomed", path: "/?zoom=0900-1130" },
  { name: "table", path: "/?view=table", scan: true },
  { name: "focus", act: focusBand },
  { name: "stale", act: goDown },
  { name: "hover", act: (page) => page.mouse.move(640, 240).then(() => page.waitForTimeout(400)) },
  {
    name: "counted",
    act: (page) => page.getByRole("button", { name: "How is this counted?" }).click(),
    scan: true,
  },
  { name: "feed", act: (page) => page.keyboard.press("l").then(() => page.waitForTimeout(400)), scan: true },
  { name: "help", act: (page) => page.keyboard.press("?").then(() => page.waitForTimeout(200)), scan: true },
];

export const shots = [
  ...activityShots,
  ...timelineShots,
  ...today,
  ...pages,
  ...states.flatMap((state) => both({ ...wide, ...state })),
  ...["rules-category", "rules-new", "rules-draft"].flatMap((name) =>
    both({ ...phone, ...states.find((state) => state.name === name), name: `phone-${name}`, scan: true }),
  ),
  ...["categories", "suggestions", "test"].flatMap((part) =>
    both({ ...phone, name: `phone-rules-${part}`, path: `/rules?part=${part}`, scan: true }),
  ),
  ...["empty", "error", "signin", "settings", "past", "table", "calendar", "feed"].flatMap((name) =>
    both({ ...phone, ...states.find((state) => state.name === name), name: `phone-${name}`, full: true }),
  ),
  { name: "american", theme: "light", ...wide, locale: "en-US" },
  { name: "phone-full-light", theme: "light", ...phone, full: true },
  { name: "phone-full-dark", theme: "dark", ...phone, full: true },
];

async function focusBand(page) {
  await page.locator("[role=option][tabindex='0']").focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(400);
}

async function goDown(page, context, origin) {
  await context.addCookies([{ name: "mock", value: "down", url: origin }]);
  await page.keyboard.press("g");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.waitForTimeout(2500);
}
