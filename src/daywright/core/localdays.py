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
REACH_US: Final = 16 * HOUR_US  # no zone is further from UTC
STEP_S: Final = 6 * 3600  # no zone changes its offset and back within this
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

    def day_edges(self, from_us_: int, to_us_: int) -> list[int]:
        """Return the beginnings of all local days that touch [from, to), and the end of the last."""
        day = self.date_of(from_us_)
        edges = [self.begin(day)]
        while edges[-1] < to_us_:
            day += timedelta(days=1)
            if self.begin(day) > edges[-1]:
                edges.append(self.begin(day))
        return edges

    def hour_edges(self, from_us_: int, to_us_: int) -> list[int]:
        """Return the beginnings of all clock hours that touch [from, to), and the end of the last.

        An hour ends where its number on the clock changes, be it early (half-hour shifts, travel).
        """
        edges: list[int] = []
        for since, until, offset in self._pieces(from_us_ - HOUR_US, to_us_ + HOUR_US):
            first = since - (since + offset) % HOUR_US
            edges += [max(edge, since) for edge in range(first, until, HOUR_US)]
        edges = sorted(set(edges))
        return edges[bisect_right(edges, from_us_) - 1 : bisect_right(edges, to_us_ - 1) + 1]

    def _first_reached(self, wall_us: int) -> int:
        for since, until, offset in self._pieces(wall_us - REACH_US, wall_us + REACH_US):
            if wall_us - offset < until:
                return max(since, wall_us - offset)
        raise AssertionError("every wall time is reached within the reach of zones")

    def _pieces(self, from_us_: int, to_us_: int) -> Iterator[tuple[int, int, int]]:
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


@lru_cache(maxsize=4096)
def _next_change(zone: str, from_s: int, to_s: int) -> int | None:
    """Return the first second in (from, to] at which the zone's offset differs from that at `from`."""
    place = ZoneInfo(zone)
    before = _offset_us(place, from_s * US_PER_SECOND)
    for step in range(from_s, to_s, STEP_S):
        high = min(step + STEP_S, to_s)
        if _offset_us(place, high * US_PER_SECOND) != before:
            low = step
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset_us(place, middle * US_PER_SECOND) == before else (low, middle)
            return high
    return None
