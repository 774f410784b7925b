"""An enrolled device fetches its settings, tells how it is and replaces its key, over a real connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent import credentials, remote
from daywright.agent.chores import HEALTHY_US, POLL_US, Chores
from daywright.agent.enrolment import Enrolled, Wish, enrol
from daywright.agent.transports.badge import DeviceBadge
from daywright.agent.transports.http import HttpTransport
from daywright.kit.clock import SystemClock
from fakes.clock import HandClock
from fakes.device_server import SECRET, Device, DeviceServer, device_server
from fakes.ingest_server import Reply, problem

SECOND = 1_000_000


class Scene:
    """One enrolled device whose time is turned by hand; signatures use the real clock."""

    def __init__(self, home: Path, server: DeviceServer) -> None:
        self.home, self.server = home, server
        self.clock = HandClock()
        result = enrol(
            home, Wish(server.url, "mira", SECRET), SystemClock(), lambda: "5b6f7e2c-8d1a-4f3b-9c0d-000000000001"
        )
        assert isinstance(result, Enrolled)
        self.transport = HttpTransport(server.url, DeviceBadge(home, SystemClock()), "agent/1")
        self.changes = 0
        self.chores = self.begin()

    def begin(self) -> Chores:
        """The chores of an agent that starts."""
        return Chores(self.home, self.clock, lambda: 0.5, report=lambda: {"pending": 3}, changed=self.change)

    def change(self) -> None:
        self.changes += 1

    def run(self, after_s: float = 0) -> None:
        self.clock.pass_seconds(after_s)
        self.chores.run(self.transport)

    def asked(self) -> list[str]:
        return [f"{call.method} {call.target.rpartition('/')[2]}" for call in self.server.calls]

    @property
    def device(self) -> Device:
        return next(iter(self.server.devices.values()))

    @property
    def version(self) -> int | None:
        wanted = self.chores.wanted()
        return wanted.version if wanted is not None else None


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with device_server() as server:
        made = Scene(tmp_path, server)
        yield made
        made.transport.close()


def test_settings_are_fetched_once_and_asked_for_by_their_tag_afterwards(scene: Scene) -> None:
    scene.server.config = {"version": 1, "record_titles": False}
    scene.run()
    assert (scene.version, scene.changes) == (1, 1)
    scene.run(after_s=POLL_US / SECOND)
    assert scene.changes == 1
    assert scene.server.calls[-2].headers["if-none-match"] == f'"{scene.chores.held.etag}"'


def test_f48_every_run_reports_under_a_name_of_its_own_and_numbers_its_reports(scene: Scene) -> None:
    scene.run()
    scene.run(after_s=POLL_US / SECOND * 2)
    scene.chores = scene.begin()
    scene.run()
    first, second, third = scene.server.reports
    assert (first["seq"], second["seq"], third["seq"]) == (1, 2, 1)
    assert first["line"] == second["line"] != third["line"]
    assert first["line"]


def test_a_changed_tag_in_a_receipt_brings_the_fetch_forward(scene: Scene) -> None:
    scene.server.config = {"version": 1}
    scene.run()
    scene.chores.told(scene.chores.held.etag)
    assert scene.chores.due_us() > scene.clock.mono_us() + 50 * SECOND
    scene.server.config = {"version": 2}
    scene.chores.told("sha256-other")
    scene.run(after_s=5)
    assert scene.version == 2


def test_settings_count_as_good_after_a_minute_of_health(scene: Scene) -> None:
    scene.server.config = {"version": 1}
    scene.run()
    assert scene.chores.held.good == b""
    scene.run(after_s=HEALTHY_US / SECOND)
    assert remote.load(scene.home / "agent").good == scene.chores.held.body


def test_f51_refused_settings_change_nothing_and_are_told(scene: Scene) -> None:
    scene.server.config = {"version": 2, "heartbeat_seconds": 30}
    scene.run()
    scene.server.config = {"version": 1, "heartbeat_seconds": 60}
    scene.run(after_s=400)
    assert (scene.version, scene.changes) == (2, 1)
    assert scene.server.reports[-1]["config_refused"] == "its version 1 is not above 2"
    fetched = len(scene.server.calls)
    scene.run(after_s=400)
    assert scene.server.calls[fetched].headers["if-none-match"].strip('"') == scene.chores.held.refused_etag


def test_f51_settings_that_end_the_agent_twice_are_given_up(scene: Scene) -> None:
    scene.server.config = {"version": 1}
    scene.run()
    scene.run(after_s=61)
    scene.server.config = {"version": 2}
    scene.run(after_s=400)
    for _ in range(2):
        scene.chores = scene.begin()  # as after a kill
    assert scene.version == 1
    scene.run()
    assert scene.version == 1, "it is not taken again"
    assert "ended 2 times" in str(scene.server.reports[-1]["config_refused"])


def test_f51_an_orderly_end_is_no_crash(scene: Scene) -> None:
    scene.server.config = {"version": 1}
    scene.run()
    for _ in range(5):
        scene.chores.ending()
        scene.chores = scene.begin()
    assert scene.version == 1


def test_the_server_is_told_how_the_device_is(scene: Scene) -> None:
    scene.run()
    (report,) = scene.server.reports
    assert (report["pending"], report["config_refused"]) == (3, None)


def test_a_key_that_is_to_be_replaced_is_stored_first_and_then_used(scene: Scene) -> None:
    before = scene.device.keys.copy()
    scene.server.config = {"version": 1, "rotate_key": next(iter(before))}
    scene.run()
    mine = credentials.load(scene.home)
    assert mine is not None
    assert mine.next is None, "the report was signed with it, which made it the one"
    assert mine.key.key_id not in before
    assert scene.device.upcoming == ""
    assert scene.server.calls[-1].headers["x-key-id"] == mine.key.key_id
    scene.run(after_s=400)
    assert scene.asked().count("POST keys") == 1


def test_a_key_is_replaced_when_it_is_old_or_when_asked(scene: Scene) -> None:
    scene.run()
    assert "POST keys" not in scene.asked()
    scene.chores.rotate()
    scene.run()
    assert scene.asked().count("POST keys") == 1
    scene.run(after_s=400)
    assert scene.asked().count("POST keys") == 1
    scene.run(after_s=400 * 86_400)  # a key is dated by the real clock
    assert scene.asked().count("POST keys") == 2


def test_f49_a_next_key_the_server_forgot_gives_way_to_the_one_in_use(scene: Scene) -> None:
    mine = credentials.load(scene.home)
    assert mine is not None
    credentials.save(scene.home, mine.with_next(credentials.Key("k99", bytes(32))))
    scene.run()
    assert len(scene.server.reports) == 1
    assert scene.server.calls[-1].headers["x-key-id"] == mine.key.key_id


@pytest.mark.parametrize("reply", [Reply(200, b"{}"), Reply(500), problem(403, "enroll.pending")])
def test_what_fails_is_tried_again_in_a_minute(scene: Scene, reply: Reply) -> None:
    scene.run()
    scene.run(after_s=HEALTHY_US / SECOND)
    fails = "/keys" if reply.status == 200 else "/config"
    scene.server.meets = lambda request: reply if request.target.endswith(fails) else None
    scene.chores.rotate()
    scene.run()
    assert scene.chores.due_us() - scene.clock.mono_us() == 60 * SECOND
    scene.server.meets = lambda _: None
    scene.run(after_s=60)
    assert scene.chores.due_us() - scene.clock.mono_us() == POLL_US


def test_f36_with_dead_letters_the_server_s_version_is_looked_at(tmp_path: Path) -> None:
    versions: list[str] = []
    with device_server() as server:
        scene = Scene(tmp_path, server)
        scene.run()
        scene.chores = Chores(
            tmp_path,
            scene.clock,
            lambda: 0.5,
            report=lambda: {"pending": 0, "dead": 1},
            changed=lambda: None,
            server_version=versions.append,
        )
        scene.run()
        scene.transport.close()
    assert versions == ["1.2.3"]
