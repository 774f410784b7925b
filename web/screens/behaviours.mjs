/** What only a real browser can tell: wheel, drag, fingers, focus, and the theme before the first paint. */
import assert from "node:assert/strict";

const zoomOf = (page) => new URL(page.url()).searchParams.get("zoom");
const band = async (page) => page.locator("figure svg[width]").first().boundingBox();
const settled = (page) => page.waitForTimeout(450);

export const behaviours = [
  {
    name: "the wheel zooms at the top of the page and gives it back",
    async run(page) {
      const box = await band(page);
      await page.mouse.move(box.x + 400, box.y + 60);
      await page.mouse.wheel(0, -300);
      await settled(page);
      assert.match(zoomOf(page) ?? "", /^\d{4}-\d{4}$/);
      await page.mouse.wheel(0, 600);
      await settled(page);
      assert.equal(zoomOf(page), null);
      await page.mouse.wheel(0, 300);
      await settled(page);
      assert.ok(
        await page.evaluate(() => window.scrollY > 0 || document.body.scrollHeight <= window.innerHeight),
      );
    },
  },
  {
    name: "a drawn range is shown and Escape goes back",
    async run(page) {
      const box = await band(page);
      await page.mouse.move(box.x + 230, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + 460, box.y + 60, { steps: 5 });
      await page.mouse.up();
      await settled(page);
      const [from, to] = zoomOf(page).split("-").map(Number);
      assert.ok(from >= 955 && from <= 1005 && to >= 1155 && to <= 1207, zoomOf(page));
      await page.mouse.move(5, 5);
      await page.locator("[role=option]").first().focus();
      await page.keyboard.press("Escape");
      await settled(page);
      assert.equal(zoomOf(page), null);
    },
  },
  {
    name: "keys walk the band, zoom into what is focused, and the tooltip follows",
    async run(page) {
      await page.locator("[role=option][tabindex='0']").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      const focused = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
      assert.match(focused, /^09:14 – 09:48, 34 m, Programming › daywright, signal$/);
      await page.getByText("34 m", { exact: true }).first().waitFor();
      await page.keyboard.press("Enter");
      await settled(page);
      assert.equal(zoomOf(page), "0910-0952");
    },
  },
  {
    name: "fingers: a tap tells, two zoom",
    width: 390,
    height: 844,
    async run(page) {
      const box = await band(page);
      await page.touchscreen.tap(box.x + 60, box.y + 60);
      await page
        .getByText(/Writing › Thesis/)
        .first()
        .waitFor();
      const session = await page.context().newCDPSession(page);
      const y = box.y + 60;
      const points = (a, b) => [
        { x: box.x + a, y, id: 1 },
        { x: box.x + b, y, id: 2 },
      ];
      await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: points(150, 200) });
      for (let step = 1; step <= 10; step += 1) {
        const touchPoints = points(150 - step * 8, 200 + step * 8);
        await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints });
      }
      await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
      await settled(page);
      assert.match(zoomOf(page) ?? "", /^\d{4}-\d{4}$/);
    },
  },
  {
    name: "keyboard alone: skip link, help, calendar, and back to where one was",
    async run(page) {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "main");
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByTitle("Choose a day").focus();
      await page.keyboard.press("Enter");
      await page.locator("[data-date='2026-11-20']").focus();
      await page.keyboard.press("ArrowUp");
      await page.waitForTimeout(100);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/day/2026-11-13");
    },
  },
  {
    name: "the theme is right before the first paint, and a choice outlives a reload",
    theme: "dark",
    path: "/settings",
    async run(page) {
      const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
      assert.equal(await theme(), "dark");
      await page.getByRole("radio", { name: "Light" }).click();
      assert.equal(await theme(), "light");
      await page.reload({ waitUntil: "commit" });
      await page.waitForSelector("html[data-theme=light]", { state: "attached" });
    },
  },
  {
    name: "nothing wider than a small phone",
    width: 360,
    height: 780,
    async run(page) {
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    },
  },
];
