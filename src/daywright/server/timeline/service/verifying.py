"""Proving the cache: every day is rebuilt from its facts and compared with what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from daywright.core.flatten import DayColumns
from daywright.server import events
from daywright.server.foundation import images
from daywright.server.foundation.database import Database, driver
from daywright.server.timeline import queries
from daywright.server.timeline.service.corrections import days_with_corrections
from daywright.server.timeline.service.days import Days


@dataclass(frozen=True, slots=True)
class Checked:
    """One UTC day compared: `differs` when the stored day is not what its facts give, `stale` when it was marked so."""

    day: int
    segments: int
    differs: bool
    stale: bool


def verify(database: Database, days: Days, user: int, *, repair: bool) -> Iterator[Checked]:
    """Compare every day that holds facts or a blob. With `repair`, mark each different day to be built anew.

    With `repair`, images are dropped as well: they are made again from what was compared.
    """
    if repair:
        with database.writing() as session:
            images.drop(driver(session), user)
    with database.reading() as session:
        connection = driver(session)
        known = {row[0] for row in connection.execute(queries.ALL_DAYS, (user,))}
        observed = events.days_with_events(connection, events.buckets_of(connection, user))
        wanted = sorted(known | observed | days_with_corrections(connection, user))
    for day in wanted:
        with database.reading() as session:
            checked = _check(session, days, user, day)
        if checked is None:
            continue
        if checked.differs and repair:
            with database.writing() as session:
                events.mark_stale(driver(session), user, [day])
        yield checked


def _check(session: Session, days: Days, user: int, day: int) -> Checked | None:
    stale = bool(events.dirty_days(driver(session), user, day, day))
    right = days.rebuilt(session, user, day)
    stored = days.stored(session, user, day)
    if not len(right) and not (stored is not None and len(stored)) and not stale:
        return None
    differs = not stale and not (stored is not None and same(stored, right)) and not (stored is None and not len(right))
    return Checked(day, len(right), differs, stale)


def same(one: DayColumns, other: DayColumns) -> bool:
    """Tell whether two days are equal in every column."""
    return one.device_ids == other.device_ids and all(
        np.array_equal(getattr(one, column), getattr(other, column))
        for column in ("start", "length", "context", "refinement", "lane")
    )
