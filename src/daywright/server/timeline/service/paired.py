"""Time per pair of contexts over a range, kept by months so that only what changed is added up again.

Invariant: what is handed out is what the days of the snapshot give; a month is kept under the versions of its days, and
for the numbering its pairs are of.
"""

from collections import OrderedDict
from threading import Lock
from typing import Final

from sqlalchemy.orm import Session

from daywright.core.localdays import LocalCalendar
from daywright.core.pairs import PairTime
from daywright.core.segments import MS_PER_DAY, Segments
from daywright.server.timeline.service.days import Days, Numbered, Numbering

CHUNK_DAYS: Final = 32
CHUNK_MS: Final = CHUNK_DAYS * MS_PER_DAY
KEPT_BYTES: Final = 96 * 1024 * 1024  # ten years of one person are about 40 MB
US_PER_MS: Final = 1000

Stamp = tuple[object, ...]


class Paired:
    """Pair times of all users, the last used months in memory."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._kept: OrderedDict[tuple[int, int], tuple[Stamp, PairTime]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def between(
        self, session: Session, user: int, calendar: LocalCalendar, from_ms: int, to_ms: int
    ) -> tuple[list[PairTime], Numbering]:
        """Return the primary time of [from, to) in parts that share no time, and the numbering its pairs are of.

        A pair may be in several parts.
        """
        numbering = self._days.numbering(session, user)
        known = self._days.edges(session, user)
        if known is None:
            return [], numbering
        from_ms, to_ms = max(from_ms, known[0] * MS_PER_DAY), min(to_ms, (known[1] + 1) * MS_PER_DAY)
        versions = self._days.versions(session, user, from_ms // MS_PER_DAY, (to_ms - 1) // MS_PER_DAY)
        stamps: dict[int, list[tuple[int, int]]] = {}
        for day, version in versions.items():
            stamps.setdefault(day // CHUNK_DAYS, []).append((day, version))
        parts = []
        for chunk, stamp in stamps.items():
            low, high = max(from_ms, chunk * CHUNK_MS), min(to_ms, (chunk + 1) * CHUNK_MS)
            key = (*stamp, low, high, calendar.key, numbering)
            part = self._remembered(user, chunk, key)
            if part is None:
                numbered = self._days.between(session, user, low, high)
                if numbered.numbering is not numbering:  # the dictionary was forgotten meanwhile
                    return self.between(session, user, calendar, from_ms, to_ms)
                part = _added_up(numbered, calendar, low, high)
                self._remember(user, chunk, key, part)
            parts.append(part)
        return parts, numbering

    def _remembered(self, user: int, chunk: int, stamp: Stamp) -> PairTime | None:
        with self._lock:
            kept = self._kept.get((user, chunk))
            if kept is None or kept[0] != stamp:
                return None
            self._kept.move_to_end((user, chunk))
            return kept[1]

    def _remember(self, user: int, chunk: int, stamp: Stamp, part: PairTime) -> None:
        with self._lock:
            old = self._kept.pop((user, chunk), None)
            self._kept[user, chunk] = (stamp, part)
            self._bytes += part.bytes - (old[1].bytes if old else 0)
            while self._bytes > KEPT_BYTES and len(self._kept) > 1:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._bytes -= dropped.bytes


def _added_up(numbered: Numbered, calendar: LocalCalendar, low: int, high: int) -> PairTime:
    segments = Segments.of_days(numbered.days).within(low, high)
    begins = calendar.day_edges(low * US_PER_MS, high * US_PER_MS)[:-1]
    return PairTime.of(segments.where(segments.primary), [begin // US_PER_MS for begin in begins])
