"""A person's days as their machine would have recorded them: looks become the rows of each bucket.

Presence is told the way a recorder tells it: away is dated back to the last input, and the window in front stays there
until the screen locks.

Invariants: rows come in order of start; no two rows of one bucket of one device overlap; present and away alternate;
the rows of a date lie between its 04:00 and the next, but for a night's sleep, which ends with the next morning.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from daywright.core.persona.agenda import agenda
from daywright.core.persona.almanac import Outlook, outlook
from daywright.core.persona.dice import Dice
from daywright.core.persona.looks import MINUTE_US, Look, Looks, Stay
from daywright.core.persona.observation import Observation, instant_us
from daywright.core.persona.phone import pickups
from daywright.kit.clock import US_PER_SECOND

HOUR_US = 60 * MINUTE_US
AWAY_AFTER_US = 180 * US_PER_SECOND
IDLE_LOCK_US = 10 * MINUTE_US
LOCK_WORTH_US = 6 * MINUTE_US
LID_CLOSED_US = 3 * HOUR_US
SWITCHED_OFF_US = 16 * HOUR_US  # away for longer: nothing was running that could have recorded it
WAKING_US = 15 * US_PER_SECOND
SHUTTING_DOWN_US = 2 * US_PER_SECOND
EDITOR_LATE_US = 80_000  # after its window came to the front
NOON = timedelta(hours=12)
PRESENT = {"status": "not-afk"}
AWAY = {"status": "afk"}
LOCKED = {"state": "locked"}
UNLOCKED = {"state": "unlocked"}
ASLEEP = {"state": "asleep"}
SHUTDOWN = {"state": "shutdown"}
FULL_SCREEN = {"fullscreen": 1}


@dataclass(frozen=True, slots=True)
class Person:
    """A developer who also writes: a few hundred to about 1,500 window events on a working day."""

    buckets: frozenset[str] = frozenset({"window", "afk", "power", "web", "editor"})  # `phone` only on request
    device: str = "laptop"
    phone: str = "phone"


class Plan(NamedTuple):
    """One date, decided before it is told."""

    day: Outlook
    stays: list[Stay]


class Pause(NamedTuple):
    """Time away: from the last input, recorded until, and when input came back."""

    gone_us: int
    until_us: int
    back_us: int


class Power(NamedTuple):
    """A state of the machine in which nobody can be at its screen."""

    begin_us: int
    end_us: int
    data: Mapping[str, str]


def person_rows(seed: int, first: date, days: int, zone: tzinfo, person: Person) -> Iterator[Observation]:
    """The rows of these dates."""
    today = _plan(seed, first, zone)
    for offset in range(days):
        tomorrow = _plan(seed, first + timedelta(days=offset + 1), zone)
        rows = [row for row in _day_rows(seed, today, tomorrow, person) if row.bucket in person.buckets]
        rows.sort(key=itemgetter(1))
        yield from rows
        today = tomorrow


def _plan(seed: int, date_: date, zone: tzinfo) -> Plan:
    day = outlook(seed, date_)
    noon = datetime(date_.year, date_.month, date_.day, tzinfo=zone) + NOON
    if noon.astimezone(UTC).astimezone(zone).date() != date_:
        return Plan(day, [])  # a date that its zone skipped was not lived
    stays: list[Stay] = []
    for block in agenda(seed, day):
        begin, end = (instant_us(date_, minute, zone) for minute in (block.begin, block.end))
        if stays:  # where the clock jumps, a later minute can be an earlier instant
            begin = max(begin, stays[-1].end_us)
        if end > begin:
            stays.append(Stay(begin, end, block))
    return Plan(day, stays)


def _day_rows(seed: int, today: Plan, tomorrow: Plan, person: Person) -> Iterator[Observation]:
    day, stays = today
    number = day.date.toordinal()
    if "phone" in person.buckets:
        yield from pickups(Dice(seed, "phone", number), stays, person.phone)
    if not stays:
        return
    looks = Looks(day, Dice(seed, "looks", number))
    for stay in stays:
        looks.fill(stay)
    back = tomorrow.stays[0].begin_us if tomorrow.stays else stays[-1].end_us + SWITCHED_OFF_US
    yield from _desk_rows(looks.seen, back, Dice(seed, "desk", number), person.device)


def _desk_rows(looks: Sequence[Look], back_us: int, dice: Dice, device: str) -> Iterator[Observation]:
    """The rows of one date at one machine; `back_us` is when somebody sits down at it again."""
    pauses: list[Pause] = []
    power: list[Power] = []
    away_us = LID_CLOSED_US
    for look, following in pairwise([*looks, looks[0]._replace(begin_us=back_us)]):
        begin, end, place = look
        if away_us >= LID_CLOSED_US:
            power.append(Power(begin - WAKING_US, begin, LOCKED))
        shown_until = recorded_until = end
        away_us = following.begin_us - end
        if away_us > 0:
            locked_after, runs_on = _leaving(away_us, dice)
            shown_until, recorded_until = end + locked_after, end + runs_on
            power += _power(shown_until, recorded_until, end + away_us, away_us)
        gone = min(end, begin + int(dice.between(3, 20) * US_PER_SECOND)) if place.watched else end
        if end - gone > AWAY_AFTER_US or away_us > 0:
            pauses.append(Pause(gone, recorded_until, following.begin_us))
        yield from _look_rows(look, shown_until, dice, device)
    yield from _presence_rows(looks[0].begin_us, pauses, device)
    yield from _power_rows(power, device)


def _leaving(away_us: int, dice: Dice) -> tuple[int, int]:
    """How long after the last input the screen locks, and how long the recorder runs."""
    soon = int(dice.between(2, 14) * US_PER_SECOND)
    runs_on = int(dice.between(4, 20) * MINUTE_US)
    by_hand = dice.chance(0.55)
    if away_us >= LID_CLOSED_US:
        return soon, runs_on
    if away_us >= LOCK_WORTH_US and by_hand:
        return soon, away_us
    return min(away_us, IDLE_LOCK_US), away_us


def _power(locked_us: int, runs_until_us: int, back_us: int, away_us: int) -> Iterator[Power]:
    if locked_us < runs_until_us:
        yield Power(locked_us, runs_until_us, LOCKED)
    if away_us >= SWITCHED_OFF_US:
        yield Power(runs_until_us, runs_until_us + SHUTTING_DOWN_US, SHUTDOWN)
    elif away_us >= LID_CLOSED_US:
        yield Power(runs_until_us, back_us - WAKING_US, ASLEEP)


def _look_rows(look: Look, shown_until_us: int, dice: Dice, device: str) -> Iterator[Observation]:
    begin, end, (window, web, editor, watched) = look
    counts = FULL_SCREEN if watched else None
    yield Observation("window", begin, shown_until_us - begin, window, counts, device)
    if web is not None:
        loaded = begin + int(dice.between(0.05, 0.4) * US_PER_SECOND)
        if loaded < shown_until_us:  # some are gone before their page is there
            yield Observation("web", loaded, shown_until_us - loaded, web, None, device)
    elif editor is not None and begin + EDITOR_LATE_US < end:
        added = int((end - begin) / US_PER_SECOND * dice.roll() * 0.12)
        lines = {"lines_added": added, "lines_deleted": int(added * dice.roll())}
        yield Observation("editor", begin + EDITOR_LATE_US, end - begin - EDITOR_LATE_US, editor, lines, device)


def _presence_rows(first_us: int, pauses: Sequence[Pause], device: str) -> Iterator[Observation]:
    present_from = first_us
    for gone, until, back in pauses:
        yield Observation("afk", present_from, gone - present_from, PRESENT, None, device)
        yield Observation("afk", gone, until - gone, AWAY, None, device)
        present_from = back


def _power_rows(power: Sequence[Power], device: str) -> Iterator[Observation]:
    """The states one after another; between two of them the screen is unlocked."""
    for state, following in pairwise([*power, power[-1]]):
        begin, end, data = state
        yield Observation("power", begin, end - begin, data, None, device)
        if following.begin_us > end:
            yield Observation("power", end, following.begin_us - end, UNLOCKED, None, device)
