import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.batcher import Batcher
from daywright.agent.wal import Batch, Stored, Wal
from daywright.wire.ingest import IncomingEvent, IngestBatch
from fakes.clock import HandClock
from fakes.records import record


@pytest.fixture
def wal(tmp_path_factory: pytest.TempPathFactory) -> Wal:
    return Wal(tmp_path_factory.mktemp("wal"), HandClock())


def test_a_request_is_what_the_server_reads(wal: Wal) -> None:
    batcher = Batcher(wal, HandClock(), "daywright-agent/1")
    wal.append([record(1), record(2, "afk")])
    batch = batcher.begin()
    assert batch is not None
    read = msgspec.json.decode(batcher.body(batch), type=IngestBatch)
    assert (read.batch_id.bytes, read.agent) == (batch.batch_id, "daywright-agent/1")
    events = [msgspec.json.decode(event, type=IncomingEvent) for event in read.events]
    assert [event.bucket for event in events] == ["afk", "window"]


def test_f03_after_a_restart_the_same_bytes_are_sent_again(wal: Wal) -> None:
    clock = HandClock()
    wal.append([record(number) for number in range(5)])
    batch = Batcher(wal, clock, "a").begin()
    assert batch is not None
    clock.pass_seconds(1000)
    (again,) = Batcher(wal, clock, "a").under_way()
    assert Batcher(wal, clock, "a").body(again) == Batcher(wal, HandClock(), "a").body(batch)


def test_a_batch_that_is_not_the_same_any_more_is_taken_apart(wal: Wal) -> None:
    wal.append([record(1)])
    Batcher(wal, HandClock(), "before the upgrade").begin()
    batcher = Batcher(wal, HandClock(), "after the upgrade")
    assert batcher.under_way() == []
    assert batcher.begin() is not None


def test_f37_an_event_damaged_in_its_batch_is_found_before_it_is_sent(wal: Wal) -> None:
    batcher = Batcher(wal, HandClock(), "a")
    wal.append([record(1), record(2)])
    batcher.begin()
    assert wal._opened is not None
    wal._opened.db.execute("UPDATE event SET body = x'00' WHERE seq = 1")
    assert batcher.under_way() == []
    batch = batcher.begin()
    assert batch is not None
    assert [member.seq for member in batch.members] == [2]
    assert wal.counters()["dead"] == 1


@given(sizes=st.lists(st.integers(1, 10_000), min_size=2, max_size=60))
def test_halving_keeps_order_and_members_and_both_parts_have_some(sizes: list[int]) -> None:
    members = [Stored(number, bytes(size)) for number, size in enumerate(sizes)]
    divided: list[Batch] = []

    class Log:
        def split(self, batch: Batch, parts: list[Batch]) -> None:
            assert batch.members == members
            divided.extend(parts)

    wal: Wal = Log()  # type: ignore[assignment]  # the one call that halving makes
    first, second = Batcher(wal, HandClock(), "a").halve(
        Batch(bytes(16), 0, b"", members), lambda member: len(member.body)
    )
    assert [*first.members, *second.members] == members
    assert first.members
    assert second.members
    assert divided == [first, second]
