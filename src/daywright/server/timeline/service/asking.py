"""What a view asks for: a range in the owner's own days, opened against one snapshot."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from daywright.core.cells import Cells, cut
from daywright.core.localdays import LocalCalendar
from daywright.core.periods import Period, before
from daywright.kit.clock import to_us
from daywright.server import accounts, devices, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.errors import Refusal
from daywright.server.timeline.service.facets import Compared
from daywright.server.timeline.service.filters import Filters
from daywright.server.timeline.service.labelled import Readers, Stretch
from daywright.server.timeline.service.spent import Spent

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LOST_PLUS = re.compile(r" (\d{2}:?\d{2})$")  # a raw `+` in an address arrives as a blank
NO_FILTERS = Filters()
MS = 1000
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Asking:
    """One user's data in one snapshot."""

    session: Session
    user: int
    readers: Readers
    calendar: LocalCalendar
    week_start: int

    def stretch(self, from_ms: int, to_ms: int) -> Stretch:
        """Return the labelled timeline of [from, to)."""
        return self.readers.stretch(self.session, self.user, from_ms, to_ms)

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
        compare: bool = False,
        step: str = "day",
        now_us: int = 0,
    ) -> Compared:
        """Return the primary time of a period that passes the filters, and that of the period before it."""
        moved = before(self.calendar, period, now_us=now_us, step=step) if compare else None
        earlier = moved.period(period) if moved else None
        first = earlier.start_us if earlier else period.start_us
        primary = self.stretch(first // MS, period.end_us // MS).primary

        def within(part: Period) -> Spent:
            cells = Cells.whole(part.start_us // MS, part.end_us // MS)
            own = Stretch(cut(primary.segments, cells).segments, primary.meanings)
            return Spent(self.passing(own, filters, part), part, self.calendar, self.week_start)

        return Compared(within(period), within(earlier) if earlier else None, moved)

    def device_names(self) -> dict[int, str]:
        """Return the user's devices by id."""
        return {device.id: device.name for device in devices.devices_of(self.session, self.user)}


def asking(session: Session, user: int, readers: Readers) -> Asking:
    """Open what the user has for one request."""
    who = accounts.profile(session, user)
    zones = events.zones_of(driver(session), user)
    calendar = LocalCalendar(zones=zones, home=who.zone, day_start=who.day_start)
    return Asking(session, user, readers, calendar, who.week_start)


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
