"""The pipe without its watchers in a process of its own, and the accounts that must balance afterwards."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from daywright.agent.health import conserved, read_counters
from daywright.agent.wal import Wal
from daywright.kit.clock import SystemClock
from fakes.ingest_server import TOKEN, IngestServer
from fakes.records import record

PUMP = Path(__file__).parents[1] / "faults" / "pump.py"
DONE_S = 60.0


class Pump:
    """Runs the pipe in a process of its own, again and again on one home."""

    def __init__(self, home: Path, server: IngestServer) -> None:
        self.home, self.server = home, server
        self.ledger = home / "ledger"
        self.next = 0
        self.calls = ""  # where deliveries are taken over gRPC; empty: over HTTP alone
        (home / "token").write_text(TOKEN)

    def fill(self, count: int) -> None:
        """Have so many events wait from before."""
        clock = SystemClock()
        wal = Wal(self.home / "agent", clock)
        numbers = range(self.next, self.next + count)
        wal.append([replace(record(number), wall_us=clock.wall_us()) for number in numbers])
        wal.close()
        with self.ledger.open("a") as ledger:
            ledger.writelines(f"{number}\n" for number in numbers)
        self.next += count

    def start(self, count: int, *, fault: str = "", per_second: float = 2000, cap: str = "") -> subprocess.Popen[bytes]:
        arguments = [str(self.home), self.server.url, str(self.ledger), str(self.next), str(count), str(per_second)]
        self.next += count
        return subprocess.Popen(
            [sys.executable, str(PUMP), *arguments, *([cap] if cap else [])],
            env=os.environ | {"DAYWRIGHT_FAULT": fault, "DAYWRIGHT_GRPC_SERVER": self.calls},
            stdout=subprocess.DEVNULL,
        )

    def run(self, count: int, *, fault: str = "", cap: str = "") -> int:
        with self.start(count, fault=fault, cap=cap) as process:
            return process.wait(DONE_S)

    def check(self, lost: frozenset[int] = frozenset()) -> None:
        """Lost = duplicate = phantom = altered = 0, and the law of conservation."""
        promised = {int(line) for line in self.ledger.read_text().split()} if self.ledger.exists() else set()
        held = [int(json.loads(key.data)["title"]) for key in self.server.rows]
        assert len(held) == len(set(held)), "duplicates"
        assert promised - lost <= set(held), f"lost: {sorted(promised - lost - set(held))[:10]}"
        assert set(held) <= set(range(self.next)), "phantoms"
        assert set(self.server.rows.values()) <= {1.0}, "altered"
        counters = read_counters(self.home / "agent" / "wal.db")
        assert counters is not None
        assert conserved(counters)
        assert counters["pending"] == 0
