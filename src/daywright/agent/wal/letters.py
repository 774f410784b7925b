"""Dead letters, and what is given up on purpose: every function works inside the caller's transaction.

A letter that is called back is pending again and leaves the count of the dead; one that is thrown away stays in it, so
that what was accepted is always accounted for.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from daywright.agent.wal import rows
from daywright.agent.wal.schema import DEAD
from daywright.agent.wal.sealing import Kept

# What an event is set aside for when it alone makes a healthy server fail (contract 2.4 d).
CRASHER = "server_error"
_MOST_LISTED = 10_000


@dataclass(frozen=True, slots=True)
class Letter:
    """One event that was set aside, with the reason."""

    seq: int
    kind: str
    code: str
    dead_us: int
    size: int
    kept: Kept


def letters(db: sqlite3.Connection, most: int = _MOST_LISTED) -> list[Letter]:
    """What was set aside, newest first."""
    found = db.execute(
        "SELECT seq, kind, coalesce(dead_code, ''), coalesce(dead_us, 0), size, event_id, schema, body, crc, key_gen"
        " FROM event WHERE state=? ORDER BY dead_us DESC, seq DESC LIMIT ?",
        (DEAD, most),
    )
    return [Letter(seq, kind, code, dead_us, size, tuple(kept)) for seq, kind, code, dead_us, size, *kept in found]


def call_back(db: sqlite3.Connection, seqs: Sequence[int] | None, code: str = "") -> int:
    """Let dead letters wait again: these, or all, or all of one code. Returns how many."""
    back = db.executemany(
        "UPDATE event SET state=0, dead_code=NULL, dead_us=NULL WHERE seq=? AND state=2",
        [(seq,) for seq in _chosen(db, seqs, code)],
    ).rowcount
    back = max(back, 0)
    rows.count(db, {"dead": -back})
    return back


def throw_away(db: sqlite3.Connection, seqs: Sequence[int] | None) -> tuple[int, int]:
    """Delete dead letters: these, or all. Returns how many rows and bytes."""
    gone = size = 0
    for seq in _chosen(db, seqs, ""):
        for (was,) in db.execute("DELETE FROM event WHERE seq=? AND state=2 RETURNING size", (seq,)).fetchall():
            gone, size = gone + 1, size + was
    return gone, size


def erase(db: sqlite3.Connection, *, dead: bool) -> int:
    """Delete everything that waits, what goes on, and with `dead` the dead letters too. Returns how many waited."""
    db.execute("UPDATE event SET batch_id=NULL")
    db.execute("DELETE FROM batch")
    db.execute("DELETE FROM open_session")
    erased = db.execute("DELETE FROM event WHERE state<>?", (DEAD,)).rowcount
    if dead:
        db.execute("DELETE FROM event")
    rows.count(db, {"erased": erased})
    return erased


def new_version(db: sqlite3.Connection, who: str, version: str) -> int:
    """Note the version of `who` (agent or server); after a change, crashers get another chance. Returns how many."""
    name = f"{who}_version"
    before = db.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
    if before is not None and before[0] == version.encode():
        return 0
    db.execute(
        "INSERT INTO meta(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value=excluded.value",
        (name, version.encode()),
    )
    return 0 if before is None else call_back(db, None, CRASHER)


def _chosen(db: sqlite3.Connection, seqs: Sequence[int] | None, code: str) -> list[int]:
    if seqs is not None:
        return list(seqs)
    found = db.execute("SELECT seq FROM event WHERE state=2 AND (? = '' OR dead_code = ?)", (code, code))
    return [seq for (seq,) in found.fetchall()]
