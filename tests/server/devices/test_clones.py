"""Two machines with one key are noticed by the turns they take, and nothing of theirs is refused."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from daywright.server.app import Store
from daywright.server.devices import queries
from daywright.server.devices.service.clones import KEPT, SUSPECTED
from daywright.server.foundation import audit
from daywright.wire.enrolment import DeviceConfig
from fakes.clock import HandClock
from fakes.enrolled_device import EnrolledDevice, enrol_wish
from server_api import Api, window

STATUS, CONFIG = "/api/v1/devices/self/status", "/api/v1/devices/self/config"
DAY_S = 86_400


class Machines:
    """Runs of agents that report with the key of one device, each by its letter."""

    def __init__(self, api: Api, device: EnrolledDevice, clock: HandClock) -> None:
        self.api, self.device, self.clock = api, device, clock
        self.reports: dict[str, int] = {}

    def report(self, line: str, seq: int | None = None) -> None:
        self.reports[line] = self.reports.get(line, 0) + 1
        told = {"pending": 0, "line": line, "seq": self.reports[line] if seq is None else seq}
        assert self.device.ask("POST", STATUS, told).status_code == 204
        self.clock.pass_seconds(300)

    def take_turns(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.report(line)

    @property
    def suspected(self) -> bool:
        (shown,) = [one for one in self.api.get("/devices")["devices"] if one["id"] == self.device.answer["device_id"]]
        return shown["clone_suspected"] is not None

    @property
    def asked(self) -> str | None:
        answer = self.device.ask("GET", CONFIG)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=DeviceConfig).enrol_again


@pytest.fixture
def machines(api: Api, device: EnrolledDevice, clock: HandClock) -> Machines:
    return Machines(api, device, clock)


@pytest.mark.parametrize("turns", ["ABAB", "AABBAABB", "ABCABC", "ABCAB", "AAABAAAABAB"])
def test_f48_two_machines_that_take_turns_are_noticed_and_asked_to_enrol_anew(machines: Machines, turns: str) -> None:
    machines.take_turns(turns)
    assert machines.suspected
    assert machines.asked == SUSPECTED


@pytest.mark.parametrize(
    "turns",
    ["AAAA", "AABBCC", "ABCDEFGHIJKLMNOP", "ABA", "ABCA"],
    ids=["one", "restarts", "many", "set back", "set back further"],
)
def test_f48_a_machine_that_restarts_or_is_set_back_once_is_one_machine(machines: Machines, turns: str) -> None:
    machines.take_turns(turns)
    assert not machines.suspected
    assert machines.asked is None


def test_a_copy_of_an_older_report_tells_nothing(machines: Machines) -> None:
    machines.take_turns("AAB")
    machines.report("A", seq=1)
    machines.report("B")
    machines.report("A", seq=2)
    machines.report("B")
    assert not machines.suspected


def test_agents_that_do_not_name_their_runs_are_left_alone(machines: Machines) -> None:
    for seq in range(6):
        assert machines.device.ask("POST", STATUS, {"pending": seq}).status_code == 204
    assert not machines.suspected


def test_f48_nothing_of_a_suspected_device_is_refused(machines: Machines) -> None:
    machines.take_turns("ABAB")
    answer = machines.device.deliver(window("2026-03-02T08:00:00Z", 60, "Code", "a"))
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1)


def test_f48_a_day_without_the_other_ends_the_suspicion(machines: Machines) -> None:
    machines.take_turns("ABABA")
    machines.clock.pass_seconds(DAY_S + 1)
    machines.report("A")
    assert not machines.suspected
    assert machines.asked is None


def test_f48_enrolling_the_device_again_ends_the_suspicion(api: Api, machines: Machines, new_secret: Any) -> None:
    wish = enrol_wish(new_secret(max_uses=2))
    first = EnrolledDevice(api.client, machines.clock, api.client.post("/api/v1/enroll", json=wish).json())
    machines = Machines(api, first, machines.clock)
    machines.take_turns("ABAB")
    assert machines.suspected
    again = api.client.post("/api/v1/enroll", json={**wish, "request_id": enrol_wish("")["request_id"]})
    machines.device = EnrolledDevice(api.client, machines.clock, again.json())
    assert again.json()["device_id"] == first.answer["device_id"]
    assert (machines.suspected, machines.asked) == (False, None)
    machines.report("C")
    assert not machines.suspected


def test_f48_both_times_are_written_down(machines: Machines, store: Store) -> None:
    machines.take_turns("ABABA")
    machines.clock.pass_seconds(DAY_S + 1)
    machines.report("A")
    with store.database.reading() as session:
        actions = [entry.action for entry in audit.newest(session, store.owner, 10)]
    assert actions[:2] == ["clone suspicion over", "clone suspected"]


def test_no_more_runs_are_remembered_than_needed(machines: Machines, store: Store) -> None:
    machines.take_turns("ABCDEFGHIJKLMN")
    with store.database.reading() as session:
        (device,) = [
            one for one in queries.of_user(session, store.owner) if one.uid == machines.device.answer["device_id"]
        ]
        assert len(queries.lines_of(session, device.id)) == KEPT
