import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from "@tanstack/react-router";

import { parseRules } from "@/features/categories/rules/view";
import type { View } from "@/features/timeline/DayBand";
import { parseActivity } from "@/features/timeline/activity/view";
import { parseTrends } from "@/features/timeline/trends/view";
import { parseTimeline } from "@/features/timeline/view";

import { CrashedPage } from "./pages/CrashedPage";
import { DevicesPage } from "./pages/DevicesPage";
import { NotFoundPage } from "./pages/NotFoundPage";
import { SettingsPage } from "./pages/SettingsPage";
import { TodayPage } from "./pages/TodayPage";
import { Shell } from "./shell";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** What the address may say about a day; anything else in it is dropped. */
export function parseView(search: Record<string, unknown>): View {
  return {
    ...(typeof search.zoom === "string" ? { zoom: search.zoom } : {}),
    ...(search.lane === "parallel" ? { lane: "parallel" as const } : {}),
    ...(search.view === "table" ? { view: "table" as const } : {}),
  };
}

const today = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: TodayPage,
  validateSearch: parseView,
});
const day = createRoute({
  getParentRoute: () => root,
  path: "/day/$date",
  component: TodayPage,
  validateSearch: parseView,
});
// Pages that one does not land on come with a bundle of their own.
const timeline = createRoute({
  getParentRoute: () => root,
  path: "/timeline",
  component: lazyRouteComponent(() => import("./pages/TimelinePage"), "TimelinePage"),
  validateSearch: parseTimeline,
});
const activity = createRoute({
  getParentRoute: () => root,
  path: "/activity",
  component: lazyRouteComponent(() => import("./pages/ActivityPage"), "ActivityPage"),
  validateSearch: parseActivity,
});
const trends = createRoute({
  getParentRoute: () => root,
  path: "/trends",
  component: lazyRouteComponent(() => import("./pages/TrendsPage"), "TrendsPage"),
  validateSearch: parseTrends,
});
const rules = createRoute({
  getParentRoute: () => root,
  path: "/rules",
  component: lazyRouteComponent(() => import("./pages/RulesPage"), "RulesPage"),
  validateSearch: parseRules,
});
const devices = createRoute({ getParentRoute: () => root, path: "/devices", component: DevicesPage });
const settings = createRoute({ getParentRoute: () => root, path: "/settings", component: SettingsPage });

/** A test brings its own history. */
export function makeRouter(history?: RouterHistory) {
  return createRouter({
    ...(history ? { history } : {}),
    routeTree: root.addChildren([today, day, timeline, activity, trends, rules, devices, settings]),
    // Plain query strings: `?zoom=0914-1100`, readable and without JSON quotes.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const set = Object.entries(search).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
      );
      const text = new URLSearchParams(set).toString();
      return text && `?${text}`;
    },
    defaultErrorComponent: CrashedPage,
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
