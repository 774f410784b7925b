/**
 * Looks at the built app as a browser does: pictures of every state and size into test-results/screens of the repository,
 * an accessibility scan in both themes, and nothing asked from anywhere but the own server.
 * `npm run screens [name…]` takes only the pictures whose names contain one of the words.
 */
import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { preview } from "vite";

import { launch, openPage } from "./browser.mjs";
import { behaviours } from "./behaviours.mjs";
import { shots } from "./shots.mjs";

process.env.MOCK_FROZEN = "1";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("../../test-results/screens/");
const wanted = process.argv.slice(2);
const axe = await readFile(here("../node_modules/axe-core/axe.min.js"), "utf8");

await mkdir(out, { recursive: true });
const server = await preview({
  configFile: here("../vite.mock.config.ts"),
  preview: { port: 4199, host: "127.0.0.1" },
});
// Another run on this machine may have that port already.
const origin = new URL(server.resolvedUrls.local[0]).origin;
const browser = await launch();
let failed = 0;
let looked = 0;

for (const shot of shots) {
  if (wanted.length > 0 && !wanted.some((word) => shot.name.includes(word))) continue;
  looked += 1;
  const { page, context, complaints } = await openPage(browser, origin, shot);
  await page.goto(origin + (shot.path ?? "/"));
  await page.waitForTimeout(shot.settle ?? 700);
  await shot.act?.(page, context, origin);
  await page.screenshot({ path: `${out}${shot.name}.png`, fullPage: shot.full ?? false });
  const found = shot.scan ? await scan(page) : [];
  for (const problem of [...complaints, ...found]) {
    failed += 1;
    console.error(`${shot.name}: ${problem}`);
  }
  await context.close();
}

for (const { name, run, ...how } of behaviours) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  looked += 1;
  const { page, context, complaints } = await openPage(browser, origin, {
    width: 1440,
    height: 900,
    theme: "light",
    ...how,
  });
  await page.goto(origin + (how.path ?? "/"));
  await page.waitForSelector("figure, h1");
  const problem = await run(page, context, origin).then(
    () => null,
    (error) => error.message,
  );
  for (const each of [...complaints, ...(problem ? [problem] : [])]) {
    failed += 1;
    console.error(`${name}: ${each}`);
  }
  await context.close();
}

await browser.close();
await server.close();
console.log(failed === 0 ? `${looked} screens and behaviours ok` : `${failed} problems in ${looked}`);
process.exit(failed === 0 ? 0 : 1);

/** Evaluated through the debugger, so the page's own policy stays as it is. */
async function scan(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate("axe.run(document)");
  return violations
    .filter((each) => ["serious", "critical", "moderate"].includes(each.impact))
    .map(
      (each) =>
        `${each.impact} ${each.id}: ${each.nodes
          .map((node) => node.target.join(" "))
          .slice(0, 4)
          .join(" | ")}`,
    );
}
