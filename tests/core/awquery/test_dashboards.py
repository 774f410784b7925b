"""The programs that ActivityWatch's dashboard and `aw-client` send, over days of a made-up desktop."""

import json
import random
import re

import pytest
from aw_client import queries as client

from daywright.core.awquery import Limits, Meter, Plain, Value, parse, parse_period, plain, run
from daywright.kit.clock import from_us
from fakes.queries import DAY_US
from fakes.query_store import Buckets, Spot
from oracles.activitywatch_engine import answer as theirs

HOST = "desk"
WINDOW, AFK, WEB, VIM = (
    f"aw-watcher-window_{HOST}",
    f"aw-watcher-afk_{HOST}",
    "aw-watcher-web-firefox",
    "aw-watcher-vim",
)
APPS = ("Firefox", "firefox", "Code", "Terminal", "Slack")
WORDS = ("inbox — mail", "main.py - project", "docs", "Ünï", "● notes.md", "(3) chat", "github.com/pull", "YouTube")
STATES = ("not-afk", "not-afk", "not-afk", "afk")
RULES: list[tuple[list[str], dict[str, Value]]] = [
    (["Work"], {"type": "regex", "regex": r"Code|Terminal|github\.com"}),
    (["Work", "Docs"], {"type": "regex", "regex": r"\bdocs\b", "ignore_case": True}),
    (["Media"], {"type": "regex", "regex": "youtube", "ignore_case": True}),
    (["Media", "Talk"], {"type": "regex", "regex": r"(?<=\d\) )chat"}),
    (["Nothing"], {"type": "none"}),
]
ACTIVE = "Slack|YouTube"


def bucket(
    dice: random.Random, first_id: int, count: int, seconds: float, contents: list[dict[str, Value]]
) -> list[Spot]:
    """A watcher's events: mostly one after the other, now and then late, long, or twice."""
    found = []
    at_ms = 0
    for number in range(count):
        length_ms = round(dice.expovariate(1 / seconds) * 1000)
        found.append(Spot(first_id + number, DAY_US + at_ms * 1000, length_ms * 1000, dice.choice(contents)))
        at_ms += length_ms + dice.choice((0, 0, 1, 10, 400, 1001, 3000, 5000, 60_000, -50, -300))
        at_ms = max(at_ms, 0)
    return found


def desktop(seed: int, size: int) -> Buckets:
    dice = random.Random(seed)
    titles: list[dict[str, Value]] = [{"app": app, "title": word} for app in APPS for word in WORDS]
    pages: list[dict[str, Value]] = [
        {
            "url": f"https://{host}/{word}?q=1#x",
            "title": word,
            "audible": dice.random() < 0.3,
            "incognito": False,
            "tabCount": 3,
        }
        for host in ("www.example.com", "github.com")
        for word in WORDS
    ]
    files: list[dict[str, Value]] = [
        {"file": f"{word}.py", "project": word[:2], "language": "python"} for word in WORDS
    ]
    return Buckets(
        {
            WINDOW: bucket(dice, 1, size, 4, titles),
            AFK: bucket(dice, 100_001, size // 20, 80, [{"status": state} for state in STATES]),
            WEB: bucket(dice, 200_001, size // 2, 8, pages),
            VIM: bucket(dice, 300_001, size // 4, 10, files),
        },
        dict.fromkeys((WINDOW, AFK, WEB, VIM), HOST),
    )


def rules_text() -> str:
    """Categories as the dashboard writes them: JSON in which every two backslashes are one."""
    return re.sub(r"\\\\", r"\\", json.dumps(RULES))


def full_desktop(*, always_active: bool, audible: bool, only: str = "") -> str:
    """The page of a day."""
    lines = [
        f'events = flood(query_bucket("{WINDOW}"));',
        f'not_afk = flood(query_bucket("{AFK}"));',
        'not_afk = filter_keyvals(not_afk, "status", ["not-afk"]);',
    ]
    if always_active:
        for key in ("app", "title"):
            lines.append(f'not_treat_as_afk = filter_keyvals_regex(events, "{key}", "{ACTIVE}");')
            lines.append("not_afk = period_union(not_afk, not_treat_as_afk);")
    lines += [
        "browser_events = [];",
        f'events_firefox = flood(query_bucket("{WEB}"));',
        'window_firefox = filter_keyvals(events, "app", ["Firefox", "Firefox.exe"]);',
        'window_firefox_re = filter_keyvals_regex(events, "app", "(?i)^(firefox|nightly)");',
        "window_firefox = sort_by_timestamp(concat(window_firefox, window_firefox_re));",
        "events_firefox = filter_period_intersect(events_firefox, window_firefox);",
        "events_firefox = split_url_events(events_firefox);",
        "browser_events = concat(browser_events, events_firefox);",
        "browser_events = sort_by_timestamp(browser_events);",
    ]
    if audible:
        lines.append('audible_events = filter_keyvals(browser_events, "audible", [true]);')
        lines.append("not_afk = period_union(not_afk, audible_events);")
    lines += [
        "events = filter_period_intersect(events, not_afk);",
        "stopwatch_events = [];",
        f"events = categorize(events, {rules_text()});",
        f'events = filter_keyvals(events, "$category", {only});' if only else "",
        'title_events = sort_by_duration(merge_events_by_keys(events, ["app", "title"]));',
        'app_events   = sort_by_duration(merge_events_by_keys(title_events, ["app"]));',
        'cat_events   = sort_by_duration(merge_events_by_keys(events, ["$category"]));',
        "app_events  = limit_events(app_events, 100);",
        "title_events  = limit_events(title_events, 100);",
        "duration = sum_durations(events);",
        "browser_events = split_url_events(browser_events);",
    ]
    for name, key in (("urls", "url"), ("domains", "$domain"), ("titles", "title")):
        lines.append(f'browser_{name} = merge_events_by_keys(browser_events, ["{key}"]);')
        lines.append(f"browser_{name} = sort_by_duration(browser_{name});")
        lines.append(f"browser_{name} = limit_events(browser_{name}, 100);")
    lines += [
        "browser_duration = sum_durations(browser_events);",
        'stopwatch_events = merge_events_by_keys(stopwatch_events, ["label"]);',
        "stopwatch_events = sort_by_duration(stopwatch_events);",
        "stopwatch_events = limit_events(stopwatch_events, 100);",
        'RETURN = {"window": {"app_events": app_events, "title_events": title_events, "cat_events": cat_events,',
        '"active_events": not_afk, "duration": duration},',
        '"browser": {"domains": browser_domains, "urls": browser_urls, "titles": browser_titles,',
        '"duration": browser_duration}, "stopwatch": {"stopwatch_events": stopwatch_events}};',
    ]
    return "\n".join(lines)


ACTIVITY = f"""not_afk = [];
not_afk_curr = query_bucket("{AFK}");
not_afk_curr = filter_keyvals(not_afk_curr, "status", ["not-afk"]);
not_afk = union_no_overlap(not_afk, not_afk_curr);
not_afk = merge_events_by_keys(not_afk, ["status"]);
RETURN = not_afk;"""
EDITOR = f"""events = [];
events = concat(events, flood(query_bucket("{VIM}")));
files = sort_by_duration(merge_events_by_keys(events, ["file", "language"]));
files = limit_events(files, 100);
languages = sort_by_duration(merge_events_by_keys(events, ["language"]));
projects = sort_by_duration(merge_events_by_keys(events, ["project"]));
duration = sum_durations(events);
RETURN = {{"files": files, "languages": languages, "projects": projects, "duration": duration}};"""
DEVICES = f"""events = [];
events_desk = flood(query_bucket("{WINDOW}"));
not_afk_desk = flood(query_bucket("{AFK}"));
not_afk_desk = filter_keyvals(not_afk_desk, "status", ["not-afk"]);
events_desk = filter_period_intersect(events_desk, not_afk_desk);
events_other = flood(query_bucket("{VIM}"));
events = union_no_overlap(events, events_desk);
events = union_no_overlap(events, events_other);
RETURN = {{"events": events, "duration": sum_durations(events)}};"""
ANDROID = f"""events = flood(query_bucket("{WINDOW}"));
events = merge_events_by_keys(events, ["app", "title"]);
events = categorize(events, {rules_text()});
app_events = sort_by_duration(merge_events_by_keys(events, ["app", "classname", "title"]));
RETURN = {{"apps": app_events, "duration": sum_durations(events)}};"""


def by_client(*, browsers: bool, audible: bool) -> str:
    """What `aw-client` makes; with browsers it leaves a word of its own template in, which no server can read."""
    params = client.DesktopQueryParams(
        bid_window=WINDOW,
        bid_afk=AFK,
        bid_browsers=[WEB] if browsers else [],
        classes=RULES,
        filter_classes=[["Work"], ["Work", "Docs"]] if audible else [],
        include_audible=audible,
    )
    return client.fullDesktopQuery(params).replace("{default_limit}", "100")


PROGRAMS = {
    "a day": full_desktop(always_active=False, audible=True),
    "a day, always active": full_desktop(always_active=True, audible=False),
    "a day of one category": full_desktop(always_active=True, audible=True, only='[["Work"], ["Media", "Talk"]]'),
    "activity": ACTIVITY,
    "editor": EDITOR,
    "devices": DEVICES,
    "android": ANDROID,
    "client": by_client(browsers=False, audible=False),
    "client with browsers": by_client(browsers=True, audible=True),
}


def ours(program: str, store: Buckets, start_us: int, end_us: int) -> Plain:
    span = parse_period(f"{from_us(start_us).isoformat()}/{from_us(end_us).isoformat()}")
    return plain(run(parse(program), span, store, Meter(Limits())))


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize(("seed", "size"), [(1, 40), (2, 300), (3, 4_200)])
def test_dashboards_are_answered_as_by_activitywatch(program: str, seed: int, size: int) -> None:
    store = desktop(seed, size)
    last = max(spot.end_us for spots in store.buckets.values() for spot in spots)
    third = DAY_US + (last - DAY_US) // 3 // 1000 * 1000
    for start, end in ((DAY_US, last), (DAY_US + 60_000_000, third))[: 1 if size > 1_000 else 2]:
        answer = json.dumps(ours(program, store, start, end), sort_keys=True, indent=1)
        assert answer == json.dumps(theirs(program, store, start, end), sort_keys=True, indent=1)
