import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let opened = 0;

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** A page in its own context, with everything it complains about or asks from elsewhere collected in `complaints`. */
export async function openPage(
  browser,
  origin,
  { width, height, theme, scenario = "normal", locale = "en-GB" },
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale,
    timezoneId: "Europe/Berlin",
    hasTouch: width < 720,
    reducedMotion: "reduce",
  });
  opened += 1;
  await context.addCookies([
    { name: "mock", value: scenario, url: origin },
    { name: "who", value: `context${opened}`, url: origin }, // what one page changes no other sees
  ]);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource|WebSocket connection/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith(origin.replace("http", "ws"))) {
      complaints.push(`asked ${request.url()}`);
    }
  });
  return { page, context, complaints };
}
