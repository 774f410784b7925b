/** The person's own tree and rules, and what no rule knows yet. */
import type { RuleDocument, WireCategory, WireRule } from "../src/features/categories/rules/model";
import { HUES } from "../src/ui/hues";

const node = (path: string, weight: number, role: string, hue: number | null = null): WireCategory => ({
  path: path.split(" › "),
  weight,
  colour: hue === null ? null : (HUES[hue] ?? null),
  role,
});

const rule = (category: string, field: string, op: string, ...values: string[]): WireRule => ({
  category: category.split(" › "),
  field,
  op,
  ...(values.length === 1 ? { value: values[0] ?? "" } : { values }),
  ignore_case: op !== "regex",
});

const REFERENCE = [
  "docs.python.org",
  "developer.mozilla.org",
  "stackoverflow.com",
  "docs.rs",
  "sqlite.org",
  "numpy.org",
  "react.dev",
  "tailwindcss.com",
];

const EDITORS = [
  "VS Code",
  "Code",
  "Zed",
  "Emacs",
  "GVim",
  "Terminal",
  "Konsole",
  "kitty",
  "Alacritty",
  "GitHub Desktop",
];

export const RULEBOOK: RuleDocument = {
  categories: [
    node("Writing", 1, "focus", 0),
    node("Writing › Thesis", 2, "focus"),
    node("Programming", 1, "focus", 1),
    node("Programming › daywright", 2, "focus"),
    node("Programming › Review", 2, "focus"),
    node("Programming › Reference", 1, "focus"),
    node("Reading and docs", 1, "focus", 2),
    node("Reading and docs › Papers", 2, "focus"),
    node("Meetings", 0, "meeting", 3),
    node("Messages", 0, "communication", 4),
    node("Messages › Mail", 0, "communication"),
    node("Planning", 1, "neutral", 5),
    node("Video", -2, "noise", 7),
    node("Social", -2, "noise", 8),
    node("News", -1, "noise", 6),
    node("Personal", 0, "personal", 10),
    node("Personal › Travel", 0, "personal"),
    node("Personal › Shopping", -1, "personal"),
  ],
  rules: [
    rule("Writing › Thesis", "domain", "domain_suffix", "overleaf.com"),
    rule("Programming › daywright", "project", "equals", "daywright"),
    rule("Programming › Review", "title", "regex", " · Pull Request #\\d+"),
    rule("Programming › Review", "domain", "domain_suffix", "github.com", "gitlab.com", "codeberg.org"),
    rule("Programming › Reference", "domain", "domain_suffix", ...REFERENCE),
    rule("Reading and docs › Papers", "domain", "domain_suffix", "arxiv.org", "doi.org", "jstor.org"),
    rule("Meetings", "domain", "equals", "meet.google.com", "meet.jit.si"),
    rule(
      "Messages › Mail",
      "domain",
      "domain_suffix",
      "mail.google.com",
      "outlook.office.com",
      "fastmail.com",
    ),
    rule("Planning", "domain", "domain_suffix", "calendar.google.com", "linear.app"),
    rule("Video", "domain", "domain_suffix", "youtube.com", "netflix.com", "twitch.tv", "vimeo.com"),
    rule("Social", "domain", "domain_suffix", "reddit.com", "x.com", "bsky.app", "instagram.com"),
    rule("News", "domain", "domain_suffix", "spiegel.de", "zeit.de", "news.ycombinator.com"),
    rule("Personal › Travel", "domain", "domain_suffix", "bahn.de", "booking.com"),
    rule("Writing", "app", "equals", "Obsidian", "LibreOffice Writer", "Typora", "Zettlr"),
    rule("Programming", "app", "equals", ...EDITORS),
    rule("Programming", "app", "glob", "org.gnome.*erminal*"),
    rule("Reading and docs", "app", "equals", "Zotero", "Evince", "Okular", "Calibre"),
    rule("Meetings", "app", "equals", "Zoom", "Microsoft Teams", "Webex"),
    rule("Messages", "app", "equals", "Slack", "Signal", "Element", "Discord"),
    rule("Messages › Mail", "app", "equals", "Thunderbird", "Geary", "Evolution"),
    rule("Planning", "title", "contains", "Weekly plan"),
    rule("Video", "title", "contains", " - YouTube"),
  ],
};

/** Things seen that no rule of the book takes; seconds a day, on every other day or so. */
export const UNKNOWN = [
  { app: "Files", domain: "", title: "Scans", seconds: 420 },
  { app: "Files", domain: "", title: "Downloads", seconds: 260 },
  { app: "Firefox", domain: "leo.org", title: "Frist ⇔ Englisch — leo.org", seconds: 380 },
  { app: "Firefox", domain: "dict.leo.org", title: "gewissermaßen ⇔ Englisch — leo.org", seconds: 290 },
  { app: "Firefox", domain: "observablehq.com", title: "Calendar / Observable", seconds: 510 },
  { app: "Firefox", domain: "observablehq.com", title: "Plot: Marks / Observable", seconds: 240 },
  { app: "Inkscape", domain: "", title: "figure-3-2.svg — Inkscape", seconds: 640 },
  { app: "Firefox", domain: "komoot.com", title: "Harz, two days — komoot", seconds: 310 },
  { app: "Calculator", domain: "", title: "Calculator", seconds: 45 },
];
