"""The calls of ActivityWatch's dashboard for a day, and how its errors reach it."""

from typing import Any

import pytest

from activitywatch_api import Face, at

HOST = "h"
DAY = "2026-03-02T04:00:00+01:00/2026-03-03T04:00:00+01:00"
CODE, NEWS = {"app": "Code", "title": "a.py"}, {"app": "firefox", "title": "News — Mozilla Firefox"}
PAGE = {
    "url": "https://www.news.example/today?x=1#top",
    "title": "News",
    "audible": False,
    "incognito": False,
    "tabCount": 2,
}
WORK = r'[["Work"], {"type": "regex", "regex": "Code|\.py\b"}]'
RULES = f'[{WORK}, [["Media", "News"], {{"type": "regex", "regex": "(?i)news"}}]]'


@pytest.fixture
def day(face: Face) -> Face:
    """Ten minutes of code, five of news with a page, then away."""
    rows: dict[str, tuple[str, list[tuple[float, float, dict[str, Any]]]]] = {
        f"aw-watcher-window_{HOST}": ("currentwindow", [(0, 600, CODE), (600, 600, NEWS)]),
        f"aw-watcher-afk_{HOST}": ("afkstatus", [(0, 900, {"status": "not-afk"}), (900, 300, {"status": "afk"})]),
        f"aw-watcher-web-firefox_{HOST}": ("web.tab.current", [(590, 610, PAGE)]),
    }
    for bucket, (type_, events) in rows.items():
        face.make(bucket, type_, HOST)
        body = [{"timestamp": at(second), "duration": lasts, "data": data} for second, lasts, data in events]
        face.told("POST", f"/buckets/{bucket}/events", body)
    return face


def canonical() -> list[str]:
    """The statements of `fullDesktopQuery`, each one string."""
    lists = [
        f"{name} = limit_events(sort_by_duration(merge_events_by_keys(browser_events, [{key}])), 100);"
        for name, key in (("browser_urls", '"url"'), ("browser_domains", '"$domain"'), ("browser_titles", '"title"'))
    ]
    return [
        f'events = flood(query_bucket("aw-watcher-window_{HOST}"));',
        f'not_afk = flood(query_bucket("aw-watcher-afk_{HOST}"));',
        'not_afk = filter_keyvals(not_afk, "status", ["not-afk"]);',
        "browser_events = [];",
        f'events_firefox = flood(query_bucket("aw-watcher-web-firefox_{HOST}"));',
        'window_firefox = filter_keyvals(events, "app", ["Firefox","firefox"]);',
        'window_firefox_re = filter_keyvals_regex(events, "app", "(?i)^(firefox|librewolf)");',
        "window_firefox = sort_by_timestamp(concat(window_firefox, window_firefox_re));",
        "events_firefox = filter_period_intersect(events_firefox, window_firefox);",
        "events_firefox = split_url_events(events_firefox);",
        "browser_events = concat(browser_events, events_firefox);",
        "browser_events = sort_by_timestamp(browser_events);",
        "events = filter_period_intersect(events, not_afk);",
        "stopwatch_events = [];",
        f"events = categorize(events, {RULES});",
        'title_events = sort_by_duration(merge_events_by_keys(events, ["app", "title"]));',
        'app_events   = sort_by_duration(merge_events_by_keys(title_events, ["app"]));',
        'cat_events   = sort_by_duration(merge_events_by_keys(events, ["$category"]));',
        "app_events  = limit_events(app_events, 100);",
        "title_events  = limit_events(title_events, 100);",
        "duration = sum_durations(events);",
        *lists,
        "browser_duration = sum_durations(browser_events);",
        'RETURN = {"window": {"app_events": app_events, "title_events": title_events, "cat_events": cat_events,',
        '"active_events": not_afk, "duration": duration}, "browser": {"domains": browser_domains,',
        '"urls": browser_urls, "titles": browser_titles, "duration": browser_duration},',
        '"stopwatch": {"stopwatch_events": stopwatch_events}};',
    ]


@pytest.mark.parametrize("path", ["/query/", "/query", "/query/?name=fullDesktopQuery&cache=1"])
def test_the_query_of_a_day_is_answered(day: Face, path: str) -> None:
    for called in ("/info", "/settings", "/buckets/"):
        day.told("GET", called)
    (answer,) = day.told("POST", path, {"timeperiods": [DAY], "query": canonical()})
    seen = {tuple(one["data"]["$category"]): one["duration"] for one in answer["window"]["cat_events"]}
    assert seen == {("Work",): 600.0, ("Media", "News"): 300.0}
    assert [(one["data"], one["duration"]) for one in answer["window"]["app_events"]] == [
        ({"app": "Code"}, 600.0), ({"app": "firefox"}, 300.0),
    ]  # fmt: skip
    assert answer["window"]["duration"] == 900.0
    assert [one["data"] for one in answer["browser"]["domains"]] == [{"$domain": "news.example"}]
    assert answer["stopwatch"]["stopwatch_events"] == []


def test_many_periods_are_answered_in_one_request(day: Face) -> None:
    query = [
        "not_afk = [];",
        f'not_afk_curr = query_bucket("aw-watcher-afk_{HOST}");',
        'not_afk_curr = filter_keyvals(not_afk_curr, "status", ["not-afk"]);',
        "not_afk = union_no_overlap(not_afk, not_afk_curr);",
        'not_afk = merge_events_by_keys(not_afk, ["status"]);',
        "RETURN = not_afk;",
    ]
    periods = [f"2026-03-0{number}T04:00:00+01:00/2026-03-0{number + 1}T04:00:00+01:00" for number in range(1, 8)]
    answers = day.told("POST", "/query/", {"timeperiods": periods, "query": query})
    assert [[one["duration"] for one in answer] for answer in answers] == [[], [900.0], [], [], [], [], []]
    assert day.told("POST", "/query/", {"timeperiods": [], "query": query}) == []


@pytest.mark.parametrize(
    ("query", "kind"),
    [("RETURN = ;", "QueryParseException"), ("x = 1;", "QueryParseException"),
     ("RETURN = nothing;", "QueryInterpretException"), ("RETURN = limit_events();", "QueryInterpretException"),
     ('RETURN = query_bucket("no");', "QueryFunctionException")],
)  # fmt: skip
def test_what_is_wrong_with_a_program_is_said_as_clients_read_it(face: Face, query: str, kind: str) -> None:
    answer = face.ask("POST", "/query/", {"timeperiods": [DAY], "query": [query]})
    assert (answer.status_code, answer.json()["type"]) == (400, kind)
    assert answer.json()["message"]
    assert answer.json()["code"] == "query.refused"


@pytest.mark.parametrize(
    "body", [{}, {"query": []}, {"timeperiods": "x", "query": []}, {"timeperiods": ["x"], "query": ["RETURN=1;"]}, []]
)
def test_a_query_of_another_shape_is_refused(face: Face, body: Any) -> None:
    answer = face.ask("POST", "/query/", body)
    assert answer.status_code == 400
    assert answer.json()["type"]
    assert answer.json()["message"]


def test_a_query_sees_what_was_pushed_a_moment_ago(day: Face) -> None:
    asked = {"timeperiods": [DAY], "query": [f'RETURN = sum_durations(query_bucket("aw-watcher-window_{HOST}"));']}
    assert day.told("POST", "/query/", asked) == [1200.0]
    event = {"timestamp": at(1200), "duration": 0, "data": NEWS}
    day.told("POST", f"/buckets/aw-watcher-window_{HOST}/heartbeat", event, pulsetime=1)
    event["timestamp"] = at(1201)
    day.told("POST", f"/buckets/aw-watcher-window_{HOST}/heartbeat", event, pulsetime=1)
    assert day.told("POST", "/query/", asked) == [1201.0]
