"""What a view asks for: a range in the owner's own days, opened against one snapshot."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from daywright.core.localdays import LocalCalendar
from daywright.kit.clock import to_us
from daywright.server import accounts, devices, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.errors import Refusal
from daywright.server.timeline.service.labelled import Readers, Stretch

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LOST_PLUS = re.compile(r" (\d{2}:?\d{2})$")  # a raw `+` in an address arrives as a blank
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Range:
    """From `start_us` to `end_us`, exclusive; µs since 1970."""

    start_us: int
    end_us: int


@dataclass(frozen=True, slots=True)
class Asking:
    """One user's data in one snapshot."""

    session: Session
    user: int
    readers: Readers
    calendar: LocalCalendar

    def stretch(self, from_ms: int, to_ms: int) -> Stretch:
        """Return the labelled timeline of [from, to)."""
        return self.readers.stretch(self.session, self.user, from_ms, to_ms)

    def device_names(self) -> dict[int, str]:
        """Return the user's devices by id."""
        return {device.id: device.name for device in devices.devices_of(self.session, self.user)}


def asking(session: Session, user: int, readers: Readers) -> Asking:
    """Open what the user has for one request."""
    who = accounts.profile(session, user)
    zones = tuple(events.zones_of(driver(session), user))
    return Asking(session, user, readers, _calendar(zones, who.zone, who.day_start))


@lru_cache(maxsize=64)
def _calendar(zones: tuple[tuple[int, str], ...], home: str, day_start: timedelta) -> LocalCalendar:
    """Return one calendar for all requests: it remembers when days begin."""
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


def _instant(text: str, calendar: LocalCalendar) -> int:
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


def parse_range(start: str, end: str, calendar: LocalCalendar, *, at_most: timedelta) -> Range:
    """RFC 3339 instants or local dates → range; a date means where its day begins. Refused with 400 when not one."""
    asked = Range(_instant(start, calendar), _instant(end, calendar))
    if asked.end_us <= asked.start_us:
        raise Refusal(400, "range.empty", "`end` must come after `start`.")
    if asked.end_us - asked.start_us > at_most / timedelta(microseconds=1):
        raise Refusal(400, "range.too_long", f"At most {at_most.days} days can be asked for at once.")
    return asked
