import { timelineShots } from "./timeline.mjs";

/** What is looked at. `act` brings a page into the state of the picture. */
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

const pages = [...page("trends", "/trends")];

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const both = (shot) => ["light", "dark"].map((theme) => ({ ...shot, theme, name: `${shot.name}-${theme}` }));

const states = [
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
  ...timelineShots,
  ...today,
  ...pages,
  ...states.flatMap((state) => both({ ...wide, ...state })),
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
