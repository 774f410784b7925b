"""Local days: the one place where instants become a person's own dates and hours.

A local day begins when the person's wall clock first reaches the date's `day_start` (04:00 by default), and lasts until
the next one begins. So days tile time, whatever happens to the clock: a day has 23 or 25 hours when summer time begins
or ends, up to two dozen more or fewer when the person travels, and none at all when a date is skipped. Going back over
an hour, by the clock or by aeroplane, never brings back a day that had ended.

Instants are microseconds since 1970, UTC.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from daywright.kit.clock import US_PER_SECOND, from_us

DEFAULT_DAY_START: Final = timedelta(hours=4)
HOUR_US: Final = 3600 * US_PER_SECOND
DAY_US: Final = 24 * HOUR_US
REACH_US: Final = 16 * HOUR_US  # no zone is further from UTC
STEP_S: Final = 86_400  # no zone changes its offset and back within this
BLOCK_S: Final = 365 * STEP_S  # changes are looked up once per zone and block of this length
EPOCH_DATE: Final = date(1970, 1, 1)


class LocalCalendar:
    """A person's calendar: which zone held from which instant on, and when a day begins.

    `zones` are (from, IANA name), oldest first; before the first of them the first holds, without any `home` does.
    Raises zoneinfo.ZoneInfoNotFoundError for a name that is not known.
    """

    def __init__(
        self, *, zones: Sequence[tuple[int, str]] = (), home: str = "UTC", day_start: timedelta = DEFAULT_DAY_START
    ) -> None:
        self._changes = [since for since, _ in zones[1:]]
        self._zones = [ZoneInfo(name) for _, name in zones] or [ZoneInfo(home)]
        self._begins: dict[date, int] = {}
        self.day_start = day_start
        self.key = (tuple(zones), home, day_start)
        """Calendars of equal key cut time into the same days."""

    def zone_at(self, instant_us: int) -> ZoneInfo:
        """Return the zone the person lived in at that instant."""
        return self._zones[bisect_right(self._changes, instant_us)]

    def begin(self, day: date) -> int:
        """Return the instant at which the wall clock first reaches the date's `day_start`."""
        known = self._begins.get(day)
        if known is None:
            known = self._begins[day] = self._first_reached(_wall_us(day, self.day_start))
        return known

    def date_of(self, instant_us: int) -> date:
        """Return the local date whose day holds the instant."""
        wall = from_us(instant_us).astimezone(self.zone_at(instant_us)).replace(tzinfo=None)
        latest = (wall - self.day_start).date() + timedelta(days=2)  # a day may have begun further east
        while self.begin(latest) > instant_us:
            latest -= timedelta(days=1)
        return latest

    def day_bounds(self, day: date) -> tuple[int, int]:
        """Return (begin, end) of a local date; the end is the beginning of the next."""
        return self.begin(day), self.begin(day + timedelta(days=1))

    def days(self, from_us_: int, to_us_: int) -> list[tuple[date, int]]:
        """List the local days that touch [from, to) with the instants they begin at, and the one after the last."""
        first = self.date_of(from_us_)
        walls = range(_wall_us(first, self.day_start), to_us_ + 3 * DAY_US + REACH_US, DAY_US)
        pieces = list(self.pieces(walls[0] - REACH_US, walls[-1] + REACH_US))
        found: list[tuple[date, int]] = []
        at = 0
        for number, wall in enumerate(walls):
            while wall - pieces[at][2] >= pieces[at][1]:
                at += 1
            begin = max(pieces[at][0], wall - pieces[at][2])
            if found and found[-1][1] == begin:
                found.pop()  # a date that was skipped has no day
            found.append((first + timedelta(days=number), begin))
            if begin >= to_us_:
                return found
        raise AssertionError("every instant is reached by some local day")

    def day_edges(self, from_us_: int, to_us_: int) -> list[int]:
        """Return the beginnings of all local days that touch [from, to), and the end of the last."""
        return [begin for _, begin in self.days(from_us_, to_us_)]

    def hour_edges(self, from_us_: int, to_us_: int) -> list[int]:
        """Return the beginnings of all clock hours that touch [from, to), and the end of the last.

        An hour ends where its number on the clock changes, be it early (half-hour shifts, travel).
        """
        edges: list[int] = []
        before = None
        for since, until, offset in self.pieces(from_us_ - HOUR_US, to_us_ + HOUR_US):
            first = since - (since + offset) % HOUR_US
            if offset == before and first < since:
                first += HOUR_US  # another zone, but the clock goes on as before
            edges += [max(edge, since) for edge in range(first, until, HOUR_US)]
            before = offset
        edges = sorted(set(edges))
        return edges[bisect_right(edges, from_us_) - 1 : bisect_right(edges, to_us_ - 1) + 1]

    def _first_reached(self, wall_us: int) -> int:
        for since, until, offset in self.pieces(wall_us - REACH_US, wall_us + REACH_US):
            if wall_us - offset < until:
                return max(since, wall_us - offset)
        raise AssertionError("every wall time is reached within the reach of zones")

    def pieces(self, from_us_: int, to_us_: int) -> Iterator[tuple[int, int, int]]:
        """Cut [from, to) where the offset from UTC changes: (since, until, offset), all in microseconds."""
        edges = [from_us_, *(change for change in self._changes if from_us_ < change < to_us_), to_us_]
        for since, until in itertools.pairwise(edges):
            zone = self.zone_at(since)
            while since < until:
                change = _next_change(zone.key, -(-since // US_PER_SECOND), until // US_PER_SECOND + 1)
                stop = until if change is None else min(change * US_PER_SECOND, until)
                yield since, stop, _offset_us(zone, since)
                since = stop  # noqa: PLW2901  (walks on)


def local_date(instant_us: int, zone: str, day_start: timedelta = DEFAULT_DAY_START) -> date:
    """Return the local date of an instant for someone who stays in one zone."""
    return LocalCalendar(home=zone, day_start=day_start).date_of(instant_us)


def _wall_us(day: date, after_midnight: timedelta) -> int:
    wall = datetime.combine(day, time()) + after_midnight - datetime.combine(EPOCH_DATE, time())
    return wall // timedelta(microseconds=1)


def _offset_us(zone: ZoneInfo, instant_us: int) -> int:
    offset = from_us(instant_us).astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)


def _next_change(zone: str, from_s: int, to_s: int) -> int | None:
    """Return the first second in (from, to] at which the zone's offset differs from that at `from`."""
    for block in range(from_s // BLOCK_S, to_s // BLOCK_S + 1):
        for change in _changes(zone, block):
            if from_s < change <= to_s:
                return change
    return None


@lru_cache(maxsize=4096)
def _changes(zone: str, block: int) -> tuple[int, ...]:
    """Return the seconds from block * BLOCK_S on, before the next block, at which the zone's offset changes."""
    place = ZoneInfo(zone)
    found = []
    known = _offset_us(place, (block * BLOCK_S - 1) * US_PER_SECOND)
    for low in range(block * BLOCK_S - 1, (block + 1) * BLOCK_S - 1, STEP_S):
        reached = _offset_us(place, (low + STEP_S) * US_PER_SECOND)
        if reached != known:
            found.append(_change_between(place, low, low + STEP_S, known))
            known = reached
    return tuple(found)


def _change_between(place: ZoneInfo, low: int, high: int, before: int) -> int:
    """Return the second in (low, high] at which the offset is no longer `before`."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset_us(place, middle * US_PER_SECOND) == before else (low, middle)
    return high
