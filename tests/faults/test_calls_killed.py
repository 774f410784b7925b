"""kill -9 anywhere in a delivery over gRPC, and calls that stop working in the middle of everything."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.calls import call_server
from fakes.ingest_server import IngestServer, ingest_server
from fakes.pump import DONE_S, Pump

pytestmark = pytest.mark.faults
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def pump(tmp_path: Path) -> Iterator[Pump]:
    """A server that can be reached over HTTP."""
    with ingest_server() as server:
        yield Pump(tmp_path, server)


@pytest.mark.parametrize("point", ["lease.after", "send.before", "send.after_response", "ack.before", "ack.after"])
def test_f01_f02_f03_a_kill_at_any_step_of_a_call_loses_and_doubles_nothing(tmp_path: Path, point: str) -> None:
    server = IngestServer(NOWHERE)
    pump = Pump(tmp_path, server)
    with call_server(server) as pump.calls:
        assert pump.run(200, fault=f"{point}:2") == -signal.SIGKILL, "the point must be hit"
        assert pump.run(50) == 0
    pump.check()


def test_f29_calls_that_stop_in_the_middle_change_over_and_cost_nothing(pump: Pump) -> None:
    with call_server(pump.server) as pump.calls:
        process = pump.start(2000)
        assert pump.server.wait_for(lambda server: len(server.requests) > 3, DONE_S)
    with process:
        assert process.wait(DONE_S) == 0
    pump.check()


def test_f02_calls_that_are_stored_and_never_answered_change_over_and_double_nothing(pump: Pump) -> None:
    with call_server(pump.server, loses_answers=True) as pump.calls:
        assert pump.run(300) == 0
    pump.check()
    assert len(pump.server.requests) > len(set(pump.server.requests)), "some came over both ways, byte for byte"
