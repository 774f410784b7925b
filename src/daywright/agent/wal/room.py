"""Room on the disk: caps, who goes first when one is reached, and the ballast that makes a full disk deletable."""

import os
import sqlite3
from pathlib import Path

from daywright.agent.wal import rows
from daywright.agent.wal.records import KEY_LOST, Limits
from daywright.kit.clock import US_PER_DAY
from daywright.kit.faultpoints import fault_point

BALLAST_BYTES = 8 * 1024 * 1024
_ROOMY_BYTES = 64 * 1024 * 1024
# What a row costs besides its body: columns, two index entries, the unique id.
_ROW_OVERHEAD = 200
_GROUP = 500
_WORST_FIRST = """
SELECT seq, size FROM event WHERE state=0 AND prio>0 ORDER BY prio DESC, seq LIMIT ?
"""
_REFUSED = f"state=2 AND dead_code IS NOT '{KEY_LOST}'"
_TOO_MANY = f"""
DELETE FROM event WHERE seq IN
  (SELECT seq FROM event WHERE {_REFUSED} ORDER BY dead_us DESC, seq DESC LIMIT -1 OFFSET ?)
"""  # noqa: S608  constants only
_TOO_LARGE = f"""
DELETE FROM event WHERE seq IN (SELECT seq FROM
  (SELECT seq, sum(size) OVER (ORDER BY dead_us DESC, seq DESC) AS until FROM event WHERE {_REFUSED}) WHERE until > ?)
"""  # noqa: S608  constants only
_TOO_OLD = "SELECT seq, size FROM event WHERE state=0 AND prio>0 AND wall_us < ? LIMIT ?"


class Ballast:
    """A file that is only there to be deleted: on a full disk even a DELETE needs space."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "ballast"

    def keep(self) -> None:
        """Have it whenever there is room for it."""
        if self._path.exists():
            return
        stats = os.statvfs(self._folder)
        if stats.f_bavail * stats.f_frsize <= _ROOMY_BYTES:
            return
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(handle, 0, BALLAST_BYTES)
        except OSError:
            self._path.unlink(missing_ok=True)
        finally:
            os.close(handle)

    def release(self) -> bool:
        """Give its space away; False when there was none left to give."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True


def over(limits: Limits, row_count: int, body_bytes: int) -> bool:
    """True when so many rows with so many bytes of body exceed a cap."""
    return row_count > limits.most_rows or row_count * _ROW_OVERHEAD + body_bytes > limits.most_bytes


def make_room(db: sqlite3.Connection, limits: Limits, row_count: int, body_bytes: int) -> tuple[int, int]:
    """Evict pending rows, worst priority and oldest first, until the caps hold. Returns rows and bytes removed."""
    gone_rows = gone_bytes = 0
    while over(limits, row_count - gone_rows, body_bytes - gone_bytes):
        victims = db.execute(_WORST_FIRST, (_GROUP,)).fetchall()
        if not victims:
            break
        # No more than needed: a cap reached by one row must not cost five hundred.
        removed = _evict(db, _just_enough(victims, limits, row_count - gone_rows, body_bytes - gone_bytes))
        gone_rows += removed[0]
        gone_bytes += removed[1]
    return gone_rows, gone_bytes


def drop_old(db: sqlite3.Connection, limits: Limits, now_us: int) -> tuple[int, int]:
    """Evict a group of what waited longer than the cap. Returns rows and bytes removed."""
    return _evict(db, db.execute(_TOO_OLD, (now_us - limits.most_days * US_PER_DAY, _GROUP)).fetchall())


def drop_dead(db: sqlite3.Connection, limits: Limits, now_us: int) -> None:
    """Keep only the newest dead letters, none that is too old; their number stays in the counter.

    What only waits for its key is a backlog, under the caps of the whole log.
    """
    db.execute(_TOO_MANY, (limits.most_dead,))
    db.execute("DELETE FROM event WHERE state=2 AND dead_us < ?", (now_us - limits.most_days * US_PER_DAY,))
    db.execute(_TOO_LARGE, (limits.most_dead_bytes,))


def _just_enough(
    victims: list[tuple[int, int]], limits: Limits, row_count: int, body_bytes: int
) -> list[tuple[int, int]]:
    chosen = []
    for seq, size in victims:
        if not over(limits, row_count, body_bytes):
            break
        chosen.append((seq, size))
        row_count -= 1
        body_bytes -= size
    return chosen


def _evict(db: sqlite3.Connection, victims: list[tuple[int, int]]) -> tuple[int, int]:
    for seq, _ in victims:
        db.execute("DELETE FROM event WHERE seq=?", (seq,))
        fault_point("evict.mid")
    rows.count(db, {"evicted": len(victims)})
    return len(victims), sum(size for _, size in victims)
