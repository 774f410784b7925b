"""Composing the page of a local day from its own timeline and that of comparable days."""

from datetime import date, timedelta

from daywright.server.timeline import schemas
from daywright.server.timeline.service.asking import Asking
from daywright.server.timeline.service.daypage import DayFrame, KindTotals, kind_totals, page

WEEKS_BACK = 8
MS = 1000


def day_page(asked: Asking, day: date, now_us: int) -> schemas.DayPage:
    """Compose the page of a local day; a day still running is compared up to the same time of day."""
    start_us, end_us = asked.calendar.day_bounds(day)
    frame = DayFrame(
        date=day.isoformat(),
        from_ms=start_us // MS,
        to_ms=end_us // MS,
        now_ms=now_us // MS,
        zone=asked.calendar.zone_at(start_us).key,
        device_names=asked.device_names(),
    )
    elapsed_us = max(0, min(now_us, end_us) - start_us)
    comparable = [_totals(asked, day - timedelta(weeks=back), elapsed_us) for back in range(1, WEEKS_BACK + 1)]
    return page(asked.stretch(frame.from_ms, frame.to_ms), frame, comparable)


def _totals(asked: Asking, day: date, elapsed_us: int) -> KindTotals:
    start_us, end_us = asked.calendar.day_bounds(day)
    until_us = min(end_us, start_us + elapsed_us) if elapsed_us else end_us
    return kind_totals(asked.stretch(start_us // MS, until_us // MS).primary)
