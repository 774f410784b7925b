"""Agents of different versions report to one server: the oldest shape that ever went out, and one from the future."""

import random
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from daywright.agent import remote
from daywright.agent.transports.verdict import read_receipt
from daywright.server.app import Store
from fakes.enrolled_device import EnrolledDevice, enrol_wish
from server_api import Api

INGEST, CONFIG, STATUS = "/api/v1/ingest", "/api/v1/devices/self/config", "/api/v1/devices/self/status"


def oldest(number: int) -> dict[str, Any]:
    """An event as the first agent sent it."""
    start = f"2026-03-02T{8 + number // 60:02}:{number % 60:02}:00.000000Z"
    return {"bucket": "window", "start": start, "duration": 30, "data": {"app": "Code", "title": str(number)}}


def future(number: int) -> dict[str, Any]:
    """The same as an agent of years to come may send it."""
    return {**oldest(number), "mood": "calm", "layers": [{"depth": 2}], "counts": {"keys": 3, "blinks": 4.5}}


def deliver(device: EnrolledDevice, events: list[dict[str, Any]], **more: object) -> tuple[int, int]:
    """Deliver, and read the receipt as the agent does: how many were accepted, how many known."""
    batch = uuid4()
    answer = device.ask("POST", INGEST, {"batch_id": str(batch), "events": events, **more})
    assert answer.status_code == 200, answer.text
    receipt = read_receipt(answer.content, batch.bytes, len(events))
    assert receipt is not None
    assert receipt.rejected == {}
    return receipt.accepted, receipt.duplicate


def rows(store: Store) -> int:
    with store.database.reading() as session:
        return int(session.connection().exec_driver_sql("SELECT count(*) FROM event").scalar_one())


def test_f18_f46_old_and_new_agents_deliver_side_by_side(enrol: Callable[..., EnrolledDevice], store: Store) -> None:
    chance = random.Random(20260302)
    old, new = enrol(hostname="old"), enrol(hostname="new")
    for start in range(0, 60, 10):
        numbers = range(start, start + 10)
        turns = [(old, [oldest(n) for n in numbers], {}), (new, [future(n) for n in numbers], {"sealed_by": {"v": 9}})]
        chance.shuffle(turns)
        for device, events, more in turns:
            assert deliver(device, events, **more) == (10, 0)
    assert rows(store) == 120


def test_i2_f18_an_event_that_was_sent_before_an_upgrade_is_the_same_after_it(
    device: EnrolledDevice, store: Store
) -> None:
    assert deliver(device, [oldest(1), oldest(2)]) == (2, 0)
    assert deliver(device, [future(1), future(2), future(3)], sent_at="2026-03-02T10:00:00Z") == (1, 2)
    assert rows(store) == 3


def test_what_a_newer_watcher_observed_is_kept_whole(api: Api, device: EnrolledDevice, store: Store) -> None:
    event = future(1)
    event["data"] = {**event["data"], "gesture": "swipe", "where": {"room": "attic"}}
    assert deliver(device, [event]) == (1, 0)
    with store.database.reading() as session:
        data = session.connection().exec_driver_sql("SELECT data FROM context").scalar_one()
    assert data == '{"app":"Code","gesture":"swipe","title":"1","where":{"room":"attic"}}'
    assert api.get("/events/recent")["events"][0]["title"] == "1"


def test_f46_the_oldest_and_a_future_report_are_both_read(api: Api, enrol: Callable[..., EnrolledDevice]) -> None:
    old, new = enrol(hostname="old"), enrol(hostname="new")
    assert old.ask("POST", STATUS, {"pending": 4}).status_code == 204
    told = {"pending": 5, "dead": 1, "line": "a", "seq": 1, "battery": 0.5, "peers": ["x"]}
    assert new.ask("POST", STATUS, told).status_code == 204
    reports = {one["name"]: one["report"] for one in api.get("/devices")["devices"] if one["report"]}
    assert {name: report["pending"] for name, report in reports.items()} == {"old": 4, "new": 5}


def test_the_oldest_and_a_future_wish_both_let_in(api: Api, new_secret: Callable[..., str]) -> None:
    whole = enrol_wish(new_secret())
    first = {name: whole[name] for name in ("enrollment_secret", "device_uid", "request_id", "hostname")}
    assert api.client.post("/api/v1/enroll", json=first).status_code == 201
    later = {**enrol_wish(new_secret()), "attestation": {"kind": "tpm"}}
    assert api.client.post("/api/v1/enroll", json=later).status_code == 201


def test_what_the_server_asks_is_read_by_the_agent_of_today(device: EnrolledDevice) -> None:
    body = device.ask("GET", CONFIG).content
    assert remote.read(body, device.answer["device_id"]).version == 1
    future_body = body[:-1] + b',"weather":{"wind":3},"enrol_again":null}'
    assert remote.read(future_body, device.answer["device_id"]).version == 1
