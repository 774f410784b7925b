"""What a period is compared with: the one before it, of the same local length.

A period of whole local days is compared with as many days before it, one shown in weeks or months with as many whole
weeks or months before it, any other with the same time before it. What still runs is compared up to the same point, so
a Wednesday at noon never looks poor beside a whole week.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from daywright.core.localdays import LocalCalendar

DAYS_A_WEEK: Final = 7
MONTHS_A_YEAR: Final = 12


class Period(NamedTuple):
    """From `start_us` to `end_us`, exclusive; µs since 1970."""

    start_us: int
    end_us: int


@dataclass(frozen=True, slots=True)
class Before:
    """Moves instants of a period to their counterparts in the period before it, at most to that of `until_us`."""

    calendar: LocalCalendar
    elapsed_us: int
    days: int
    months: int
    until_us: int

    def at(self, instant_us: int) -> int:
        """Return the counterpart of an instant; later instants never have earlier ones."""
        instant_us = min(instant_us, self.until_us)
        if not self.days and not self.months:
            return instant_us - self.elapsed_us
        day = self.calendar.date_of(instant_us)
        begin, end = self.calendar.day_bounds(self._moved(day))
        return min(begin + instant_us - self.calendar.begin(day), end)

    def period(self, period: Period) -> Period:
        """Return the counterpart of a period."""
        return Period(self.at(period.start_us), self.at(period.end_us))

    def _moved(self, day: date) -> date:
        if not self.months:
            return day - timedelta(days=self.days)
        year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 - self.months, MONTHS_A_YEAR)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def before(calendar: LocalCalendar, period: Period, *, now_us: int, step: str = "day") -> Before:
    """Return how `period`, shown in days, weeks or months, is moved to the one before it."""
    running = period.start_us < now_us < period.end_us
    until_us = now_us if running else period.end_us
    first, end = calendar.date_of(period.start_us), calendar.date_of(period.end_us)
    if calendar.begin(first) != period.start_us or calendar.begin(end) != period.end_us:
        return Before(calendar, period.end_us - period.start_us, 0, 0, until_us)
    if step == "month":
        last = end - timedelta(days=1)
        months = (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month + 1
        return Before(calendar, 0, 0, months, until_us)
    days = (end - first).days
    return Before(calendar, 0, -(-days // DAYS_A_WEEK) * DAYS_A_WEEK if step == "week" else days, 0, until_us)
