"""What a person may change of themselves, and that days of all time follow."""

import pytest

from daywright.server.app import Store
from daywright.server.foundation.database import driver
from server_api import Api, window

BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"


def _hours(api: Api) -> dict[str, float]:
    answer = api.get("/summary", start="2026-03-01T00:00:00Z", end="2026-03-04T00:00:00Z", by="day")
    return {row["key"]: row["seconds"] for row in answer["rows"]}


def test_a_day_that_begins_earlier_takes_the_night_with_it(api: Api) -> None:
    api.send(window("2026-03-02T01:30:00Z", 1800, "Code", "late"))  # 02:30 in Berlin
    assert _hours(api) == {"2026-03-01": 1800}
    changed = api.client.patch("/api/v1/me", json={"day_start": "02:15"}, headers=api.headers)
    assert changed.json()["day_start"] == "02:15"
    assert _hours(api) == {"2026-03-02": 1800}


def test_what_is_left_out_stays(api: Api) -> None:
    before = api.get("/me")
    answer = api.client.patch("/api/v1/me", json={"week_start": 7, "name": "Ada"}, headers=api.headers)
    assert answer.json() == {**before, "week_start": 7, "name": "Ada"}
    assert api.get("/me")["week_start"] == 7


@pytest.mark.parametrize(
    "wrong", [{"day_start": "12:00"}, {"day_start": "4:00"}, {"week_start": 0}, {"name": ""}, {"zone": "UTC"}]
)
def test_a_wrong_change_changes_nothing(api: Api, wrong: dict[str, object]) -> None:
    before = api.get("/me")
    answer = api.client.patch("/api/v1/me", json={"week_start": 3, **wrong}, headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")
    assert api.get("/me") == before


def test_zones_of_all_time_can_be_set_right(api: Api) -> None:
    api.send(window("2026-03-01T20:00:00Z", 600, "Code", "a"), window("2026-03-02T20:00:00Z", 600, "Code", "b"))
    assert api.get("/zones") == {"zones": [{"since": None, "zone": BERLIN}]}
    said = {"zones": [{"since": None, "zone": BERLIN}, {"since": "2026-03-02T12:00:00.000000Z", "zone": TOKYO}]}
    answer = api.client.put("/api/v1/zones", json=said, headers=api.headers)
    assert answer.json() == said
    assert api.get("/zones") == said
    assert api.get("/me")["zone"] == TOKYO
    assert _hours(api) == {"2026-03-01": 600, "2026-03-03": 600}  # 05:00 of the next day in Tokyo


@pytest.mark.parametrize(
    ("zones", "code"),
    [
        ([], "request.malformed"),
        ([{"zone": "Mars/One"}], "zone.unknown"),
        ([{"zone": BERLIN}, {"zone": TOKYO}], "zone.history"),
        ([{"zone": BERLIN}, {"since": "2026-03-02T12:00:00", "zone": TOKYO}], "request.malformed"),
        ([{"zone": BERLIN}, {"since": "2126-03-02T12:00:00Z", "zone": TOKYO}], "zone.history"),
        ([{"zone": BERLIN}, {"since": "0001-01-01T00:00:00+14:00", "zone": TOKYO}], "zone.history"),
    ],
)
def test_a_wrong_history_is_refused_whole(api: Api, zones: list[dict[str, object]], code: str) -> None:
    answer = api.client.put("/api/v1/zones", json={"zones": zones}, headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert api.get("/zones") == {"zones": [{"since": None, "zone": BERLIN}]}


def test_two_people_cannot_have_one_name(api: Api, store: Store) -> None:
    with store.database.writing() as session:
        driver(session).execute(
            "INSERT INTO user (name, zone, day_start_minutes, week_start, created_us) VALUES ('Ada', 'UTC', 240, 1, 0)"
        )
    answer = api.client.patch("/api/v1/me", json={"name": "Ada"}, headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "account.name_taken")
