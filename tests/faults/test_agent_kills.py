"""kill -9 anywhere in the pipe. The oracle is outside: a ledger of what was promised, and what a server holds."""

import os
import random
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent.health import conserved, read_counters
from fakes.ingest_server import ingest_server, problem
from fakes.pump import Pump

pytestmark = pytest.mark.faults
RANDOM_KILLS = int(os.environ.get("DAYWRIGHT_RANDOM_KILLS", "12"))


@pytest.fixture
def pump(tmp_path: Path) -> Iterator[Pump]:
    with ingest_server() as server:
        yield Pump(tmp_path, server)


@pytest.mark.parametrize("passes", [1, 3])
@pytest.mark.parametrize(
    "point",
    [
        "wal.before_commit",
        "wal.after_commit",
        "lease.before",
        "lease.after",
        "send.before",
        "send.after_response",
        "ack.before",
        "ack.after",
    ],
)
def test_f01_f02_f03_a_kill_at_any_step_of_a_delivery_loses_and_doubles_nothing(
    pump: Pump, point: str, passes: int
) -> None:
    assert pump.run(200, fault=f"{point}:{passes}") == -signal.SIGKILL, "the point must be hit"
    assert pump.run(50) == 0
    pump.check()


@pytest.mark.parametrize("passes", [2, 5])
@pytest.mark.parametrize(
    "point", ["lease.before", "lease.after", "send.before", "send.after_response", "ack.before", "ack.after"]
)
def test_f01_f02_f03_a_kill_in_the_middle_of_a_backlog_loses_and_doubles_nothing(
    pump: Pump, point: str, passes: int
) -> None:
    pump.fill(400)
    assert pump.run(20, fault=f"{point}:{passes}") == -signal.SIGKILL, "the point must be hit"
    assert pump.run(20) == 0
    pump.check()


@pytest.mark.parametrize("passes", [1, 2, 3, 4])
def test_f35_a_kill_in_the_middle_of_a_division_keeps_every_member(pump: Pump, passes: int) -> None:
    pump.server.trouble = lambda body: problem(422, "schema.invalid") if b'"title":"7"' in body else None
    assert pump.run(60, fault=f"split.mid:{passes}") == -signal.SIGKILL
    assert pump.run(20) == 0
    pump.check(lost=frozenset({7}))


@pytest.mark.parametrize("passes", [1, 5, 9])
def test_f08_a_kill_while_the_tables_are_made_leaves_none_or_all(pump: Pump, passes: int) -> None:
    code = pump.run(40, fault=f"migrate.mid:{passes}")
    assert code == -signal.SIGKILL
    assert pump.run(40) == 0
    pump.check()


def test_f38_a_kill_in_the_middle_of_an_eviction_keeps_the_count(pump: Pump) -> None:
    pump.server.trouble = lambda _: problem(503, "storage.unavailable", Retry_After="1")
    assert pump.run(200, fault="evict.mid:5", cap="100") == -signal.SIGKILL
    counters = read_counters(pump.home / "agent" / "wal.db")
    assert counters is not None
    assert conserved(counters)
    pump.server.trouble = lambda _: None
    assert pump.run(10, cap="100") == 0
    counters = read_counters(pump.home / "agent" / "wal.db")
    assert counters is not None
    assert (conserved(counters), counters["pending"]) == (True, 0)


@pytest.mark.slow
def test_f01_kills_at_random_moments_lose_and_double_nothing(pump: Pump) -> None:
    chance = random.Random(20260302)
    for _ in range(RANDOM_KILLS):
        with pump.start(400, per_second=200) as process:
            time.sleep(chance.uniform(0.15, 1.0))
            process.kill()
            process.wait()
    assert pump.run(10) == 0
    pump.check()


@pytest.mark.slow
def test_f05_a_pause_of_the_whole_program_costs_nothing(pump: Pump) -> None:
    with pump.start(400, per_second=400) as process:
        for _ in range(4):
            time.sleep(0.2)
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.3)
            process.send_signal(signal.SIGCONT)
        assert process.wait(60) == 0
    pump.check()


@pytest.mark.slow
def test_f06_memory_that_runs_out_costs_no_more_than_a_kill(pump: Pump) -> None:
    with pump.start(2000, per_second=800) as process:
        time.sleep(0.8)
        # From here on nothing more can be had: whatever asks for it fails.
        resource.prlimit(process.pid, resource.RLIMIT_AS, (1, 1))
        time.sleep(1.0)
        process.kill()
        process.wait()
    assert pump.run(10) == 0
    pump.check()


@pytest.mark.slow
def test_f46_a_server_that_comes_and_goes_costs_nothing(pump: Pump) -> None:
    chance = random.Random(7)
    pump.server.trouble = lambda _: problem(503, "storage.unavailable") if chance.random() < 0.4 else None
    for _ in range(4):
        with pump.start(200, per_second=400) as process:
            time.sleep(chance.uniform(0.3, 1.2))
            process.kill()
            process.wait()
    pump.server.trouble = lambda _: None
    assert pump.run(10) == 0
    pump.check()
