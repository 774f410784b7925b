"""Bringing the rows that are there to the newest key, a group at a time, while everything else goes on.

Each row names its key, so a crash between two groups costs nothing but the rest of the work. A key is dropped only when
no row names it any more, and what cannot be opened is set aside with its reason, never dropped.
"""

import sqlite3
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from daywright.agent.vault import LockedError, Vault
from daywright.agent.wal import rows
from daywright.agent.wal.letters import call_back
from daywright.agent.wal.records import BODY_SCHEMA, CRC, KEY_LOST, TAMPERED, Record, StorageError, checksum
from daywright.agent.wal.schema import DEAD
from daywright.agent.wal.sealing import Sealing
from daywright.kit.faultpoints import fault_point

_GROUP = 256
_UNREADABLE = f"(state = {DEAD} AND dead_code IN ('{CRC}', '{TAMPERED}', '{KEY_LOST}'))"
_BEHIND = f"""
SELECT seq, state, event_id, schema, body, crc, key_gen FROM event
WHERE seq > ? AND key_gen <> ? AND NOT {_UNREADABLE} ORDER BY seq LIMIT {_GROUP}
"""  # noqa: S608  constants only
_MOVE = "UPDATE event SET body = ?, key_gen = ?, crc = ? WHERE seq = ?"
# What was tampered with opens with no key, so none is kept for it.
_IN_USE = f"""
SELECT key_gen FROM event WHERE NOT (state = {DEAD} AND dead_code IN ('{CRC}', '{TAMPERED}'))
UNION SELECT key_gen FROM open_session
"""  # noqa: S608  constants only


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one look over all rows has come; what it began with tells whether it is still the right one."""

    openings: int = -1
    generation: int = 0
    after: int = 0
    moved: bool = False
    done: bool = False


class Resealing:
    """The one look over all rows that is under way."""

    def __init__(self, vault: Vault, sealing: Sealing) -> None:
        self._vault = vault
        self._sealing = sealing
        self.progress = Progress()

    def step(self, db: sqlite3.Connection, now_us: int) -> Progress:
        """Move a group of rows, inside the caller's transaction. What it returns counts once that is committed."""
        now, generation = self.progress, self._sealing.generation()
        if (now.openings, now.generation) != (self._vault.openings, generation):
            now = Progress(self._vault.openings, generation)
            self._call_back(db)
        if now.done:
            return now
        found = db.execute(_BEHIND, (now.after, generation)).fetchall()
        for row in found:
            self._move(db, row, now_us)
        moved = self._move_open(db, generation) if not found else True
        fault_point("seal.3")
        after = found[-1][0] if found else now.after
        return Progress(now.openings, generation, after, moved=now.moved or moved, done=not found)

    def unused(self, db: sqlite3.Connection) -> AbstractSet[int]:
        """The generations that can be opened and that no row names any more."""
        return self._vault.opens - {generation for (generation,) in db.execute(_IN_USE).fetchall()}

    def rotate(self) -> bool:
        """Another key; False when nothing is sealed. Raises StorageError."""
        try:
            return self._vault.rotate()
        except LockedError as error:
            raise StorageError("locked", str(error)) from None

    def _call_back(self, db: sqlite3.Connection) -> None:
        """A key that was missing is here: what it seals waits again."""
        lost = db.execute("SELECT seq, key_gen FROM event WHERE state=? AND dead_code=?", (DEAD, KEY_LOST)).fetchall()
        back = [seq for seq, generation in lost if generation in self._vault.opens]
        if back:
            call_back(db, back)

    def _move(self, db: sqlite3.Connection, row: tuple[int, int, bytes, int, bytes, int, int], now_us: int) -> None:
        seq, state, event_id, schema, *_ = row
        (text,) = self._sealing.opened([row[2:]])
        if isinstance(text, bytes):
            body, key_gen = self._sealed(event_id, schema, text)
            db.execute(_MOVE, (body, key_gen, checksum(event_id, schema, body), seq))
        elif state == DEAD:
            db.execute("UPDATE event SET dead_code = ? WHERE seq = ?", (text, seq))
        else:
            rows.bury(db, {seq: text}, now_us)

    def _move_open(self, db: sqlite3.Connection, generation: int) -> bool:
        """What goes on is few rows, and is written anew every few seconds anyway."""
        moved = False
        for stream, event_id, body, was in db.execute(
            "SELECT stream, event_id, body, key_gen FROM open_session WHERE key_gen <> ? LIMIT 1000", (generation,)
        ).fetchall():
            (text,) = self._sealing.opened([(event_id, BODY_SCHEMA, body, checksum(event_id, BODY_SCHEMA, body), was)])
            if isinstance(text, bytes):
                fresh = self._sealed(event_id, BODY_SCHEMA, text)
                db.execute("UPDATE open_session SET body = ?, key_gen = ? WHERE stream = ?", (*fresh, stream))
                moved = True
        return moved

    def _sealed(self, event_id: bytes, schema: int, text: bytes) -> tuple[bytes, int]:
        plain = Record(event_id, "", 0, 0, 0, b"", clock_synced=True, body=text, schema=schema)
        return self._sealing.sealed([plain])[0]
