"""Records for tests: small, distinct, and honest about their checksums."""

from daywright.agent.wal import Record, priority
from daywright.kit.clock import US_PER_SECOND, rfc3339
from daywright.kit.ids import uuid7

NINE_US = 1_772_442_000 * US_PER_SECOND


def record(number: int, kind: str = "window", *, prio: int | None = None, size: int = 0) -> Record:
    """The event with this number: `number` seconds after nine, one second long."""
    start_us = NINE_US + number * US_PER_SECOND
    title = f"{number}" + "x" * size
    body = f'{{"bucket":"{kind}","start":"{rfc3339(start_us)}","duration":1.0,"data":{{"title":"{title}"}}}}'
    return Record(
        event_id=uuid7(start_us),
        kind=kind,
        prio=priority(kind) if prio is None else prio,
        wall_us=start_us,
        mono_us=number * US_PER_SECOND,
        boot_id=bytes(16),
        clock_synced=True,
        body=body.encode(),
    )
