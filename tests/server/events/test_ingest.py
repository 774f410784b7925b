import gzip
import json
import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.server.app import Store
from daywright.server.foundation import packing
from daywright.server.foundation.errors import Refusal
from fakes.packing import zstd
from server_api import Api, afk, day_of_work, window


def _post(api: Api, content: bytes, **headers: str) -> Any:
    headers = {
        "Content-Type": "application/json",
        **api.headers,
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    return api.client.post("/api/v1/ingest", content=content, headers=headers)


def _batch(*events: dict[str, object]) -> bytes:
    return json.dumps({"batch_id": str(uuid4()), "events": events}).encode()


def test_a_receipt_accounts_for_every_event(api: Api) -> None:
    good = window("2026-03-02T08:00:00Z", 5, "Code", "a")
    receipt = api.send(good, {**good, "duration": -1}, good)
    assert (receipt["accepted"], receipt["duplicate"]) == (1, 1)
    assert receipt["rejected"] == [{"index": 1, "code": "duration.invalid", "retryable": False}]
    assert receipt["server_time"] == "2026-03-03T12:00:00.000000Z"


def test_delivering_again_changes_nothing(api: Api) -> None:
    api.send(*day_of_work())
    before = api.get("/timeline", start="2026-03-02", end="2026-03-03")
    receipt = api.send(*day_of_work())
    assert (receipt["accepted"], receipt["duplicate"]) == (0, 6)
    assert api.get("/timeline", start="2026-03-02", end="2026-03-03") == before


def test_a_longer_duration_wins_whatever_the_order(api: Api) -> None:
    for seconds in (10, 30, 20):
        api.send(window("2026-03-02T08:00:00Z", seconds, "Code", "a"))
    assert api.seconds_by("app") == {"Code": 30}


@pytest.mark.parametrize("count", [1, 99, 137, 250])
def test_a_batch_of_any_size_is_stored_whole_and_holds_the_longer_of_two(api: Api, count: int) -> None:
    events = [window(f"2026-03-02T08:{n // 60:02}:{n % 60:02}Z", 1, "Code", f"{n}") for n in range(count)]
    receipt = api.send(*events, window("2026-03-02T08:00:00Z", 0.5, "Code", "0"))
    assert (receipt["accepted"], receipt["duplicate"]) == (count, 1)
    assert api.seconds_by("app") == {"Code": count}


def test_the_order_of_arrival_makes_no_difference(api: Api) -> None:
    events = list(day_of_work())
    api.send(*events)
    ordered = api.get("/timeline", start="2026-03-02", end="2026-03-03")["segments"]
    random.Random(7).shuffle(events)
    with api.client.app.state.database.writing() as session:  # type: ignore[attr-defined]
        session.connection().exec_driver_sql("DELETE FROM event")
        session.connection().exec_driver_sql("DELETE FROM day")
    for event in events:
        api.send(event)
    assert api.get("/timeline", start="2026-03-02", end="2026-03-03")["segments"] == ordered


PACK: dict[str, Callable[[bytes], bytes]] = {"gzip": lambda body: gzip.compress(body, mtime=0), "zstd": zstd.compress}


def _wide_zstd(body: bytes) -> bytes:
    """Packed so that unpacking would take 2 GiB of memory."""
    wide: dict[int, int] = {zstd.CompressionParameter.window_log: 31}
    packer = zstd.ZstdCompressor(options=wide)
    return packer.compress(body) + packer.flush()  # in pieces: it does not know the size, so it names the window


@pytest.mark.parametrize("encoding", PACK)
def test_a12_a_packed_body_is_understood_and_a_bomb_is_stopped(api: Api, encoding: str) -> None:
    body = PACK[encoding](_batch(window("2026-03-02T08:00:00Z", 5, "Code", "a")))
    assert _post(api, body, Content_Encoding=encoding).json()["accepted"] == 1
    bomb = PACK[encoding](b" " * 50_000_000)
    answer = _post(api, bomb, Content_Encoding=encoding)
    assert (answer.status_code, answer.json()["code"]) == (413, "body.too_large")


@pytest.mark.parametrize("encoding", PACK)
def test_a12_a_bomb_is_unpacked_no_further_than_the_bound(encoding: str) -> None:
    body = packing.unpacking(encoding)
    assert len(packing.unpack(body, PACK[encoding](b" " * 50_000_000), 1000)) == 1001


@pytest.mark.parametrize("encoding", PACK)
@given(body=st.binary(max_size=2000), cuts=st.lists(st.integers(min_value=0, max_value=2200), max_size=5))
def test_what_was_packed_comes_out_whatever_pieces_it_came_in(encoding: str, body: bytes, cuts: list[int]) -> None:
    packed, unpacking, got = PACK[encoding](body), packing.unpacking(encoding), b""
    edges = [0, *sorted(min(cut, len(packed)) for cut in cuts), len(packed)]
    for start, end in pairwise(edges):
        got += packing.unpack(unpacking, packed[start:end], len(body) - len(got))
    packing.finish(unpacking)
    assert got == body


@pytest.mark.parametrize("encoding", PACK)
@given(noise=st.binary(max_size=200), kept=st.integers(min_value=0, max_value=60))
def test_a12_noise_is_refused_and_never_breaks_the_server(encoding: str, noise: bytes, kept: int) -> None:
    unpacking, answered = packing.unpacking(encoding), 200
    try:
        packing.unpack(unpacking, PACK[encoding](b"x" * 1000)[:kept] + noise, 10_000)
        packing.finish(unpacking)
    except Refusal as refusal:
        answered = refusal.status
    assert answered in (200, 400)


def test_a_packing_nobody_knows_is_answered_with_those_that_are_known(api: Api) -> None:
    answer = _post(api, b"{}", Content_Encoding="br")
    assert answer.status_code == 415
    assert answer.headers["accept-encoding"] == "gzip, zstd"


def test_without_zstd_only_gzip_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daywright.kit.zstd.AVAILABLE", False)
    with pytest.raises(Refusal) as refused:
        packing.unpacking("zstd")
    assert refused.value.status == 415


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b"", {}, 400, "batch.malformed"),
        (b"{", {}, 400, "batch.malformed"),
        (b"[]", {}, 400, "batch.malformed"),
        (b'{"batch_id":"x","events":[]}', {}, 400, "batch.malformed"),
        (b'{"batch_id":"0192f3a4-0000-4000-8000-000000000001"}', {}, 400, "batch.malformed"),
        (b"\xff\xfe", {}, 400, "batch.malformed"),
        (b'{"batch_id":"0192f3a4-0000-4000-8000-000000000001","events":[],"zone":"Mars/One"}', {}, 400, "zone.unknown"),
        (b"x" * 3_000_000, {}, 413, "body.too_large"),
        (b"{}", {"Content_Type": "text/plain"}, 415, "body.type"),
        (b"{}", {"Content_Encoding": "br"}, 415, "body.encoding"),
        (b"no gzip", {"Content_Encoding": "gzip"}, 400, "body.encoding"),
        (gzip.compress(b"{}" * 1000, mtime=0)[:-9], {"Content_Encoding": "gzip"}, 400, "body.encoding"),
        (b"no zstd", {"Content_Encoding": "zstd"}, 400, "body.encoding"),
        (zstd.compress(b"{}" * 1000)[:-3], {"Content_Encoding": "zstd"}, 400, "body.encoding"),
        (zstd.compress(b"{}") + zstd.compress(b"{}"), {"Content_Encoding": "zstd"}, 400, "body.encoding"),
        (_wide_zstd(b"{}" * 1000), {"Content_Encoding": "zstd"}, 400, "body.encoding"),
    ],
)
def test_a_malformed_delivery_is_refused_as_problem_json(
    api: Api, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = _post(api, content, **headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "zone", ["", ".", "Europe", "../../../etc/passwd", "/etc/localtime", "localtime", "right/UTC", "a\0b"]
)
def test_only_zones_that_mean_the_same_everywhere_are_taken(api: Api, zone: str) -> None:
    batch = json.dumps({"batch_id": str(uuid4()), "events": [], "zone": zone}).encode()
    assert _post(api, batch).json()["code"] == "zone.unknown"


def test_too_many_events_at_once_are_refused(api: Api) -> None:
    event = window("2026-03-02T08:00:00Z", 5, "Code", "a")
    assert _post(api, _batch(*[event] * 1001)).json()["code"] == "batch.malformed"


def test_events_need_a_device(api: Api, store: Store) -> None:
    from daywright.server import accounts
    from daywright.server.foundation.access import Scope

    with store.database.writing() as session:
        reader = accounts.create_token(session, store.owner, "r", Scope.READ, None, store.clock.wall_us())
    answer = _post(api, _batch(), Authorization=f"Bearer {reader}")
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope")


def test_a_native_bucket_gets_its_activitywatch_name_and_kind(api: Api) -> None:
    api.send(
        window("2026-03-02T08:00:00Z", 5, "Code", "a"), {**afk("2026-03-02T08:00:00Z", 5, "afk"), "bucket": "afk2"}
    )
    buckets = {bucket["name"]: bucket for bucket in api.get("/buckets")["buckets"]}
    assert buckets["window"]["type"] == "currentwindow"
    assert buckets["window"]["id"] == f"daywright-window_{buckets['window']['hostname']}"
    assert buckets["afk2"]["kind"] == "afk"
    assert buckets["window"]["last_event"] == "2026-03-02T08:00:05.000000Z"


def test_unknown_kinds_are_kept_and_shown_but_count_for_nothing(api: Api) -> None:
    api.send({"bucket": "heart", "start": "2026-03-02T08:00:00Z", "duration": 60, "data": {"rate": 61}})
    assert api.get("/events/recent")["events"][0]["kind"] == "heart"
    assert api.get("/summary", start="2026-03-02", end="2026-03-03", by="app")["total_seconds"] == 0


def test_recent_events_come_newest_first_with_their_state(api: Api) -> None:
    api.send(*day_of_work())
    recent = api.get("/events/recent", limit=3)["events"]
    assert [event["start"][11:16] for event in recent] == ["09:30", "09:10", "09:10"]
    assert recent[0]["state"] == "not-afk"


def test_a_recent_editor_event_names_its_file_and_project(api: Api) -> None:
    data = {"file": "/home/ada/engine/notes.py", "project": "engine", "language": "Python"}
    api.send({"bucket": "editor-vscode", "start": "2026-03-02T08:00:00Z", "duration": 60, "data": data})
    (event,) = api.get("/events/recent")["events"]
    assert (event["app"], event["title"]) == ("vscode", "notes.py · engine")


def test_the_wire_s_golden_messages_get_their_receipts(api: Api) -> None:
    from server_api import EXAMPLES

    good = _post(api, (EXAMPLES / "ingest-good.json").read_bytes()).json()
    assert (good["accepted"], good["rejected"]) == (3, [])
    bad = _post(api, (EXAMPLES / "ingest-partly-bad.json").read_bytes()).json()
    del bad["server_time"]
    assert bad == json.loads((EXAMPLES / "ingest-partly-bad.receipt.json").read_bytes())
