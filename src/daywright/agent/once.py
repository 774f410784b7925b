"""Deliver what waits and leave: for when no agent runs on this home."""

import random
from dataclasses import dataclass

from daywright import __version__
from daywright.agent.batcher import Batcher
from daywright.agent.config import Settings
from daywright.agent.sender import Gauge, Pace, Sender, Snapshot
from daywright.agent.transports.choice import transport_for
from daywright.agent.vault import Vault
from daywright.agent.wal import Wal, hold_lock
from daywright.kit.clock import Clock


@dataclass(frozen=True, slots=True)
class Delivered:
    """How it ended: what the sender says, and what still waits."""

    gauge: Gauge
    acked: int
    pending: int


def deliver(settings: Settings, clock: Clock) -> Delivered:
    """Deliver until nothing waits or nothing gets through. Raises AlreadyRunning, StorageError and OSError."""
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with hold_lock(settings.folder / "agent.lock"):
        wal = Wal(settings.folder, clock, vault=Vault(settings.folder, clock, settings.sealing))
        wal.open()
        sender = Sender(
            wal,
            Batcher(wal, clock, f"daywright-agent/{__version__}"),
            transport_for(settings, clock, f"daywright-agent/{__version__}", hurried=True),
            clock=clock,
            random=random.random,
            pace=Pace(0, 0, 0),
            snapshot=lambda: Snapshot(0, 0, ()),
        )
        try:
            before = wal.counters()
            sender.forget_waits()
            left = before["pending"] + 1
            while wal.counters()["pending"] < left:
                left = wal.counters()["pending"]
                if left:
                    sender.hurry()
                    sender.step()
            after = wal.counters()
            return Delivered(sender.gauge, after["acked"] - before["acked"], after["pending"])
        finally:
            sender.transport.close()
            wal.close()
