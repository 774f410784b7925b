"""The agent's own code in a world whose clock, disk, network and chance come from one seed.

Each history puts events, lets time pass, fails the disk before and after its commit, loses answers, sets the clock and
kills the program; in the end everything works, and the accounts must balance. A seed that fails is a test to keep.
"""

import json
import os
import random
from collections.abc import Callable
from itertools import count
from pathlib import Path
from sqlite3 import Connection
from typing import TypeVar

import pytest

from daywright.agent.batcher import Batcher
from daywright.agent.health import conserved
from daywright.agent.queuer import Durable, Queuer, Ticket
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports import Answer, Unreachable
from daywright.agent.transports.aside import at_once
from daywright.agent.wal import Limits, StorageError, Wal, opening
from fakes.clock import HandClock
from fakes.disk import hasty_settings
from fakes.ingest_server import problem
from fakes.records import record
from fakes.transport import OFFLINE, MemoryTransport, Response, answer

pytestmark = pytest.mark.faults
SECOND = 1_000_000
SEEDS = int(os.environ.get("DAYWRIGHT_SEEDS", "40"))
MOMENTS = 60
_Answer = TypeVar("_Answer")


class FlakyWal(Wal):
    """The log on a disk that fails as often as `trouble` says: before the commit, or after it."""

    trouble: Callable[[], str] = staticmethod(lambda: "")

    def _once(self, work: Callable[[Connection], _Answer]) -> _Answer:
        trouble = self.trouble()
        if trouble == "before":
            raise StorageError("disk_full", "no room")
        done = super()._once(work)
        if trouble == "after":
            self.close()
            raise StorageError("io_error", "the flush failed, and yet it is there")
        return done


class World:
    """One history."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.chance = random.Random(seed)
        self.folder = folder
        self.clock = HandClock()
        self.transport = MemoryTransport()
        self.numbers = count()
        self.tickets: dict[int, Ticket] = {}
        self.trouble = 0.0
        self.start()

    def start(self) -> None:
        """A process begins."""
        self.wal = FlakyWal(self.folder, self.clock, Limits(batch_events=8))
        self.wal.trouble = self.disk
        self.queuer = Queuer(self.wal, self.clock, heartbeat_us=SECOND, committed=lambda: None, report=lambda _: None)
        self.sender = Sender(
            self.wal,
            Batcher(self.wal, self.clock, "agent/1"),
            self.transport,
            clock=self.clock,
            random=self.chance.random,
            pace=Pace(SECOND, SECOND, SECOND),
            snapshot=lambda: Snapshot(0, 0, ()),
        )
        self.sender.relay.aside = at_once
        self.transport.meets = self.network

    def disk(self) -> str:
        return self.chance.choice(["before", "after"]) if self.chance.random() < self.trouble / 3 else ""

    def network(self, body: bytes) -> Response | None:
        if self.chance.random() >= self.trouble:
            return None
        lost = self.chance.random() < 0.4
        if lost:
            self.transport.server.keep(json.loads(body))
            return Unreachable("the answer was lost")
        return self.chance.choice(
            [
                OFFLINE,
                Answer(self.chance.choice([302, 403, 404, 500, 502, 503]), {}, b""),
                Answer(200, {"content-type": "text/html"}, b"<html>"),
                answer(problem(self.chance.choice([408, 429]), "server.busy", Retry_After="5")),
                answer(problem(413, "body.too_large")) if body.count(b'"bucket"') > 1 else OFFLINE,
            ]
        )

    def moment(self) -> None:
        """Something happens."""
        what = self.chance.random()
        if what < 0.5:
            for _ in range(self.chance.randrange(1, 12)):
                number = next(self.numbers)
                self.tickets[number] = self.queuer.emit(record(number, self.chance.choice(["window", "afk"])))
        elif what < 0.58:
            self.die()
        elif what < 0.63:
            self.clock.set_wall(self.chance.uniform(-86_400, 86_400))
        self.queuer.write()
        self.sender.notice(events=True)
        self.sender.step()
        self.clock.pass_seconds(self.chance.choice([0.1, 1, 10, 400]))
        self.balance()

    def die(self) -> None:
        """kill -9: what was in memory is gone, what was committed is not."""
        self.wal.trouble = lambda: ""
        self.wal.close()
        self.start()

    def balance(self) -> None:
        self.wal.trouble = lambda: ""
        assert conserved(self.wal.counters())
        self.wal.trouble = self.disk

    def calm(self) -> None:
        """Everything works again, for long enough."""
        self.trouble = 0.0
        for _ in range(300):
            self.queuer.write()
            self.sender.notice(events=True)
            self.sender.step()
            self.clock.pass_seconds(60)
        self.balance()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_f58_no_history_of_troubles_loses_doubles_alters_or_holds_back(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_SETTINGS", hasty_settings())
    world = World(seed, tmp_path / "agent")
    world.trouble = world.chance.uniform(0.1, 0.7)
    for _ in range(MOMENTS):
        world.moment()
    world.calm()
    rows = world.transport.server.rows
    held = [int(json.loads(key.data)["title"]) for key in rows]
    promised = {number for number, ticket in world.tickets.items() if isinstance(ticket.answer, Durable)}
    assert promised <= set(held), f"lost: {sorted(promised - set(held))[:5]}"
    assert len(held) == len(set(held)), "doubled"
    assert set(held) <= set(world.tickets), "never seen"
    assert set(rows.values()) <= {1.0}, "altered"
    assert world.wal.counters()["pending"] == 0, "held back"
    assert world.wal.counters()["dead"] == 0, "given up"
    world.wal.close()
