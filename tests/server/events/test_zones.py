"""Where the person lived when: told by their devices, in order, and only when a device has moved."""

from daywright.kit.clock import rfc3339
from daywright.server import events
from daywright.server.app import Store
from daywright.server.foundation.database import driver
from fakes.clock import HandClock
from server_api import Api, second_device, window

BERLIN, TOKYO, UTC = "Europe/Berlin", "Asia/Tokyo", "Etc/UTC"


def _zones(store: Store) -> list[tuple[str, str]]:
    """From when on the person lived where, as `02 09:30`."""
    with store.database.reading() as session:
        known = events.zones_of(driver(session), store.owner)
    return [(f"{rfc3339(since)[8:10]} {rfc3339(since)[11:16]}", zone) for since, zone in known]


def test_a_journey_counts_from_when_it_was_first_told(api: Api, store: Store) -> None:
    api.send(window("2026-03-01T08:00:00Z", 60, "Code", "a"), zone=BERLIN)
    api.send(window("2026-03-02T08:00:00Z", 60, "Code", "a"), zone=BERLIN)
    api.send(window("2026-03-02T09:00:00Z", 60, "Code", "a"), zone=TOKYO)
    api.send(window("2026-03-02T10:00:00Z", 60, "Code", "a"), zone=TOKYO)
    assert _zones(store) == [("01 08:01", BERLIN), ("02 09:01", TOKYO)]


def test_what_began_before_a_journey_and_still_goes_on_does_not_move_it(api: Api, store: Store) -> None:
    api.send(window("2026-03-01T08:00:00Z", 60, "Code", "a"), zone=BERLIN)
    going_on = window("2026-03-02T08:00:00Z", 3600, "Code", "a")
    api.send(going_on, zone=BERLIN)
    api.send({**going_on, "duration": 7200}, zone=TOKYO)
    assert _zones(store)[-1] == ("02 10:00", TOKYO)


def test_two_devices_that_never_agree_make_no_journeys(api: Api, store: Store) -> None:
    other = second_device(api, store)
    for minute in range(10, 20):
        api.send(window(f"2026-03-02T08:{minute}:00Z", 60, "Code", "a"), zone=BERLIN)
        other.send(window(f"2026-03-02T08:{minute}:30Z", 60, "Code", "a"), zone=UTC)
    assert [zone for _, zone in _zones(store)] == [BERLIN]


def test_the_device_that_moves_takes_the_person_along(api: Api, store: Store) -> None:
    other = second_device(api, store)
    for minute, zone in ((10, BERLIN), (20, TOKYO)):
        api.send(window(f"2026-03-02T08:{minute}:00Z", 60, "Code", "a"), zone=zone)
        other.send(window(f"2026-03-02T08:{minute}:30Z", 60, "Code", "a"), zone=BERLIN)
    assert [zone for _, zone in _zones(store)] == [BERLIN, TOKYO]


def test_today_is_where_the_person_is(api: Api, clock: HandClock) -> None:
    api.send(window("2026-03-02T08:00:00Z", 60, "Code", "a"), zone=BERLIN)
    clock.pass_seconds(8 * 3600)
    assert (api.get("/me")["zone"], api.get("/me")["today"]) == (BERLIN, "2026-03-03")
    api.send(window("2026-03-03T19:00:00Z", 60, "Code", "a"), zone=TOKYO)
    assert (api.get("/me")["zone"], api.get("/me")["today"]) == (TOKYO, "2026-03-04")


def test_old_facts_with_another_zone_change_nothing_but_newer_ones_still_do(api: Api, store: Store) -> None:
    api.send(window("2026-03-02T08:00:00Z", 60, "Code", "a"), zone=BERLIN)
    api.send(window("2026-02-02T08:00:00Z", 60, "Code", "a"), zone=TOKYO)
    assert [zone for _, zone in _zones(store)] == [BERLIN]
    api.send(window("2026-03-02T09:00:00Z", 60, "Code", "a"), zone=TOKYO)
    assert [zone for _, zone in _zones(store)] == [BERLIN, TOKYO]


def test_of_very_many_journeys_the_newest_are_known(api: Api, store: Store) -> None:
    with store.database.writing() as session:
        rows = [(store.owner, number, UTC) for number in range(10_001)]
        driver(session).executemany("INSERT INTO zone (user, from_us, tzid) VALUES (?, ?, ?)", rows)
    with store.database.reading() as session:
        assert events.zones_of(driver(session), store.owner)[-1] == (10_000, UTC)
    assert api.get("/me")["today"] == "2026-03-03"
