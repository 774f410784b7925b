"""The worked example of `docs/explanation/how-counting-works.md`, told to the server and read back from it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from daywright.server import accounts, devices
from daywright.server.app import Store
from daywright.server.foundation.access import Scope
from pages import DOCS, blocks
from server_api import Api

PAGE = DOCS / "explanation" / "how-counting-works.md"
DAY = "2026-03-02"


def _instant(clock: str) -> datetime:
    return datetime.fromisoformat(f"{DAY}T{clock}:00").replace(tzinfo=UTC)


def _events(streams: dict[str, list[list[object]]]) -> Iterator[dict[str, object]]:
    for bucket, rows in streams.items():
        for start, end, data in rows:
            begun = _instant(str(start))
            seconds = (_instant(str(end)) - begun).total_seconds()
            yield {"bucket": bucket, "start": begun.isoformat(), "duration": seconds, "data": data}


@pytest.fixture
def told(api: Api, store: Store) -> Api:
    """The server after everything on the page was reported to it."""
    with store.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE user SET zone = 'UTC'")
    (reported,) = blocks(PAGE, "json", "reported")
    for device, streams in json.loads(reported.text).items():
        with store.database.writing() as session:
            now_us = store.clock.wall_us()
            made = devices.ensure_device(session, store.owner, device, now_us).id
            token = accounts.create_token(session, store.owner, device, Scope.WRITE, made, now_us)
        batch = {"batch_id": str(uuid4()), "events": list(_events(streams))}
        sent = api.client.post("/api/v1/ingest", json=batch, headers={"Authorization": f"Bearer {token}"})
        assert sent.json()["accepted"] == len(batch["events"])
    return api


def _line(segment: dict[str, str]) -> str:
    inside = segment["project"] or segment["domain"]
    what = f"{segment['app']} + {inside}" if inside else segment["app"]
    span = f"{segment['start'][11:16]}-{segment['end'][11:16]}"
    return f"{span} {segment['lane']:<8} {segment['device']:<6} {what:<25} {segment['category']}"


def test_the_timeline_of_the_example_is_the_one_on_the_page(told: Api) -> None:
    (written,) = blocks(PAGE, "text", "timeline")
    segments = told.get("/timeline", start=DAY, end="2026-03-03")["segments"]
    assert [_line(segment) for segment in segments] == written.text.splitlines()


def test_the_figures_of_the_example_are_those_on_the_page(told: Api) -> None:
    (written,) = blocks(PAGE, "json", "figures")
    page = told.get(f"/days/{DAY}")
    figures = json.loads(written.text)
    assert {name: page[name] for name in figures} == figures
