import pytest

from fakes.clock import HandClock
from server_api import Api, afk, day_of_work, window

DAY = {"start": "2026-03-02", "end": "2026-03-03"}


def test_time_away_counts_from_the_last_input(api: Api) -> None:
    api.send(*day_of_work())
    assert api.seconds_by("app") == {"Code": 3600 + 1800, "firefox": 600}
    assert api.get("/summary", by="app", **DAY)["total_seconds"] == 6000


def test_sums_by_hour_and_day_are_those_of_the_segments(api: Api) -> None:
    api.send(*day_of_work())
    hours = api.seconds_by("hour")
    assert hours == {"2026-03-02T09:00:00+01:00": 3600, "2026-03-02T10:00:00+01:00": 2400}
    assert api.seconds_by("day") == {"2026-03-02": 6000}


def test_without_presence_rows_the_user_counts_as_active(api: Api) -> None:
    api.send(window("2026-03-02T08:00:00Z", 3600, "Code", "a"))
    assert api.seconds_by("title") == {"a": 3600}


def test_an_evening_past_midnight_belongs_to_the_day_it_began_in(api: Api) -> None:
    api.send(window("2026-03-02T22:30:00Z", 3 * 3600, "Code", "late"))
    assert api.seconds_by("day") == {"2026-03-02": 3 * 3600}
    assert sum(api.seconds_by("hour").values()) == 3 * 3600


def test_two_windows_at_once_never_add_up(api: Api) -> None:
    api.send(
        window("2026-03-02T08:00:00Z", 3600, "Code", "a"),
        {**window("2026-03-02T08:00:00Z", 3600, "firefox", "b"), "bucket": "window2"},
    )
    assert api.get("/summary", by="app", **DAY)["total_seconds"] == 3600


def test_the_timeline_lists_what_the_summary_adds_up(api: Api) -> None:
    api.send(*day_of_work())
    timeline = api.get("/timeline", **DAY)
    assert timeline["total_seconds"] == 6000
    assert [(one["start"][11:19], one["end"][11:19], one["app"]) for one in timeline["segments"]] == [
        ("08:00:00", "09:00:00", "Code"),
        ("09:00:00", "09:10:00", "firefox"),
        ("09:30:00", "10:00:00", "Code"),
    ]
    assert {one["lane"] for one in timeline["segments"]} == {"primary"}


def test_late_facts_change_days_that_were_built(api: Api) -> None:
    api.send(window("2026-03-02T08:00:00Z", 600, "Code", "a"))
    assert api.seconds_by("app") == {"Code": 600}
    api.send(window("2026-03-02T08:05:00Z", 60, "firefox", "b"))
    assert api.seconds_by("app") == {"Code": 540, "firefox": 60}


def test_presence_that_comes_a_day_late_reaches_the_next_day(api: Api) -> None:
    api.send(window("2026-03-02T08:00:00Z", 600, "Code", "a"))
    assert api.seconds_by("app") == {"Code": 600}
    api.send(afk("2026-03-01T09:00:00Z", 3600, "not-afk"))
    assert api.seconds_by("app") == {}, "the device has a presence watcher, which saw nobody on 2 March"


def test_rows_are_limited_and_longest_first(api: Api) -> None:
    api.send(*day_of_work())
    rows = api.get("/summary", by="app", limit=1, **DAY)["rows"]
    assert [row["key"] for row in rows] == ["Code"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"start": "2026-03-02"}, "request.malformed"),
        ({"start": "nonsense", "end": "2026-03-03"}, "instant.invalid"),
        ({"start": "2026-02-30", "end": "2026-03-03"}, "date.invalid"),
        ({"start": "2026-03-03", "end": "2026-03-03"}, "range.empty"),
        ({"start": "2026-03-03", "end": "2026-03-02"}, "range.empty"),
        ({"start": "2026-03-02T09:00:00", "end": "2026-03-03"}, "instant.invalid"),
        ({"start": "2026-03-02", "end": "2026-03-03", "by": "mood"}, "request.malformed"),
        ({"start": "2026-03-02", "end": "2026-03-03", "limit": 0}, "request.malformed"),
        ({"start": "0001-01-01", "end": "9999-12-31"}, "date.invalid"),
    ],
)
def test_a_range_that_is_none_is_refused(api: Api, params: dict[str, str], code: str) -> None:
    answer = api.client.get("/api/v1/summary", params=params, headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_instants_may_carry_any_offset_even_with_a_bare_plus(api: Api) -> None:
    api.send(*day_of_work())
    path = "/api/v1/summary?by=app&start=2026-03-02T09:00:00+01:00&end=2026-03-02T08:30:00Z"
    assert api.client.get(path, headers=api.headers).json()["total_seconds"] == 1800


def test_the_page_of_a_day_adds_up(api: Api) -> None:
    api.send(*day_of_work())
    page = api.get("/days/2026-03-02")
    kinds = ("signal_seconds", "noise_seconds", "neutral_seconds", "uncategorised_seconds")
    assert page["total_seconds"] == 6000 == sum(page[kind] for kind in kinds)
    assert sum(row["seconds"] for row in page["categories"]) == 6000
    assert (page["first_activity"][11:16], page["last_activity"][11:16]) == ("08:00", "10:00")
    (pause,) = page["breaks"]
    assert (pause["start"][11:16], pause["end"][11:16], pause["seconds"]) == ("09:10", "09:30", 1200)
    assert [place["key"] for place in page["places"]] == ["VS Code", "Firefox"]
    assert page["usual"] is None


def test_a_focus_block_is_named_after_focus_not_after_its_longest_interruption(api: Api) -> None:
    work = [window(f"2026-03-02T08:{minute:02}:00Z", 120, "Code", f"{minute}.py") for minute in (0, 2, 4, 10, 12, 14)]
    api.send(*work, window("2026-03-02T08:06:00Z", 230, "firefox", "Cats - YouTube — Mozilla Firefox"))
    (block,) = api.get("/days/2026-03-02")["focus_blocks"]
    assert (block["category"], block["label"], block["seconds"]) == (["Development", "Coding"], "Coding", 16 * 60)


def test_a_day_is_compared_with_its_weekday_up_to_the_same_time(api: Api, clock: HandClock) -> None:
    for week in ("02-02", "02-09", "02-16"):
        api.send(window(f"2026-{week}T08:00:00Z", 3 * 3600, "Code", "a"))
    clock.pass_seconds(6 * 86_400 - 3 * 3600)  # Monday 9 March, 10:00 in Berlin
    usual = api.get("/days/2026-03-09")["usual"]
    assert usual == {"days": 3, "total_seconds": 3600, "signal_seconds": 3600}


def test_an_empty_day_is_a_page_too(api: Api) -> None:
    page = api.get("/days/2026-03-02")
    assert (page["total_seconds"], page["first_activity"], page["band"], page["score"]) == (0, None, [], None)


@pytest.mark.parametrize("day", ["yesterday", "2026-3-2", "2026-13-01", "1066-10-14"])
def test_a_day_that_is_none_is_refused(api: Api, day: str) -> None:
    answer = api.client.get(f"/api/v1/days/{day}", headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "date.invalid")


def test_now_tells_what_is_in_front_and_since_when(api: Api) -> None:
    assert api.get("/now")["presence"] == "unknown"
    api.send(window("2026-03-03T11:50:00Z", 595, "Code", "a.py"), afk("2026-03-03T11:00:00Z", 3595, "not-afk"))
    now = api.get("/now")
    assert (now["presence"], now["app"], now["title"]) == ("active", "VS Code", "a.py")
    assert now["since"] == "2026-03-03T11:50:00.000000Z"
    assert now["kind"] == "signal"


def test_now_is_what_has_only_just_begun(api: Api) -> None:
    api.send(
        window("2026-03-03T11:50:00Z", 590, "Code", "a.py"),
        window("2026-03-03T11:59:50.000200Z", 0.0007, "firefox", "Cats"),
        afk("2026-03-03T11:00:00Z", 3590.001, "not-afk"),
    )
    now = api.get("/now")
    assert (now["presence"], now["title"], now["since"]) == ("active", "Cats", "2026-03-03T11:59:50.000000Z")


def test_now_is_unknown_when_nothing_was_heard_for_long(api: Api, clock: HandClock) -> None:
    api.send(window("2026-03-03T11:50:00Z", 595, "Code", "a.py"))
    clock.pass_seconds(300)
    now = api.get("/now")
    assert (now["presence"], now["app"]) == ("unknown", None)
    assert now["last_event_at"] == "2026-03-03T11:59:55.000000Z"


def test_now_believes_the_presence_that_was_seen_last(api: Api) -> None:
    api.send(
        window("2026-03-03T11:00:00Z", 3000, "Code", "a.py"),
        afk("2026-03-03T11:50:00.000Z", 595, "afk"),
        afk("2026-03-03T11:50:00.030Z", 20, "not-afk"),  # what a restarted watcher thought for a moment
    )
    assert api.get("/now")["presence"] == "away"


def test_now_says_away(api: Api) -> None:
    api.send(
        window("2026-03-03T11:00:00Z", 3000, "Code", "a.py"),
        afk("2026-03-03T11:00:00Z", 3000, "not-afk"),
        afk("2026-03-03T11:50:00Z", 595, "afk"),
    )
    now = api.get("/now")
    assert (now["presence"], now["since"]) == ("away", "2026-03-03T11:50:00.000000Z")
