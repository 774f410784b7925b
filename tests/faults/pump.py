"""The agent's pipe without its watchers: emits numbered events, writes a ledger of what it was told is durable.

    python pump.py HOME SERVER LEDGER FIRST COUNT PER_SECOND [CAP_ROWS]

The ledger is another file than the log, written only after `Durable` came back. Ends when everything is confirmed.
"""

import os
import random
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from daywright.agent.batcher import Batcher
from daywright.agent.queuer import Durable, Queuer
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports import Transport
from daywright.agent.transports.badge import TokenBadge
from daywright.agent.transports.fallback import FallbackTransport
from daywright.agent.transports.grpc import GrpcTransport
from daywright.agent.transports.http import HttpTransport
from daywright.agent.vault import Vault
from daywright.agent.wal import Limits, Record, StorageError, Wal
from daywright.kit.clock import SystemClock
from daywright.kit.faultpoints import arm
from fakes.records import record

SECOND = 1_000_000
GROUP = 20


def fresh(number: int, clock: SystemClock) -> Record:
    """Finished now, so that no cap on age applies."""
    return replace(record(number), wall_us=clock.wall_us())


def pending(wal: Wal) -> bool:
    try:
        return wal.counters()["pending"] > 0
    except StorageError:
        return True


def way_to(server: str, home: Path, clock: SystemClock) -> Transport:
    badge = TokenBadge(home / "token")
    http = HttpTransport(server, badge, "pump/1")
    calls = os.environ.get("DAYWRIGHT_GRPC_SERVER", "")
    return FallbackTransport(GrpcTransport(calls, http, badge, "pump/1", pack=True), http, clock) if calls else http


def main() -> None:
    home, server, ledger_path = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    first, count, per_second = int(sys.argv[4]), int(sys.argv[5]), float(sys.argv[6])
    limits = Limits(most_rows=int(sys.argv[7])) if len(sys.argv) > 7 else Limits(batch_events=50)
    arm(os.environ.get("DAYWRIGHT_FAULT", ""))
    clock = SystemClock()
    wal = Wal(home / "agent", clock, limits, vault=Vault(home / "agent", clock))
    sender = Sender(
        wal,
        Batcher(wal, clock, "pump/1"),
        way_to(server, home, clock),
        clock=clock,
        random=random.random,
        pace=Pace(50_000, SECOND, SECOND),
        snapshot=lambda: Snapshot(0, 0, ()),
    )
    queuer = Queuer(
        wal, clock, heartbeat_us=SECOND, committed=lambda: sender.notice(events=True), report=lambda _: None
    )
    for work in (queuer.run, sender.run):
        threading.Thread(target=work, daemon=True).start()
    ledger = os.open(ledger_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for start in range(first, first + count, GROUP):
        tickets = [(n, queuer.emit(fresh(n, clock))) for n in range(start, min(start + GROUP, first + count))]
        for number, ticket in tickets:
            answer = ticket.wait(30)
            if isinstance(answer, Durable):
                os.write(ledger, f"{number}\n".encode())
        time.sleep(GROUP / per_second)
    while queuer.waiting() or pending(wal):
        sender.notice(events=True)
        time.sleep(0.02)
    wal.close()


main()
