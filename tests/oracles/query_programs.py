"""Random buckets and random programs for ActivityWatch's query language.

Programs are grown statement by statement from variables whose kind is known, so that most of them run and reach deep;
some get one mistake of a kind that both engines have a word for.
"""

import json
from dataclasses import dataclass, field

from hypothesis import strategies as st

from daywright.core.awquery import Value
from fakes.query_store import Buckets, Spot

EPOCH_MS = 1_700_000_000_000
SPAN_MS = 120_000
WINDOW, WEB, AFK, EDITOR = "aw-watcher-window_one", "aw-watcher-web-firefox", "aw-watcher-afk_one", "aw-watcher-vim_two"
HOSTNAMES = {WINDOW: "one", WEB: "one", AFK: "one", EDITOR: "two"}
KEYS = ("app", "title", "url", "status", "audible", "$category", "$domain", "missing")
APPS = ("Firefox", "firefox", "Code", "Terminal", "")
TITLES = (
    "(2) Inbox — Mail",
    "● main.py - project",
    "FPS: 59.9 game",
    "docs",
    "Ünïcode straße",
    "a.b[c]",
    "line\nbreak",
)
URLS = (
    "https://www.example.com/a;p?q=1#f",
    "http://localhost:8000/",
    "about:blank",
    "file:///home/x",
    "no address",
    "https://example.com/a",
)
PATTERNS = (
    "fire",
    "(?i)^(firefox|code)$",
    r"\bmain\b",
    "Mail$",
    r"\w+\.py",
    "[a-c]+",
    r"^\(\d+\)",
    "(?<=Inbox) .*",
    r"ü",
    ".",
    "a.b",
    r"\[c",
    "x{2,}|o{1}",
    "(a|b)*c",
    "s{e<=1}",
    "[[:alpha:]]",
    r"a{,2}y|l{,1}\.",
    "straSSe|MAIN",
    r"\S\s\S",
)
PULSES = (0, 1, 2, 5, 30)

milliseconds = st.one_of(st.integers(0, SPAN_MS), st.sampled_from(range(0, SPAN_MS, 1000)))
durations_us = st.one_of(
    st.integers(0, 20_000).map(lambda ms: ms * 1000),
    st.sampled_from((0, 1000, 5_000_000, 10_000_000)),
    st.integers(0, 20_000_000),
)


def contents(bucket: str) -> st.SearchStrategy[dict[str, Value]]:
    match bucket:
        case _ if bucket == AFK:
            return st.sampled_from(("afk", "not-afk")).map(lambda status: {"status": status})
        case _ if bucket == WEB:
            return st.fixed_dictionaries(
                {"url": st.sampled_from(URLS), "title": st.sampled_from(TITLES)},
                optional={"audible": st.booleans(), "tabCount": st.integers(0, 3)},
            )
        case _ if bucket == EDITOR:
            return st.fixed_dictionaries(
                {}, optional={"project": st.sampled_from(("p", "q")), "deep": st.just([1, {"x": None}])}
            )
    return st.fixed_dictionaries({"app": st.sampled_from(APPS), "title": st.sampled_from(TITLES)})


@st.composite
def buckets(draw: st.DrawFn) -> Buckets:
    """Four buckets; some lists follow one another as watchers write them, some are anything."""
    number = 0
    found: dict[str, list[Spot]] = {}
    for name in (WINDOW, WEB, AFK, EDITOR):
        spots: list[Spot] = []
        at = draw(milliseconds)
        orderly = draw(st.booleans())
        for data in draw(st.lists(contents(name), max_size=12)):
            number += 1
            duration = draw(durations_us)
            spots.append(Spot(number, (EPOCH_MS + at) * 1000, duration, data))
            gap = draw(st.sampled_from((-90, -200, 0, 0, 1, 3, 999, 1001, 2500, 5000, 5001, 9000)))
            at = at + -(-duration // 1000) + gap if orderly else draw(milliseconds)
        found[name] = spots
    return Buckets(found, HOSTNAMES)


@dataclass
class Story:
    """A program being written."""

    draw: st.DrawFn
    lines: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def add(self, expression: str, *, events: bool = True) -> str:
        name = f"v{len(self.lines)}" if self.draw(st.integers(0, 9)) or not self.events else self.pick()
        self.lines.append(f"{name} = {expression};")
        known = self.events if events else self.others
        if not events and name in self.events:
            self.events.remove(name)
        if name not in known:
            known.append(name)
        return name

    def pick(self) -> str:
        return self.draw(st.sampled_from(self.events))


def text(value: str) -> str:
    """A text of the language: only the quote is escaped."""
    return '"' + value.replace('"', '\\"') + '"'


def texts(draw: st.DrawFn, choices: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(text, draw(st.lists(st.sampled_from(choices), max_size=3)))) + "]"


def rules(draw: st.DrawFn, *, categories: bool) -> str:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        label = draw(st.lists(st.sampled_from(("Work", "Docs", "Fun")), min_size=1, max_size=3))
        rule = f'{{"type": "regex", "regex": {text(draw(st.sampled_from(PATTERNS)))}'
        if draw(st.booleans()):
            rule += ', "ignore_case": true'
        if not draw(st.integers(0, 3)):
            rule += f', "select_keys": {texts(draw, KEYS)}'
        if not draw(st.integers(0, 3)):
            rule += f', "{draw(st.sampled_from(("priority", "weight")))}": {draw(st.integers(0, 30))}'
        name = json.dumps(label) if categories else text(label[0])
        found.append(f"[{name}, {rule}}}]")
    return "[" + ", ".join(found) + "]"


def values(draw: st.DrawFn) -> str:
    members = [
        '"Firefox"',
        '"not-afk"',
        '"docs"',
        "true",
        "false",
        "1",
        '["Work"]',
        '["Uncategorized"]',
        '"example.com"',
    ]
    return "[" + ", ".join(draw(st.lists(st.sampled_from(members), max_size=4))) + "]"


def step(story: Story) -> None:  # noqa: C901, PLR0912  (one case per function)
    draw, one = story.draw, story.pick()
    key = text(draw(st.sampled_from(KEYS)))
    match draw(st.integers(0, 19)):
        case 0 | 1:
            story.add(f"flood({one})" if draw(st.booleans()) else f"flood({one}, {draw(st.sampled_from(PULSES))})")
        case 2 | 3:
            story.add(f"filter_period_intersect({one}, {story.pick()})")
        case 4:
            story.add(f"period_union({one}, {story.pick()})")
        case 5:
            story.add(f"union_no_overlap({one}, {story.pick()})")
        case 6:
            story.add(f"concat({one}, {story.pick()})")
        case 7:
            story.add(f"merge_events_by_keys({one}, {texts(draw, KEYS)})")
        case 8:
            story.add(f"chunk_events_by_key({one}, {key})")
        case 9:
            story.add(f"categorize({one}, {rules(draw, categories=True)})")
        case 10:
            story.add(f"tag({one}, {rules(draw, categories=False)})")
        case 11:
            story.add(f"split_url_events({one})")
        case 12:
            present = story.add(f"filter_keyvals_regex({one}, {text('title')}, {text('.|^')})")
            story.add(f"simplify_window_titles({present}, {text('title')})")
        case 13:
            function = draw(st.sampled_from(("filter_keyvals", "exclude_keyvals")))
            story.add(f"{function}({one}, {key}, {values(draw)})")
        case 14:
            key = text(draw(st.sampled_from(("app", "title", "url"))))
            story.add(f"filter_keyvals_regex({one}, {key}, {text(draw(st.sampled_from(PATTERNS)))})")
        case 15:
            function = draw(st.sampled_from(("sort_by_timestamp", "sort_by_duration")))
            story.add(f"{function}({one})")
        case 16:
            story.add(f"limit_events({one}, {draw(st.integers(0, 8))})")
        case 17:
            conflict = draw(st.sampled_from(("", ', "base_wins"', ', "sub_wins"')))
            story.lines.append(f"keys = {texts(draw, KEYS)};")
            story.add(f"merge_subwatcher_fields({one}, {story.pick()}, keys{conflict})")
        case 18:
            story.add(f"sum_durations({one})", events=False)
        case _:
            others = f"nop() query_bucket_eventcount({text(WEB)}) find_bucket({text(EDITOR)})".split()
            story.add(
                draw(st.sampled_from([*others, "STARTTIME", "12", "'it''s'".replace("''", "\\'"), "true", "[]"])),
                events=False,
            )


@st.composite
def programs(draw: st.DrawFn) -> str:
    """A program that runs."""
    story = Story(draw)
    story.lines.append("none = [];")
    story.events.append("none")
    for name in (WINDOW, WEB, AFK, EDITOR):
        read = f"query_bucket({text(name)})"
        story.add(f"flood({read})" if draw(st.booleans()) else read)
    for _ in range(draw(st.integers(1, 8))):
        step(story)
    shown = [*story.events, *story.others]
    pairs = ", ".join(f"{text(name)}: {name}" for name in shown)
    story.lines.append(f"RETURN = {{{pairs}}};")
    return draw(st.sampled_from(("\n", "", "  \n\t"))).join(story.lines)


MISTAKES = (
    "x = unknown_variable;",
    "x = unknown_function(none);",
    'x = query_bucket("no such bucket");',
    'x = find_bucket("no such bucket");',
    'x = find_bucket("aw-", "no such host");',
    'x = flood("text");',
    "x = sort_by_duration(1);",
    'x = filter_keyvals(none, 1, ["x"]);',
    "x = merge_events_by_keys(none, true);",
    'x = limit_events(none, "3");',
    "x = sum_durations(none, none);",
    "x = nop(1);",
    'x = merge_subwatcher_fields(none, none, none, "what");',
    'x = categorize(none, [[["A"], {"regex": "a", "priority": "high"}]]);',
    'x = tag(none, [["A"]]);',
    "x = ;",
    "x = [1, 2;",
    'x = {"a" 1};',
    "x = {1: 2};",
    'x = "open;',
    "x = (;",
    "1x = 2;",
    "x = flood(none;",
    "f(x) = 1;",
    "x y = 1;",
    "x = 1 2;",
    "x = $;",
)


@st.composite
def mistaken(draw: st.DrawFn) -> str:
    """A program with one mistake."""
    lines = draw(programs()).split(";\n") if draw(st.booleans()) else ["none = []", 'RETURN = "x";']
    place = draw(st.integers(1, len(lines)))
    mistake = draw(st.sampled_from(MISTAKES))
    return ";\n".join([*lines[:place], mistake, *lines[place:]]) if draw(st.integers(0, 9)) else "none = [];"
