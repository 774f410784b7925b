"""What sealing costs: events written to the agent's log and taken out of it, sealed and plain, and a key at the start.

python -m bench.sealing [EVENTS]        the reference is the same log without a key
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from daywright.agent.vault import Vault, Wish
from daywright.agent.wal import Settlement, Wal
from daywright.kit.clock import SystemClock
from daywright.kit.ids import uuid7
from fakes.clock import HandClock
from fakes.records import record

EVENTS = 50_000
GROUP, BATCH = 256, 500
ROUNDS = 3


def written(wal: Wal, events: int) -> float:
    """Processor seconds to write so many events in groups."""
    groups = [[record(n) for n in range(start, min(start + GROUP, events))] for start in range(0, events, GROUP)]
    began = time.process_time()
    for group in groups:
        wal.append(group)
    return time.process_time() - began


def taken_out(wal: Wal) -> float:
    """Processor seconds to lease, read and settle all of them in batches."""
    began = time.process_time()
    while batch := wal.lease(uuid7(SystemClock().wall_us()), 0, lambda _: b"", BATCH):
        wal.batches()
        wal.settle(batch, Settlement())
    return time.process_time() - began


def round_trip(events: int, wish: Wish | None) -> tuple[float, float]:
    """Both, in a log of its own."""
    with tempfile.TemporaryDirectory() as folder:
        clock = HandClock()
        wal = Wal(Path(folder), clock, vault=Vault(Path(folder), clock, wish) if wish is not None else None)
        wal.open()
        found = written(wal, events), taken_out(wal)
        wal.close()
        return found


def resealed(events: int) -> float:
    """Processor seconds to seal a plain log where it lies."""
    with tempfile.TemporaryDirectory() as folder:
        clock = HandClock()
        plain = Wal(Path(folder), clock)
        written(plain, events)
        plain.close()
        wal = Wal(Path(folder), clock, vault=Vault(Path(folder), clock))
        began = time.process_time()
        while wal.reseal():
            pass
        wal.close()
        return time.process_time() - began


def first_key(wish: Wish) -> float:
    """Seconds until a vault that has a key is open."""
    with tempfile.TemporaryDirectory() as folder:
        Vault(Path(folder), SystemClock(), wish).generation()
        again = Vault(Path(folder), SystemClock(), wish)
        began = time.perf_counter()
        again.generation()
        return time.perf_counter() - began


def main() -> None:
    """Print the figures: the best of some rounds, by the processor's time, so that neighbours count little."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    rounds = [(round_trip(events, None), round_trip(events, Wish("key_file"))) for _ in range(ROUNDS)]
    for place, what in enumerate(("written", "taken out")):
        plain, sealed = (min(one[kind][place] for one in rounds) for kind in (0, 1))
        print(
            f"{what:<20} {events / plain:9,.0f}/s plain   {events / sealed:9,.0f}/s sealed   ({sealed / plain:.2f}×,"
            f" {(sealed - plain) / events * 1e6:.1f} µs an event)"
        )
    print(f"sealed where it lies {events / resealed(events):9,.0f}/s")
    print(f"key file             {first_key(Wish('key_file')) * 1000:9.1f} ms at the start")
    print(f"passphrase           {first_key(Wish('passphrase', 'correct horse')) * 1000:9.1f} ms at the start")


if __name__ == "__main__":
    main()
