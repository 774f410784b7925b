"""What a view asks for: a range in the owner's own days, opened against one snapshot."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from daywright.core.localdays import LocalCalendar
from daywright.core.periods import Period, before
from daywright.kit.clock import to_us
from daywright.server import accounts, devices, events
from daywright.server.foundation.errors import Refusal
from daywright.server.timeline.service.days import Reading
from daywright.server.timeline.service.facets import Compared
from daywright.server.timeline.service.filters import Filters
from daywright.server.timeline.service.labelled import Readers, Stretch
from daywright.server.timeline.service.spent import Coarse, Fine, Spent, narrowed

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LOST_PLUS = re.compile(r" (\d{2}:?\d{2})$")  # a raw `+` in an address arrives as a blank
NO_FILTERS = Filters()
NEED_SEGMENTS = ("hour", "weekday_hour", "device")  # what time by pairs and days cannot tell
MS = 1000
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Asking:
    """One user's data in one snapshot."""

    reading: Reading
    readers: Readers
    calendar: LocalCalendar
    week_start: int

    @property
    def session(self) -> Session:
        """The snapshot."""
        return self.reading.session

    @property
    def user(self) -> int:
        """Whose data this is."""
        return self.reading.user

    def stretch(self, from_ms: int, to_ms: int) -> Stretch:
        """Return the labelled timeline of [from, to)."""
        return self.readers.stretch(self.reading, from_ms, to_ms)

    def passing(self, stretch: Stretch, filters: Filters, period: Period) -> Stretch:
        """Return what of a stretch within the period passes the filters."""
        known = devices.devices_of(self.session, self.user) if filters.devices else []
        wanted = [device.id for device in known if device.uid in filters.devices]
        return filters.apply(stretch, self.calendar, period, wanted)

    def spent(
        self,
        period: Period,
        filters: Filters = NO_FILTERS,
        *,
        compare: str | None = None,
        step: str = "day",
        now_us: int = 0,
    ) -> Compared:
        """Return the primary time of a period that passes the filters, and with `compare` that of the one before it.

        `step` is what the time is shown by: it decides what is read, and how far back the period before lies.
        """
        if compare is None:
            return Compared(self._spent(period, filters, step))
        moved = before(self.calendar, period, now_us=now_us, step=step)
        earlier = self._spent(moved.period(period), filters, step)
        return Compared(self._spent(period, filters, step), earlier, moved)

    def prepare(self) -> None:
        """Have everything made and kept that the page of all time draws on: days, time by pairs, labels."""
        edges = self.readers.days.edges(self.reading)
        if edges:
            now = self.spent(Period(edges[0] * MS, edges[1] * MS)).now
            now.per_category  # noqa: B018  (is kept)
            now.switches()

    def device_names(self) -> dict[int, str]:
        """Return the user's devices by id."""
        return {device.id: device.name for device in devices.devices_of(self.session, self.user)}

    def _spent(self, period: Period, filters: Filters, step: str) -> Spent:
        fine = step in NEED_SEGMENTS or filters.need_segments
        return self._fine(period, filters) if fine else self._coarse(period, filters)

    def _fine(self, period: Period, filters: Filters) -> Fine:
        numbered = self.readers.days.between(self.reading, period.start_us // MS, period.end_us // MS)
        stretch = Stretch(numbered.primary, self.readers.meanings(self.reading, numbered.numbering))
        passing = self.passing(stretch, filters, period)
        return Fine(passing.meanings, period, self.calendar, self.week_start, passing.segments)

    def _coarse(self, period: Period, filters: Filters) -> Coarse:
        paired, reading = self.readers.paired, self.reading
        parts, numbering = paired.between(reading, self.calendar, period.start_us // MS, period.end_us // MS)
        everything = self.readers.meanings(reading, numbering)
        meanings, times = narrowed(everything, [part.time for part in parts])
        return Coarse(
            meanings,
            period,
            self.calendar,
            self.week_start,
            times=times,
            wanted=filters.things(meanings),
            weekdays=filters.when.cells(self.calendar, *period) if filters.when else None,
            fine=lambda part: self._fine(part, filters),
            all_switches=lambda: paired.switches(reading, parts, everything),
        )


def asking(session: Session, user: int, readers: Readers) -> Asking:
    """Open what the user has for one request."""
    who = accounts.profile(session, user)
    reading = readers.reading(session, user)
    calendar = _calendar(tuple(events.zones_of(reading.connection, user)), who.zone, who.day_start)
    return Asking(reading, readers, calendar, who.week_start)


@lru_cache(maxsize=256)
def _calendar(zones: tuple[tuple[int, str], ...], home: str, day_start: timedelta) -> LocalCalendar:
    """Return one calendar for all requests, as it remembers where days begin."""
    return LocalCalendar(zones=zones, home=home, day_start=day_start)


def parse_date(text: str) -> date:
    """`2026-03-02` → date; anything else is refused with 400."""
    try:
        day = date.fromisoformat(text) if DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise Refusal(400, "date.invalid", "A date looks like 2026-03-02.")
    return day


def parse_instant(text: str, calendar: LocalCalendar) -> int:
    """Read an RFC 3339 instant, or a local date as where its day begins. Refused with 400 when it is neither."""
    if DATE.fullmatch(text):
        return calendar.day_bounds(parse_date(text))[0]
    try:
        moment = datetime.fromisoformat(LOST_PLUS.sub(r"+\1", text))
        instant = to_us(moment)
    except (ValueError, OverflowError):
        raise Refusal(
            400, "instant.invalid", "An instant looks like 2026-03-02T09:00:00Z, a local day like 2026-03-02."
        ) from None
    if not EARLIEST <= moment.date() <= LATEST:
        raise Refusal(400, "instant.invalid", "That instant is out of range.")
    return instant


def parse_range(start: str, end: str, calendar: LocalCalendar, *, at_most: timedelta) -> Period:
    """RFC 3339 instants or local dates → range; a date means where its day begins. Refused with 400 when not one."""
    asked = Period(parse_instant(start, calendar), parse_instant(end, calendar))
    if asked.end_us <= asked.start_us:
        raise Refusal(400, "range.empty", "`end` must come after `start`.")
    if asked.end_us - asked.start_us > at_most / timedelta(microseconds=1):
        raise Refusal(400, "range.too_long", f"At most {at_most.days} days can be asked for at once.")
    return asked
