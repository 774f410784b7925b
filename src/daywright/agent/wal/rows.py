"""Reading and writing the log's rows; every function works inside the caller's transaction."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from daywright.agent.wal.records import PLAIN, Batch, Record, Settlement, Stored, checksums, priority
from daywright.agent.wal.schema import COUNTERS, DEAD, IN_BATCH, PENDING

_PUT = """
INSERT INTO event(event_id, kind, prio, schema, wall_us, mono_us, boot_id, clock_synced, body, key_gen, crc, size)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(event_id) DO NOTHING
"""
_TOUCH = """
INSERT INTO open_session(stream, event_id, body, key_gen, mono_us, boot_id, touched_us) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(stream) DO UPDATE SET event_id=excluded.event_id, body=excluded.body, key_gen=excluded.key_gen,
  mono_us=excluded.mono_us, boot_id=excluded.boot_id, touched_us=excluded.touched_us
"""
_PICK = "SELECT seq, event_id, schema, body, crc FROM event WHERE state=0 ORDER BY prio, seq LIMIT ?"
_MEMBERS = "SELECT seq, body FROM event WHERE batch_id=? ORDER BY prio, seq LIMIT 1000"
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


def put(db: sqlite3.Connection, records: Iterable[Record]) -> tuple[int, int]:
    """Insert what is not there yet; a stored record is no longer open. Returns how many rows and bytes are new."""
    rows = size = 0
    for record in records:
        added = db.execute(
            _PUT,
            (
                record.event_id, record.kind, record.prio, record.schema, record.wall_us, record.mono_us,
                record.boot_id, int(record.clock_synced), record.body, PLAIN, record.crc, record.size,
            ),
        ).rowcount  # fmt: skip
        db.execute("DELETE FROM open_session WHERE event_id = ?", (record.event_id,))
        rows += added
        size += added * record.size
    count(db, {"accepted": rows})
    return rows, size


def touch(db: sqlite3.Connection, streams: Mapping[str, Record | None]) -> None:
    """Write down what is going on; None: nothing goes on in that stream."""
    for stream, going in streams.items():
        if going is None:
            db.execute("DELETE FROM open_session WHERE stream = ?", (stream,))
            continue
        db.execute(
            _TOUCH, (stream, going.event_id, going.body, PLAIN, going.mono_us, going.boot_id, going.wall_us)
        )  # fmt: skip


def open_events(db: sqlite3.Connection) -> list[Record]:
    """What was going on at the last touch, as events that ended then."""
    found = db.execute(
        "SELECT stream, event_id, body, mono_us, boot_id, touched_us FROM open_session WHERE key_gen=? LIMIT 1000",
        (PLAIN,),
    ).fetchall()
    return [
        Record(event_id, stream, priority(stream), touched_us, mono_us, boot_id, True, body)  # noqa: FBT003  a column
        for stream, event_id, body, mono_us, boot_id, touched_us in found
    ]


def pick(db: sqlite3.Connection, most_events: int, most_bytes: int, now_us: int) -> list[Stored]:
    """The next records to send, oldest first within priority. Rows that no longer add up become dead letters."""
    picked: list[Stored] = []
    room = most_bytes
    for stored in _sound(db, db.execute(_PICK, (most_events,)).fetchall(), now_us):
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


def batches(db: sqlite3.Connection) -> list[Batch]:
    """Every batch that is under way, oldest first, with its members. The digest of the whole vouches for each."""
    return [
        Batch(
            batch_id, created_us, digest, [Stored(*row) for row in db.execute(_MEMBERS, (batch_id,)).fetchall()], *rest
        )
        for batch_id, created_us, digest, *rest in db.execute(_BATCHES).fetchall()
    ]


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


def _sound(db: sqlite3.Connection, rows: Sequence[tuple[int, bytes, int, bytes, int]], now_us: int) -> list[Stored]:
    found = checksums((event_id, schema, body) for _, event_id, schema, body, _ in rows)
    sound = [Stored(seq, body) for (seq, _, _, body, crc), now in zip(rows, found, strict=True) if now == crc]
    if len(sound) < len(rows):
        kept = {stored.seq for stored in sound}
        bury(db, {row[0]: "crc" for row in rows if row[0] not in kept}, now_us)
    return sound
