"""Reading and writing the log's rows; every function works inside the caller's transaction."""

import sqlite3
from collections.abc import Mapping, Sequence

from daywright.agent.wal.records import Batch, Record, Settlement, Stored, checksums, priority
from daywright.agent.wal.schema import COUNTERS, DEAD, IN_BATCH, PENDING
from daywright.agent.wal.sealing import UNSEALED, Sealing

_PUT = """
INSERT INTO event(event_id, kind, prio, schema, wall_us, mono_us, boot_id, clock_synced, body, key_gen, crc, size)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(event_id) DO NOTHING
"""
_TOUCH = """
INSERT INTO open_session(stream, event_id, body, key_gen, mono_us, boot_id, touched_us) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(stream) DO UPDATE SET event_id=excluded.event_id, body=excluded.body, key_gen=excluded.key_gen,
  mono_us=excluded.mono_us, boot_id=excluded.boot_id, touched_us=excluded.touched_us
"""
_PICK = "SELECT seq, event_id, schema, body, crc, key_gen FROM event WHERE state=0 ORDER BY prio, seq LIMIT ?"
_MEMBERS = """
SELECT seq, event_id, schema, body, crc, key_gen FROM event WHERE batch_id=? ORDER BY prio, seq LIMIT 1000
"""
_BATCHES = """
SELECT batch_id, created_us, digest, attempts, next_us, coalesce(last_code, ''), server_errors
FROM batch ORDER BY created_us, batch_id LIMIT 100
"""


def count(db: sqlite3.Connection, changes: Mapping[str, int]) -> None:
    """Add to the counters."""
    db.executemany(
        "UPDATE counter SET value = value + ? WHERE name = ?", [(by, name) for name, by in changes.items() if by]
    )


def note(db: sqlite3.Connection, notes: Mapping[str, bytes]) -> None:
    """Write down where a reader goes on, under its name."""
    db.executemany(
        "INSERT INTO meta(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value=excluded.value",
        list(notes.items()),
    )


def noted(db: sqlite3.Connection, name: str) -> bytes | None:
    """What was written down under a name."""
    found = db.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
    return bytes(found[0]) if found and found[0] is not None else None


def counters(db: sqlite3.Connection) -> dict[str, int]:
    """Every counter, and the rows themselves: `pending` (in a batch or not), `in_batch`, `dead_rows`, `bytes`."""
    found = dict.fromkeys(COUNTERS, 0) | dict(db.execute("SELECT name, value FROM counter").fetchall())
    rows = {
        state: (n, size) for state, n, size in db.execute("SELECT state, count(*), sum(size) FROM event GROUP BY state")
    }
    waiting, leased, dead = (rows.get(state, (0, 0)) for state in (PENDING, IN_BATCH, DEAD))
    return found | {
        "pending": waiting[0] + leased[0],
        "in_batch": leased[0],
        "dead_rows": dead[0],
        "bytes": waiting[1] + leased[1] + dead[1],
    }


def put(db: sqlite3.Connection, records: Sequence[Record], sealing: Sealing = UNSEALED) -> tuple[int, int]:
    """Insert what is not there yet; a stored record is no longer open. Returns how many rows and bytes are new."""
    rows = size = 0
    stored = sealing.sealed(records)
    sums = checksums((record.event_id, record.schema, body) for record, (body, _) in zip(records, stored, strict=True))
    for record, (body, key_gen), crc in zip(records, stored, sums, strict=True):
        added = db.execute(
            _PUT,
            (
                record.event_id, record.kind, record.prio, record.schema, record.wall_us, record.mono_us,
                record.boot_id, int(record.clock_synced), body, key_gen, crc, record.size,
            ),
        ).rowcount  # fmt: skip
        db.execute("DELETE FROM open_session WHERE event_id = ?", (record.event_id,))
        rows += added
        size += added * record.size
    count(db, {"accepted": rows})
    return rows, size


def touch(db: sqlite3.Connection, streams: Mapping[str, Record | None], sealing: Sealing) -> None:
    """Write down what is going on; None: nothing goes on in that stream."""
    for stream, going in streams.items():
        if going is None:
            db.execute("DELETE FROM open_session WHERE stream = ?", (stream,))
            continue
        ((body, key_gen),) = sealing.sealed([going])
        db.execute(_TOUCH, (stream, going.event_id, body, key_gen, going.mono_us, going.boot_id, going.wall_us))


def open_events(db: sqlite3.Connection) -> list[Record]:
    """What was going on at the last touch, as events that ended then."""
    found = db.execute(
        "SELECT stream, event_id, body, mono_us, boot_id, touched_us, key_gen FROM open_session LIMIT 1000"
    ).fetchall()
    return [
        # Sealed as it is: it is bound to the event, which stays the same.
        Record(event_id, stream, priority(stream), touched_us, mono_us, boot_id, True, body, key_gen=key_gen)  # noqa: FBT003  a column
        for stream, event_id, body, mono_us, boot_id, touched_us, key_gen in found
    ]


def pick(db: sqlite3.Connection, limits: tuple[int, int], now_us: int, sealing: Sealing) -> list[Stored]:
    """The next records to send, oldest first within priority, so many and with so many bytes.

    Rows that no longer add up, or cannot be opened, become dead letters.
    """
    most_events, most_bytes = limits
    picked: list[Stored] = []
    room = most_bytes
    sound: list[Stored] = []
    # However many have to be set aside, those behind them do not wait.
    while not sound and (found := db.execute(_PICK, (most_events,)).fetchall()):
        sound = _sound(db, found, now_us, sealing)
    for stored in sound:
        room -= len(stored.body)
        if room < 0 and picked:
            break
        picked.append(stored)
    return picked


def bind(db: sqlite3.Connection, batch: Batch, parent: bytes | None = None) -> None:
    """Write down who belongs to a batch."""
    db.execute(
        "INSERT INTO batch(batch_id, created_us, n, digest, parent) VALUES (?, ?, ?, ?, ?)",
        (batch.batch_id, batch.created_us, len(batch.members), batch.digest, parent),
    )
    db.execute(
        "UPDATE event SET state=1, batch_id=? WHERE seq IN (SELECT value FROM json_each(?))",
        (batch.batch_id, f"[{','.join(str(stored.seq) for stored in batch.members)}]"),
    )


def batches(db: sqlite3.Connection, sealing: Sealing) -> list[Batch]:
    """Every batch that is under way, oldest first, with its members. The digest of the whole vouches for each."""
    return [
        Batch(batch_id, created_us, digest, _members(db, batch_id, sealing), *rest)
        for batch_id, created_us, digest, *rest in db.execute(_BATCHES).fetchall()
    ]


def _members(db: sqlite3.Connection, batch_id: bytes, sealing: Sealing) -> list[Stored]:
    found = db.execute(_MEMBERS, (batch_id,)).fetchall()
    bodies = sealing.opened([row[1:] for row in found])
    # What cannot be opened leaves a gap, which the digest shows; then the batch is taken apart, and this one set aside.
    return [Stored(row[0], body if isinstance(body, bytes) else b"") for row, body in zip(found, bodies, strict=True)]


def drop_batch(db: sqlite3.Connection, batch_id: bytes) -> None:
    """Forget a batch; whoever is still in it is pending again."""
    db.execute("UPDATE event SET state=0, batch_id=NULL WHERE batch_id=?", (batch_id,))
    db.execute("DELETE FROM batch WHERE batch_id=?", (batch_id,))


def settle(db: sqlite3.Connection, batch: Batch, verdict: Settlement, now_us: int) -> int:
    """Apply what the server said: delivered rows go, refused ones become dead letters, the others wait again.

    Returns how many rows are gone.
    """
    bury(db, verdict.dead, now_us)
    if verdict.again:
        db.executemany("UPDATE event SET state=0, batch_id=NULL WHERE seq=?", [(seq,) for seq in verdict.again])
    gone = db.execute("DELETE FROM event WHERE batch_id=? AND state=1", (batch.batch_id,)).rowcount
    count(db, {"acked": gone, "dup": min(verdict.duplicate, gone)})
    drop_batch(db, batch.batch_id)
    return gone


def bury(db: sqlite3.Connection, dead: Mapping[int, str], now_us: int) -> None:
    """Set records aside for good, each with the reason."""
    if not dead:
        return
    buried = db.executemany(
        "UPDATE event SET state=2, batch_id=NULL, dead_code=?, dead_us=? WHERE seq=? AND state<>2",
        [(code, now_us, seq) for seq, code in dead.items()],
    ).rowcount
    count(db, {"dead": buried})


def _sound(
    db: sqlite3.Connection, rows: Sequence[tuple[int, bytes, int, bytes, int, int]], now_us: int, sealing: Sealing
) -> list[Stored]:
    sound: list[Stored] = []
    dead: dict[int, str] = {}
    for row, body in zip(rows, sealing.opened([row[1:] for row in rows]), strict=True):
        if isinstance(body, bytes):
            sound.append(Stored(row[0], body))
        else:
            dead[row[0]] = body
    bury(db, dead, now_us)
    return sound
