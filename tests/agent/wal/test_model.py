"""The log against a model of it: lists. Random puts, leases, receipts, divisions, crashes and restarts.

A crash is the process gone between two transactions: the connection is dropped without a word and the files are opened
anew. What a transaction itself survives is shown by killing a real process (tests/faults).
"""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from daywright.agent.health import conserved
from daywright.agent.vault import Vault, Wish
from daywright.agent.wal import Batch, Record, Settlement, Wal, opening
from daywright.kit.ids import uuid7
from fakes.clock import HandClock
from fakes.disk import hasty_settings
from fakes.records import record


class LogMachine(RuleBasedStateMachine):
    """What the server would have (`delivered`), what waits (`waiting`), what was refused (`dead`)."""

    @initialize()
    def start(self) -> None:
        self.disk = pytest.MonkeyPatch()
        self.disk.setattr(opening, "_SETTINGS", hasty_settings())
        self.folder = Path(tempfile.mkdtemp())
        self.clock = HandClock()
        self.wal = self.open_anew()
        self.number = 0
        self.waiting: list[bytes] = []
        self.leased: dict[bytes, list[bytes]] = {}
        self.delivered: list[bytes] = []
        self.dead: list[bytes] = []
        self.going: Record | None = None
        self.arrived: list[bytes] = []

    def open_anew(self) -> Wal:
        return Wal(self.folder, self.clock)

    @rule(count=st.integers(1, 8))
    def put(self, count: int) -> None:
        records = [self._new() for _ in range(count)]
        self.wal.append(records)
        self._wait(one.body for one in records)

    @rule()
    def put_again(self) -> None:
        """A retry after an error may find the row there."""
        one = self._new()
        self.wal.append([one])
        self.wal.append([one])
        self._wait([one.body])

    @rule()
    def touch(self) -> None:
        self.going = self.going or self._new()
        self.wal.append([], {"window": self.going})

    @precondition(lambda self: self.going is not None)
    @rule()
    def end(self) -> None:
        assert self.going is not None
        self.wal.append([self.going], {"window": None})
        self._wait([self.going.body])
        self.going = None

    @rule(most=st.integers(1, 10))
    def lease(self, most: int) -> None:
        batch = self.wal.lease(uuid7(self.clock.wall_us()), self.clock.wall_us(), lambda _: b"d", most)
        expected = self.waiting[:most]
        assert [member.body for member in batch.members] == expected if batch else not expected
        if batch:
            self.leased[batch.batch_id] = expected
            del self.waiting[:most]

    @precondition(lambda self: self.leased)
    @rule(data=st.data())
    def receipt(self, data: st.DataObject) -> None:
        batch = self._one_of(data)
        fates = [data.draw(st.sampled_from(["delivered", "delivered", "dead", "again"])) for _ in batch.members]
        by_fate = {
            fate: [m for m, its in zip(batch.members, fates, strict=True) if its == fate] for fate in ("dead", "again")
        }
        self.wal.settle(
            batch,
            Settlement(
                dead={member.seq: "schema.invalid" for member in by_fate["dead"]},
                again=frozenset(member.seq for member in by_fate["again"]),
            ),
        )
        del self.leased[batch.batch_id]
        self.dead += [member.body for member in by_fate["dead"]]
        self._wait_again(member.body for member in by_fate["again"])
        self.delivered += [m.body for m, its in zip(batch.members, fates, strict=True) if its == "delivered"]

    @precondition(lambda self: self.leased)
    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        self.wal.postpone(self._one_of(data), self.clock.wall_us() + 5, "offline", server_error=False)

    @precondition(lambda self: any(len(members) > 1 for members in self.leased.values()))
    @rule(data=st.data())
    def divide(self, data: st.DataObject) -> None:
        batch = next(batch for batch in self._batches() if len(batch.members) > 1)
        cut = data.draw(st.integers(1, len(batch.members) - 1))
        parts = [
            Batch(uuid7(self.clock.wall_us()), self.clock.wall_us(), b"p", members)
            for members in (batch.members[:cut], batch.members[cut:])
        ]
        self.wal.split(batch, parts)
        del self.leased[batch.batch_id]
        self.leased |= {part.batch_id: [member.body for member in part.members] for part in parts}

    @precondition(lambda self: self.leased)
    @rule(data=st.data())
    def dissolve(self, data: st.DataObject) -> None:
        batch = self._one_of(data)
        self.wal.dissolve(batch)
        self._wait_again(self.leased.pop(batch.batch_id))

    @rule()
    def crash_and_restart(self) -> None:
        if self.wal._opened is not None:
            self.wal._opened.db.close()
        self.wal = self.open_anew()
        self.wal.open()
        if self.going is not None:
            self._wait([self.going.body])
            self.going = None

    @rule(seconds=st.integers(0, 100))
    def time_passes(self, seconds: int) -> None:
        self.clock.pass_seconds(seconds)
        self.wal.housekeep()

    @invariant()
    def nothing_is_lost_doubled_or_invented(self) -> None:
        if not hasattr(self, "wal"):
            return
        counters = self.wal.counters()
        assert conserved(counters)
        assert counters["acked"] == len(self.delivered)
        assert counters["dead"] == len(self.dead)
        assert counters["pending"] == len(self.waiting) + sum(map(len, self.leased.values()))
        assert {b.batch_id: [m.body for m in b.members] for b in self.wal.batches()} == self.leased
        everything = [
            *self.delivered,
            *self.dead,
            *self.waiting,
            *(b for members in self.leased.values() for b in members),
        ]
        assert len(set(everything)) == len(everything) == counters["accepted"]

    def teardown(self) -> None:
        if hasattr(self, "wal"):
            self.wal.close()
            shutil.rmtree(self.folder)
            self.disk.undo()

    def _new(self) -> Record:
        self.number += 1
        return record(self.number)

    def _one_of(self, data: st.DataObject) -> Batch:
        return self._batches()[data.draw(st.integers(0, len(self.leased) - 1))]

    def _batches(self) -> list[Batch]:
        """In an order that does not depend on their random ids."""
        return sorted(self.wal.batches(), key=lambda batch: batch.members[0].seq)

    def _wait(self, bodies: Iterable[bytes]) -> None:
        arrived = list(bodies)
        self.arrived += arrived
        self.waiting += arrived

    def _wait_again(self, bodies: Iterable[bytes]) -> None:
        """They keep their place: the log orders by when they came."""
        self.waiting = sorted([*self.waiting, *bodies], key=self.arrived.index)


class SealedLogMachine(LogMachine):
    """The same with everything sealed, while keys are replaced, lost, found again and done without."""

    def open_anew(self) -> Wal:
        self.wishes = getattr(self, "wishes", [Wish()])
        self.vault = Vault(self.folder, self.clock, self.wishes[-1])
        return Wal(self.folder, self.clock, vault=self.vault)

    @rule()
    def take_another_key(self) -> None:
        self.wal.rotate()

    @rule()
    def seal_older_rows_anew(self) -> None:
        self.wal.reseal()

    @rule(how=st.sampled_from(["off", "key_file"]))
    def change_ones_mind(self, how: str) -> None:
        self.wishes.append(Wish(how))
        self.vault.change(self.wishes[-1])

    @invariant()
    def no_row_is_plain_that_was_written_to_be_sealed(self) -> None:
        if not hasattr(self, "wal") or any(wish.at_rest == "off" for wish in self.wishes):
            return
        for path in self.folder.rglob("*"):
            assert b'"bucket"' not in path.read_bytes(), path.name


LogMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
test_the_log_does_what_lists_would_do = LogMachine.TestCase
SealedLogMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
test_a_sealed_log_does_what_lists_would_do = SealedLogMachine.TestCase
