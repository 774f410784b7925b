/** A believable person: what they use, and the script of a few days. */
import type { Kind } from "../src/ui/kind";

export interface Activity {
  app: string;
  domain: string | null;
  project?: string;
  titles: string[];
  category: string[];
  weight: number;
  label: string;
}

export const ACTIVITIES = {
  thesis: {
    app: "Firefox",
    domain: "overleaf.com",
    titles: ["Chapter 3", "Chapter 3 — figures", "Chapter 2 — revisions", "references.bib"],
    category: ["Writing", "Thesis"],
    weight: 2,
    label: "Thesis",
  },
  notes: {
    app: "Obsidian",
    domain: null,
    titles: ["Outline, chapter 4", "Reading notes"],
    category: ["Writing"],
    weight: 1,
    label: "Writing",
  },
  daywright: {
    app: "VS Code",
    domain: null,
    project: "daywright",
    titles: [
      "flatten.py — daywright",
      "test_flatten.py — daywright",
      "presence.py — daywright",
      "plan.md — daywright",
    ],
    category: ["Programming", "daywright"],
    weight: 2,
    label: "daywright",
  },
  terminal: {
    app: "Terminal",
    domain: null,
    titles: ["pytest -n 2 — ~/src/daywright", "git log — ~/src/daywright"],
    category: ["Programming"],
    weight: 1,
    label: "Programming",
  },
  review: {
    app: "Firefox",
    domain: "github.com",
    titles: ["Keep the longer duration by mira · Pull Request #41", "Issues · daywright"],
    category: ["Programming", "Review"],
    weight: 2,
    label: "Review",
  },
  reading: {
    app: "Zotero",
    domain: null,
    titles: ["Mark et al. — The cost of interrupted work", "My library"],
    category: ["Reading and docs"],
    weight: 1,
    label: "Reading",
  },
  zoom: {
    app: "Zoom",
    domain: null,
    titles: ["Weekly with Prof. Adler", "Group seminar"],
    category: ["Meetings"],
    weight: 0,
    label: "Meetings",
  },
  slack: {
    app: "Slack",
    domain: null,
    titles: ["#group-general", "Mira (direct message)"],
    category: ["Messages"],
    weight: 0,
    label: "Messages",
  },
  youtube: {
    app: "Firefox",
    domain: "youtube.com",
    titles: ["The bridge that should not stand - YouTube", "Live at the Elbphilharmonie - YouTube"],
    category: ["Video"],
    weight: -2,
    label: "Video",
  },
  reddit: {
    app: "Firefox",
    domain: "reddit.com",
    titles: ["r/bikepacking: what I carried for 900 km", "reddit: the front page"],
    category: ["Social"],
    weight: -2,
    label: "Social",
  },
  files: {
    app: "Files",
    domain: null,
    titles: ["Scans", "Downloads"],
    category: [],
    weight: 0,
    label: "Files",
  },
} satisfies Record<string, Activity>;

export type ActivityName = keyof typeof ACTIVITIES;
type Line = readonly [from: string, to: string, what: ActivityName];

/** The day of the drawings: Friday 20 November. Time between two lines is time away. */
export const FRIDAY: readonly Line[] = [
  ["08:37", "09:10", "thesis"],
  ["09:10", "09:14", "reddit"],
  ["09:14", "09:48", "daywright"],
  ["09:48", "09:59", "terminal"],
  ["09:59", "10:06", "slack"],
  ["10:06", "10:29", "reading"],
  ["10:39", "11:04", "daywright"],
  ["11:04", "11:13", "youtube"],
  ["11:13", "11:50", "review"],
  ["11:50", "11:56", "slack"],
  ["12:39", "12:52", "zoom"],
  ["12:52", "13:49", "thesis"],
  ["13:49", "14:01", "youtube"],
  ["14:01", "14:20", "thesis"],
  ["14:20", "14:30", "notes"],
  ["14:37", "14:55", "zoom"],
  ["14:55", "15:28", "thesis"],
  ["15:28", "15:43", "reddit"],
  ["15:43", "15:50", "files"],
  ["15:50", "27:59", "thesis"],
];

export const ORDINARY: readonly Line[] = [
  ["08:52", "09:31", "daywright"],
  ["09:31", "09:44", "slack"],
  ["09:44", "10:58", "daywright"],
  ["11:10", "11:34", "review"],
  ["11:34", "11:49", "reddit"],
  ["11:49", "12:18", "reading"],
  ["13:02", "14:31", "thesis"],
  ["14:31", "14:52", "youtube"],
  ["14:52", "15:20", "zoom"],
  ["15:26", "16:49", "thesis"],
  ["16:49", "17:02", "files"],
  ["17:02", "17:31", "terminal"],
];

export const WEEKEND: readonly Line[] = [
  ["10:24", "10:51", "youtube"],
  ["10:51", "11:40", "notes"],
  ["15:05", "15:37", "reddit"],
  ["21:10", "22:48", "youtube"],
];

export const PHONE: readonly (readonly [from: string, to: string, label: string])[] = [
  ["09:10", "09:13", "Signal"],
  ["10:00", "10:03", "Signal"],
  ["11:18", "11:25", "Podcasts"],
  ["12:24", "12:54", "Podcasts"],
  ["14:22", "14:30", "Signal"],
  ["15:27", "15:37", "Instagram"],
];

export function kindOf(activity: Pick<Activity, "category" | "weight">): Kind {
  if (activity.category.length === 0) return "uncategorised";
  return activity.weight >= 1 ? "signal" : activity.weight <= -1 ? "noise" : "neutral";
}
