"""An agent meets servers older and newer than itself: what it does not know is no trouble, what is missing neither."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from daywright.agent.chores import Chores
from daywright.agent.enrolment import Enrolled, Wish, enrol
from daywright.agent.transports import Action, Answer, judge
from daywright.agent.transports.badge import DeviceBadge
from daywright.agent.transports.http import HttpTransport
from daywright.kit.clock import SystemClock
from daywright.kit.ids import uuid7, uuid_text
from fakes.clock import HandClock
from fakes.device_server import SECRET, DeviceServer, device_server
from fakes.ingest_server import Reply, Request, problem
from fakes.records import record

BATCH = uuid7(1_772_442_000_000_000)
OLDEST = {"batch_id": uuid_text(BATCH), "accepted": 2, "duplicate": 1, "rejected": []}


@pytest.fixture
def server() -> Iterator[DeviceServer]:
    with device_server() as found:
        yield found


def verdict(receipt: dict[str, object]) -> Action:
    answer = Answer(200, {"content-type": "application/json"}, json.dumps(receipt).encode())
    return judge(answer, batch_id=BATCH, events=3, now_us=0).action


def test_f46_the_oldest_receipt_and_one_of_the_future_both_deliver() -> None:
    assert verdict(OLDEST) is Action.SETTLE
    assert verdict({**OLDEST, "config_etag": 7, "region": "eu", "hints": [{"batch": 900}]}) is Action.SETTLE
    rejected = [{"index": 0, "code": "time.future", "retryable": False, "until": "2027-01-01T00:00:00Z"}]
    assert verdict({**OLDEST, "accepted": 1, "rejected": rejected}) is Action.SETTLE


def test_f46_a_problem_that_says_more_than_we_know_means_the_same() -> None:
    said = {"type": "about:blank", "title": "", "status": 413, "code": "body.too_large", "limit": {"events": 10}}
    answer = Answer(413, {"content-type": "application/problem+json"}, json.dumps(said).encode())
    assert judge(answer, batch_id=BATCH, events=3, now_us=0).action is Action.HALVE


@pytest.mark.parametrize("missing", [("config",), ("status",), ("config", "status", "keys")])
def test_f46_a_server_too_old_for_settings_and_reports_still_gets_events(
    server: DeviceServer, tmp_path: Path, missing: tuple[str, ...]
) -> None:
    def too_old(request: Request) -> Reply | None:
        return problem(404, "route.unknown") if request.target.rpartition("/")[2] in missing else None

    numbers = count()
    uid = "5b6f7e2c-8d1a-4f3b-9c0d-{:012d}"
    result = enrol(tmp_path, Wish(server.url, "mira", SECRET), SystemClock(), lambda: uid.format(next(numbers)))
    assert isinstance(result, Enrolled)
    server.meets = too_old
    line = HttpTransport(server.url, DeviceBadge(tmp_path, SystemClock()), "agent/1")
    chores = Chores(tmp_path, HandClock(), lambda: 0.5, report=lambda: {"pending": 0}, changed=lambda: None)
    chores.run(line)
    body = b'{"batch_id":"%s","events":[%s]}' % (uuid_text(BATCH).encode(), record(1).body)
    answer = line.post(body)
    assert judge(answer, batch_id=BATCH, events=1, now_us=0).action is Action.SETTLE
    assert len(server.rows) == 1
    line.close()


def test_f46_settings_of_the_future_are_taken_for_what_is_known_of_them(server: DeviceServer, tmp_path: Path) -> None:
    numbers = count()
    uid = "5b6f7e2c-8d1a-4f3b-9c0d-{:012d}"
    result = enrol(tmp_path, Wish(server.url, "mira", SECRET), SystemClock(), lambda: uid.format(next(numbers)))
    assert isinstance(result, Enrolled)
    server.config = {"version": 4, "record_titles": False, "colour_of_the_tray": "teal", "limits": {"a": [1]}}
    line = HttpTransport(server.url, DeviceBadge(tmp_path, SystemClock()), "agent/1")
    chores = Chores(tmp_path, HandClock(), lambda: 0.5, report=lambda: {"pending": 0}, changed=lambda: None)
    chores.run(line)
    wanted = chores.wanted()
    assert wanted is not None
    assert (wanted.version, wanted.record_titles, chores.held.refused) == (4, False, "")
    line.close()
