from uuid import uuid4

import pytest

from fakes.clock import HandClock
from server_api import Api, window


def deliver(api: Api, sent_at: str | None) -> None:
    batch = {"batch_id": str(uuid4()), "sent_at": sent_at, "events": [window("2026-03-02T08:00:00Z", 60, "Code", "a")]}
    answer = api.client.post("/api/v1/ingest", json=batch, headers=api.headers)
    assert answer.status_code == 200, answer.text


def skew(api: Api) -> float | None:
    (device,) = api.get("/devices")["devices"]
    found: float | None = device["clock_skew_seconds"]
    return found


@pytest.mark.parametrize(
    ("sent_at", "seconds"),
    [
        ("2026-03-03T12:00:00Z", None),
        ("2026-03-03T12:01:00Z", None),
        ("2026-03-03T11:59:00Z", None),
        ("2026-03-03T12:01:01.5Z", 61.5),
        ("2026-03-03T11:00:00Z", -3600),
        ("2026-03-03T14:00:00+01:00", 3600),
        ("2026-03-03T14:00:00", None),
        (None, None),
    ],
)
def test_a_device_whose_clock_is_more_than_a_minute_off_is_flagged(
    api: Api, sent_at: str | None, seconds: float | None
) -> None:
    deliver(api, sent_at)
    assert skew(api) == seconds


def test_a_clock_that_was_set_right_is_no_longer_flagged(api: Api, clock: HandClock) -> None:
    deliver(api, "2026-03-03T13:00:00Z")
    assert skew(api) == 3600
    clock.pass_seconds(60)
    deliver(api, "2026-03-03T12:01:00Z")
    assert skew(api) is None
