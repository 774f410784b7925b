"""Time per pair of contexts and local day over a range, kept by blocks of days so that only what changed is added up.

Invariant: what is handed out is what the days of the snapshot give; a block is kept under the versions of the UTC days
it draws on, where its local days begin, and the numbering its pairs are of. Blocks that lie in the past are kept as
images, too.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Final, NamedTuple

import numpy as np

from daywright.core.cells import Cells, cut
from daywright.core.localdays import LocalCalendar
from daywright.core.pairs import PairTime
from daywright.core.segments import MS_PER_DAY, Ints
from daywright.server.foundation import images
from daywright.server.timeline.service import timeimage
from daywright.server.timeline.service.days import Days, Numbering, Reading
from daywright.server.timeline.service.meanings import Meanings

BLOCK_DAYS: Final = 32
KEPT_BYTES: Final = 96 * 1024 * 1024  # ten years of one person are about 60 MB
US_PER_MS: Final = 1000

UNSETTLED_MS: Final = MS_PER_DAY  # the last day is the one after the newest fact; what ended before hardly changes


class Stamp(NamedTuple):
    """What a block was made of: versions of UTC days, where its local days begin (ms), the numbering of its pairs."""

    versions: tuple[int | None, ...]
    edges: tuple[int, ...]
    numbering: Numbering

    @property
    def bytes(self) -> bytes:
        """The same for other processes, which have numberings of their own."""
        return timeimage.stamp_of(self.versions, self.edges)


@dataclass(slots=True)
class _Block:
    """A kept block; whether it lies in the past; its switches per day under one revision of the rules."""

    number: int
    stamp: Stamp
    time: PairTime
    settled: bool
    switches: tuple[int, Ints] | None = None


class Part(NamedTuple):
    """Some of a range: `time` is that of the days `first` to `end` of a block, or of part of a day without a block."""

    time: PairTime
    block: _Block | None = None
    first: int = 0
    end: int = 0


class Parts(NamedTuple):
    """A range in parts that share no time and follow one another. A pair may be in several."""

    parts: list[Part]
    numbering: Numbering


class Paired:
    """Pair times of all users, the last used blocks in memory."""

    def __init__(self, days: Days, keep: Callable[[Callable[[sqlite3.Connection], None]], object]) -> None:
        """`keep` gets work that writes, to be done whenever it suits."""
        self._days, self._keep = days, keep
        self._kept: OrderedDict[tuple[int, int], _Block] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def between(self, reading: Reading, calendar: LocalCalendar, from_ms: int, to_ms: int) -> Parts:
        """Return the primary time of [from, to)."""
        numbering = self._days.numbering(reading)
        known = self._days.edges(reading) or (0, 0)
        first_ms, last_ms = max(from_ms, known[0]), min(to_ms, known[1])
        if first_ms >= last_ms:
            return Parts([], numbering)
        wanted = self._wanted(reading, calendar, numbering, first_ms, last_ms)
        settled_ms = known[1] - UNSETTLED_MS
        kept = self._remembered(reading.user, wanted)
        kept |= self._pictured(reading, {number: stamp for number, stamp in wanted.items() if number not in kept})
        parts: list[Part] = []
        for number, stamp in wanted.items():
            block = kept.get(number) or self._added_up(reading, number, stamp, settled_ms)
            self._remember(reading.user, block)
            parts += self._within(reading, block, from_ms, to_ms)
        return Parts(parts, numbering)

    def switches(self, reading: Reading, parts: Sequence[Part], meanings: Meanings) -> int:
        """Count the switches of some parts; those of a block are kept for as long as the rules stay."""
        revision, count = meanings.labelling.revision, 0
        for time, block, first, end in parts:
            if block is None:
                count += int(self._switches(reading, time.edges, meanings).sum())
                continue
            kept = block.switches
            if kept is None or kept[0] != revision:
                kept = block.switches = (revision, self._switches(reading, block.time.edges, meanings))
                self._save(reading, block)
            count += int(kept[1][first:end].sum())
        return count

    def _wanted(
        self, reading: Reading, calendar: LocalCalendar, numbering: Numbering, from_ms: int, to_ms: int
    ) -> dict[int, Stamp]:
        """List the blocks that touch [from, to) and draw on any day."""
        blocks = list(_blocks(calendar, from_ms, to_ms))
        versions = self._days.versions(reading, blocks[0][1][0] // MS_PER_DAY, (blocks[-1][1][-1] - 1) // MS_PER_DAY)
        wanted = {}
        for number, edges in blocks:
            days = range(edges[0] // MS_PER_DAY, (edges[-1] - 1) // MS_PER_DAY + 1)
            of = tuple(versions.get(day) for day in days)
            if any(version is not None for version in of):
                wanted[number] = Stamp(of, edges, numbering)
        return wanted

    def _remembered(self, user: int, wanted: dict[int, Stamp]) -> dict[int, _Block]:
        with self._lock:
            known = {number: self._kept.get((user, number)) for number in wanted}
        return {number: block for number, block in known.items() if block and block.stamp == wanted[number]}

    def _remember(self, user: int, block: _Block) -> None:
        key = user, block.number
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept[key] = block
            self._bytes += block.time.bytes - (old.time.bytes if old else 0)
            while self._bytes > KEPT_BYTES and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= dropped.time.bytes

    def _pictured(self, reading: Reading, wanted: dict[int, Stamp]) -> dict[int, _Block]:
        """Return the blocks that have an image of exactly these days; their pairs are numbered in one go."""
        found: dict[int, timeimage.Pictured] = {}
        for number, stamp in wanted.items():
            image = images.read(reading.connection, reading.user, f"time {number}", stamp.bytes)
            pictured = timeimage.unpacked(image.blob) if image else None
            if pictured is not None:
                found[number] = pictured
        if not found:
            return {}
        front = np.concatenate([one.front for one in found.values()])
        inside = np.concatenate([one.inside for one in found.values()])
        things = wanted[next(iter(found))].numbering.number_pairs(front, inside, reading.dictionary)
        parts = np.split(things, np.cumsum([len(one.front) for one in found.values()])[:-1])
        return {
            number: _Block(number, wanted[number], replace(one.time, thing=thing), settled=True, switches=one.switches)
            for (number, one), thing in zip(found.items(), parts, strict=True)
        }

    def _added_up(self, reading: Reading, number: int, stamp: Stamp, settled_ms: int) -> _Block:
        edges = stamp.edges
        time = PairTime.of(self._days.between(reading, edges[0], edges[-1]).primary, edges)
        block = _Block(number, stamp, time, edges[-1] <= settled_ms)
        self._save(reading, block)
        return block

    def _save(self, reading: Reading, block: _Block) -> None:
        if not block.settled:
            return
        front, inside = (column[block.time.thing] for column in block.stamp.numbering.snapshot())
        ids = np.append(reading.dictionary.ids, 0)  # the last one is for nothing inside
        pictured = timeimage.Pictured(block.time, ids[front], ids[inside], block.switches)
        name, user, stamp = f"time {block.number}", reading.user, block.stamp.bytes

        def save(connection: sqlite3.Connection) -> None:
            images.save(connection, user, name, images.Image(stamp, timeimage.packed(pictured)))

        self._keep(save)

    def _within(self, reading: Reading, block: _Block, from_ms: int, to_ms: int) -> Iterator[Part]:
        """Cut a block to [from, to): its whole days, and what is left of one at either end."""
        edges = block.time.edges
        days = len(edges) - 1
        first = int(np.searchsorted(edges, from_ms))
        end = int(np.searchsorted(edges, to_ms, side="right")) - 1
        if first > end:  # within one day
            yield self._piece(reading, max(from_ms, int(edges[0])), min(to_ms, int(edges[-1])))
            return
        if 0 < first <= days and edges[first] > from_ms:
            yield self._piece(reading, from_ms, int(edges[first]))
        if first < end:
            yield Part(block.time if end - first == days else block.time.days(first, end), block, first, end)
        if 0 <= end < days and edges[end] < to_ms:
            yield self._piece(reading, int(edges[end]), to_ms)

    def _piece(self, reading: Reading, from_ms: int, to_ms: int) -> Part:
        return Part(PairTime.of(self._days.between(reading, from_ms, to_ms).primary, (from_ms, to_ms)))

    def _switches(self, reading: Reading, edges: Ints, meanings: Meanings) -> Ints:
        """Count the switches of each day between the edges."""
        primary = self._days.between(reading, int(edges[0]), int(edges[-1])).primary
        days = len(edges) - 1
        segments, day = cut(primary, Cells(edges, np.arange(days, dtype=np.int32), days))
        return np.bincount(day[meanings.switches(segments, day)], minlength=days)


def _blocks(calendar: LocalCalendar, from_ms: int, to_ms: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Iterate the blocks that touch [from, to): number, and where their local days begin (ms)."""
    first = calendar.date_of(from_ms * US_PER_MS).toordinal() // BLOCK_DAYS
    last = calendar.date_of((to_ms - 1) * US_PER_MS).toordinal() // BLOCK_DAYS
    for number in range(first, last + 1):
        yield number, _edges_of(calendar, number)


@lru_cache(maxsize=4096)
def _edges_of(calendar: LocalCalendar, number: int) -> tuple[int, ...]:
    since, until = (calendar.begin(date.fromordinal(max(1, at * BLOCK_DAYS))) for at in (number, number + 1))
    return tuple(edge // US_PER_MS for edge in calendar.day_edges(since, until))
