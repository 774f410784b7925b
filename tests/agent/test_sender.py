import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent.batcher import Batcher
from daywright.agent.health import conserved
from daywright.agent.sender import BRAKE_PROBE_US, Pace, Sender, Snapshot
from daywright.agent.transports import Answer, NotEnrolled
from daywright.agent.wal import Wal, opening
from daywright.kit.clock import US_PER_DAY
from fakes.clock import HandClock
from fakes.disk import hasty_settings
from fakes.ingest_server import problem
from fakes.records import record
from fakes.transport import OFFLINE, MemoryTransport, Response, answer

SECOND = 1_000_000
REFUSED = answer(problem(422, "schema.invalid"))
FAILED = Answer(500, {}, b"")


class Scene:
    """A sender whose time passes only when it says how long it wants to wait."""

    def __init__(self, folder: Path) -> None:
        self.clock = HandClock()
        self.wal = Wal(folder, self.clock)
        self.transport = MemoryTransport()
        self.shot = Snapshot(0, 0, ())
        self.sender = self.new_sender()

    def new_sender(self, flush_s: float = 1, pulse_s: float = 10, calm_s: float = 30) -> Sender:
        return Sender(
            self.wal,
            Batcher(self.wal, self.clock, "agent/1"),
            self.transport,
            clock=self.clock,
            random=lambda: 0.5,
            pace=Pace(round(flush_s * SECOND), round(pulse_s * SECOND), round(calm_s * SECOND)),
            snapshot=lambda: self.shot,
        )

    def put(self, *numbers: int) -> None:
        self.wal.append([record(number) for number in numbers])
        self.sender.notice(events=True)

    def step(self) -> float | None:
        """One step; the wait it asks for in seconds."""
        due_us = self.sender.step()
        return None if due_us is None else (due_us - self.clock.mono_us()) / SECOND

    def live(self, seconds: float) -> None:
        """Let time pass and the sender do what is due."""
        end_us = self.clock.mono_us() + round(seconds * SECOND)
        while True:
            wait_s = self.step()
            left_s = (end_us - self.clock.mono_us()) / SECOND
            if wait_s is None or wait_s >= left_s:
                self.clock.pass_seconds(left_s)
                return
            self.clock.pass_seconds(max(wait_s, 0.001))

    def stored(self) -> set[str]:
        return {json.loads(key.data)["title"] for key in self.transport.server.rows}

    def count(self, name: str) -> int:
        counters = self.wal.counters()
        assert conserved(counters)
        return counters[name]

    def refuse(self, *titles: int, with_: Response = REFUSED) -> None:
        """The whole request fails when one of these events is in it."""
        marks = [f'"title":"{title}"'.encode() for title in titles]
        self.transport.meets = lambda body: with_ if any(mark in body for mark in marks) else None


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(opening, "_SETTINGS", hasty_settings())
    made = Scene(tmp_path)
    yield made
    made.wal.close()


def test_what_waits_is_delivered_and_confirmed(scene: Scene) -> None:
    scene.put(1, 2, 3)
    assert scene.step() is None
    assert scene.stored() == {"1", "2", "3"}
    assert (scene.count("acked"), scene.count("pending")) == (3, 0)
    assert scene.sender.gauge.status == "ok"


def test_a_backlog_goes_out_in_one_go(scene: Scene) -> None:
    scene.put(*range(1200))
    scene.step()
    assert scene.transport.sizes() == [500, 500, 200]


def test_deliveries_keep_their_distance(scene: Scene) -> None:
    scene.put(1)
    scene.step()
    scene.put(2)
    assert scene.step() == 1
    assert scene.stored() == {"1"}
    scene.clock.pass_seconds(1)
    scene.step()
    assert scene.stored() == {"1", "2"}


def test_f02_an_answer_that_is_lost_costs_a_repetition_and_nothing_else(scene: Scene) -> None:
    scene.put(1, 2)
    scene.transport.loses_answers = True
    scene.step()
    assert scene.count("pending") == 2
    scene.transport.loses_answers = False
    scene.live(10)
    assert scene.transport.posts[0] == scene.transport.posts[1], "the same bytes"
    assert (scene.count("acked"), scene.count("dup")) == (2, 2)
    assert len(scene.transport.server.rows) == 2


def test_f21_a_week_without_a_server_loses_nothing_and_asks_seldom(scene: Scene) -> None:
    scene.transport.meets = lambda _: OFFLINE
    for day in range(7):
        scene.put(day)
        scene.live(US_PER_DAY / SECOND)
    asked = len(scene.transport.posts)
    assert asked < 7 * 24 * 3600 / 100
    scene.transport.meets = lambda _: None
    scene.live(301)
    assert scene.stored() == {str(day) for day in range(7)}


def test_i9_after_an_outage_under_an_hour_delivery_takes_ten_seconds_at_most(scene: Scene) -> None:
    scene.transport.meets = lambda _: OFFLINE
    scene.put(1)
    scene.live(3500)
    scene.transport.meets = lambda _: None
    scene.live(10)
    assert scene.stored() == {"1"}


def test_while_offline_one_probe_speaks_for_all_batches(scene: Scene) -> None:
    scene.transport.meets = lambda _: OFFLINE
    scene.put(*range(2000))
    scene.step()
    assert len(scene.transport.posts) == 1
    assert scene.step() is not None
    assert len(scene.transport.posts) == 1


def test_a_restart_keeps_waiting(scene: Scene) -> None:
    scene.transport.meets = lambda _: answer(problem(429, "rate.limited", Retry_After="40"))
    scene.put(1)
    scene.step()
    scene.sender = scene.new_sender()
    assert scene.step() == 40
    assert len(scene.transport.posts) == 1


def test_a_restart_after_the_wall_clock_went_back_does_not_wait_for_years(scene: Scene) -> None:
    scene.transport.meets = lambda _: OFFLINE
    scene.put(1)
    scene.step()
    scene.clock.set_wall(-365 * 86_400)
    scene.transport.meets = lambda _: None
    scene.sender = scene.new_sender()
    scene.step()
    assert scene.stored() == {"1"}


def test_i5_f35_one_bad_event_delays_no_good_one(scene: Scene) -> None:
    scene.refuse(77)
    scene.put(*range(512))
    scene.live(1)
    assert scene.stored() == {str(number) for number in range(512) if number != 77}
    assert (scene.count("dead"), scene.count("acked")) == (1, 511)
    failed = [body for body in scene.transport.posts if b'"title":"77"' in body]
    assert len(failed) <= 9 + 1, "log2(n) + 1 requests fail on its account"


def test_an_event_the_receipt_refuses_is_set_aside_alone(scene: Scene) -> None:
    scene.transport.server.objection = lambda event: ("start.future", False) if event["duration"] == 1 else None
    scene.put(1)
    scene.step()
    assert (scene.count("dead"), scene.count("pending")) == (1, 0)


def test_an_event_refused_for_now_comes_again(scene: Scene) -> None:
    busy = True
    scene.transport.server.objection = lambda _: ("storage.busy", True) if busy else None
    scene.put(1, 2)
    scene.live(20)
    assert scene.count("pending") == 2
    assert 2 <= len(scene.transport.posts) <= 20
    busy = False
    scene.live(10)
    assert scene.stored() == {"1", "2"}


def test_f24_a_batch_too_large_is_halved_until_it_fits(scene: Scene) -> None:
    scene.transport.meets = lambda body: answer(problem(413, "body.too_large")) if len(body) > 2000 else None
    scene.put(*range(100))
    scene.live(1)
    assert len(scene.stored()) == 100


def test_an_event_too_large_by_itself_is_set_aside(scene: Scene) -> None:
    scene.transport.meets = lambda body: answer(problem(413, "body.too_large")) if b"xxxx" in body else None
    scene.wal.append([record(1, size=5000), record(2)])
    scene.live(5)
    assert (scene.stored(), scene.count("dead")) == ({"2"}, 1)


def test_f22_a_storm_of_failures_kills_nothing_by_count(scene: Scene) -> None:
    scene.transport.meets = lambda _: Answer(503, {}, b"")
    scene.put(1, 2)
    scene.live(6 * 3600)
    assert (scene.count("dead"), scene.count("pending")) == (0, 2)
    scene.transport.meets = lambda _: None
    scene.live(301)
    assert scene.count("acked") == 2


def test_f22_a_server_that_fails_on_everything_does_not_collect_batches(scene: Scene) -> None:
    scene.transport.meets = lambda _: FAILED
    scene.put(*range(1500))
    scene.live(300)
    assert len(scene.wal.batches()) <= 2
    scene.transport.meets = lambda _: None
    scene.live(600)
    assert scene.count("acked") == 1500


def test_f36_an_event_that_makes_the_server_fail_is_isolated_while_the_others_flow(scene: Scene) -> None:
    scene.refuse(3, with_=FAILED)
    scene.put(*range(8))
    scene.live(5)
    scene.put(*range(10, 20))
    scene.live(120)
    assert scene.stored() == {str(number) for number in [*range(8), *range(10, 20)] if number != 3}
    assert (scene.count("pending"), scene.count("dead")) == (1, 0)
    scene.put(30)
    scene.live(3 * 3600)
    assert scene.stored() >= {"30"}
    assert (scene.count("pending"), scene.count("dead")) == (0, 1)


def test_f36_new_events_do_not_wait_for_a_bad_one(scene: Scene) -> None:
    scene.refuse(0, with_=FAILED)
    scene.put(0)
    scene.live(600)
    scene.put(1)
    scene.live(5)
    assert scene.stored() == {"1"}


def test_f61_a_server_that_refuses_everything_empties_nothing(scene: Scene) -> None:
    scene.transport.meets = lambda _: REFUSED
    scene.put(*range(500))
    scene.live(6 * 3600)
    assert scene.count("dead") < 20
    assert scene.sender.gauge.status == "server_rejects_everything"
    scene.transport.meets = lambda _: None
    scene.live(BRAKE_PROBE_US / SECOND + 1)
    assert scene.count("pending") == 0
    assert scene.count("acked") + scene.count("dead") == 500


def test_f61_the_same_when_it_refuses_event_by_event(scene: Scene) -> None:
    scene.transport.server.objection = lambda _: ("schema.invalid", False)
    scene.put(*range(1500))
    scene.live(2 * 3600)
    assert scene.count("dead") < 20
    sent = len(scene.transport.posts)
    scene.live(3600)
    assert len(scene.transport.posts) - sent <= 7, "one probe in ten minutes"
    scene.transport.server.objection = lambda _: None
    scene.live(BRAKE_PROBE_US / SECOND + 1)
    assert scene.count("acked") == 1500 - scene.count("dead")


def test_good_events_pass_although_many_bad_ones_are_first_in_the_queue(scene: Scene) -> None:
    scene.transport.server.objection = lambda event: ("x.bad", False) if "bad" in str(event["data"]) else None
    scene.wal.append([record(number, "web") for number in range(40)])
    scene.transport.server.objection = lambda event: ("x.bad", False) if event["bucket"] == "web" else None
    scene.put(*range(100, 200))
    scene.live(2 * 3600)
    assert len(scene.stored()) == 100


def test_a_refused_token_stops_deliveries_until_there_is_another(scene: Scene) -> None:
    scene.transport.meets = lambda _: answer(problem(401, "auth.invalid")) if scene.transport.token == "first" else None
    scene.put(1)
    scene.live(290)
    assert len(scene.transport.posts) == 1
    assert scene.sender.gauge.status == "login_needed"
    scene.transport.token = "second"
    scene.live(6)
    assert scene.stored() == {"1"}


def test_d34_a_device_nobody_enrolled_waits_for_its_token_and_says_so(scene: Scene) -> None:
    no_token = NotEnrolled("There is no token.")
    scene.transport.meets = lambda _: no_token if scene.transport.token == "" else None
    scene.transport.token = ""
    scene.put(1)
    scene.live(60)
    assert (scene.sender.gauge.status, scene.sender.gauge.sentence) == ("login_needed", "There is no token.")
    scene.transport.token = "at last"
    scene.live(6)
    assert scene.stored() == {"1"}


def test_a_person_who_asks_is_not_kept_waiting(scene: Scene) -> None:
    scene.transport.meets = lambda _: OFFLINE
    scene.put(1)
    scene.live(1000)
    scene.transport.meets = lambda _: None
    scene.sender.hurry()
    scene.step()
    assert scene.stored() == {"1"}


def test_what_goes_on_is_shown_at_once_when_it_begins_and_then_at_its_pace(scene: Scene) -> None:
    scene.shot = Snapshot(1, 1, (record(1).body,))
    scene.live(1)
    assert scene.stored() == {"1"}
    for touched in range(2, 22):
        scene.shot = Snapshot(1, touched, (record(1).body,))
        scene.sender.notice(events=False)
        scene.live(1)
    assert len(scene.transport.posts) == 3, "every ten seconds"
    scene.shot = Snapshot(2, 30, (record(2).body,))
    scene.live(1)
    assert scene.stored() == {"1", "2"}


def test_while_nobody_is_there_it_is_shown_seldom(scene: Scene) -> None:
    for touched in range(1, 92):
        scene.shot = Snapshot(1, touched, (record(1).body,), calm=True)
        scene.live(1)
    assert len(scene.transport.posts) == 4


def test_what_goes_on_is_not_shown_again_while_nothing_moved(scene: Scene) -> None:
    scene.shot = Snapshot(1, 1, (record(1).body,))
    scene.live(100)
    assert len(scene.transport.posts) == 1


def test_showing_what_goes_on_counts_nothing_and_is_no_second_row(scene: Scene) -> None:
    going = record(1)
    scene.shot = Snapshot(1, 1, (going.body,))
    scene.live(1)
    longer = going.body.replace(b'"duration":1.0', b'"duration":9.5')
    assert scene.count("accepted") == 0
    scene.wal.append([record(1).__class__(**{n: getattr(going, n) for n in going.__slots__} | {"body": longer})])
    scene.sender.notice(events=True)
    scene.live(2)
    assert list(scene.transport.server.rows.values()) == [9.5]
    assert (scene.count("acked"), scene.count("dup")) == (1, 0)


def test_where_the_machine_is_goes_with_what_goes_on_and_with_nothing_else(scene: Scene) -> None:
    scene.put(1)
    scene.shot = Snapshot(1, 1, (record(2).body,), zone="Asia/Tokyo")
    scene.live(2)
    assert [json.loads(body).get("zone") for body in scene.transport.posts] == [None, "Asia/Tokyo"]


def test_a_zone_the_server_does_not_know_hides_nothing_that_goes_on(scene: Scene) -> None:
    scene.transport.meets = lambda body: answer(problem(400, "zone.unknown")) if b"Mars/One" in body else None
    scene.shot = Snapshot(1, 1, (record(1).body,), zone="Mars/One")
    scene.live(2)
    assert scene.stored() == set()
    scene.shot = Snapshot(2, 2, (record(2).body,), zone="Mars/One")
    scene.live(2)
    assert scene.stored() == {"2"}
    scene.shot = Snapshot(3, 3, (record(3).body,), zone="Europe/Rome")
    scene.live(2)
    assert b'"zone":"Europe/Rome"' in scene.transport.posts[-1]


def test_showing_waits_at_the_gate_like_everything_else(scene: Scene) -> None:
    scene.transport.meets = lambda _: OFFLINE
    scene.shot = Snapshot(1, 1, (record(1).body,))
    for number in range(2, 60):
        scene.shot = Snapshot(number, number, (record(1).body,))
        scene.live(1)
    assert 10 < len(scene.transport.posts) < 40


def test_a_log_in_trouble_is_said_and_tried_again(scene: Scene, tmp_path: Path) -> None:
    scene.wal.close()
    for path in tmp_path.iterdir():
        path.unlink()
    tmp_path.rmdir()
    tmp_path.write_text("not a folder")
    scene.sender.notice(events=True)
    assert scene.step() == 5
    assert scene.sender.gauge.status == "storage_failing"
    tmp_path.unlink()


@pytest.mark.parametrize("seed", range(25))
def test_whatever_the_network_does_every_event_arrives_once(scene: Scene, seed: int) -> None:
    from random import Random

    chance = Random(seed)
    bad = {chance.randrange(200) for _ in range(3)}

    def weather(body: bytes) -> Response | None:
        scene.transport.loses_answers = chance.random() < 0.2
        dice = chance.random()
        if dice < 0.15:
            return OFFLINE
        if dice < 0.3:
            return Answer(chance.choice([429, 500, 502, 503, 504]), {}, b"")
        if dice < 0.4:
            return Answer(chance.choice([200, 302, 403, 404]), {}, b"<html>")
        if len(body) > 15_000:
            return answer(problem(413, "body.too_large"))
        poison = any(f'"title":"{number}"'.encode() in body for number in bad)
        return REFUSED if poison else None

    scene.transport.meets = weather
    numbers = list(range(200))
    while numbers:
        scene.put(*(numbers.pop() for _ in range(min(len(numbers), chance.randrange(1, 40)))))
        scene.live(chance.uniform(0, 30))
        if chance.random() < 0.2:
            scene.sender = scene.new_sender()
    scene.live(6 * 3600)
    assert scene.stored() == {str(number) for number in range(200) if number not in bad}
    assert (scene.count("acked"), scene.count("dead"), scene.count("pending")) == (200 - len(bad), len(bad), 0)
    assert Counter(scene.transport.server.rows.values()) == {1.0: 200 - len(bad)}
