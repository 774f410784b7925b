"""What kind of day a date is for this person. A function of seed and date alone, so any range tells the same story."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from daywright.core.persona.dice import Dice, number, share
from daywright.core.persona.vocabulary import MANUSCRIPTS, PROJECTS, Manuscript, Project

SATURDAY = 5
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)})
WINTER_LEAVE = frozenset({(12, 27), (12, 28), (12, 29), (12, 30), (1, 2)})
SICK_WEEKS = 0.07  # about three spells and six days a year
CRUNCH_WEEKS = 0.08
PROJECT_DAYS = 28
CHAPTER_DAYS = 9
CHAPTERS = 7
BRANCH_DAYS = 4
# Mondays start slowly and Fridays fray.
FOCUS_BY_WEEKDAY = (-0.04, 0.06, 0.07, 0.03, -0.08, 0.0, 0.0)


class DayKind(Enum):
    """What a date is in this person's calendar."""

    WORK = "work"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SICK = "sick"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Outlook:
    """One date, its kind and what is on this person's desk."""

    date: date
    kind: DayKind
    focus: float  # 0 scattered … 1 absorbed
    crunch: bool
    project: Project
    other_project: Project
    branch: str
    manuscript: Manuscript
    chapter: int


def outlook(seed: int, day: date) -> Outlook:
    """How this date looks in the morning."""
    stage = _stage(seed, "project", day, PROJECT_DAYS)
    book, page = divmod(_stage(seed, "chapter", day, CHAPTER_DAYS), CHAPTERS)
    project = PROJECTS[stage % len(PROJECTS)]
    return Outlook(
        date=day,
        kind=_kind(seed, day),
        focus=_focus(seed, day),
        crunch=share(seed, "crunch", _week(day)) < CRUNCH_WEEKS,
        project=project,
        other_project=PROJECTS[(stage + 1) % len(PROJECTS)],
        branch=project.branches[day.toordinal() // BRANCH_DAYS % len(project.branches)],
        manuscript=MANUSCRIPTS[book % len(MANUSCRIPTS)],
        chapter=page + 1,
    )


def _stage(seed: int, of: str, day: date, length: int) -> int:
    """A count that goes up about every `length` days, never on a schedule."""
    nominal, into = divmod(day.toordinal() + number(seed, of) % (length * 6), length)
    late = number(seed, of, nominal) % (length // 2 + 1)
    return nominal - (into < late)


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _kind(seed: int, day: date) -> DayKind:
    if day.weekday() >= SATURDAY:
        return DayKind.WEEKEND
    if _is_holiday(day):
        return DayKind.HOLIDAY
    year, week = _week(day)
    summer = 27 + number(seed, "summer", year) % 6
    short = (9, 21, 41)[number(seed, "short leave", year) % 3]
    if week in (summer, summer + 1, short) or (day.month, day.day) in WINTER_LEAVE:
        return DayKind.LEAVE
    if share(seed, "sick", year, week) < SICK_WEEKS:
        first = number(seed, "first sick day", year, week) % 5
        if first <= day.weekday() < first + 1 + number(seed, "sick days", year, week) % 3:
            return DayKind.SICK
    return DayKind.WORK


def _is_holiday(day: date) -> bool:
    if (day.month, day.day) in FIXED_HOLIDAYS:
        return True
    sunday = _easter(day.year)
    return day in (sunday - timedelta(days=2), sunday + timedelta(days=1))


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule in its anonymous form (Meeus, Jones, Butcher)."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _focus(seed: int, day: date) -> float:
    """A slow tide over months, a quick one over weeks, the weekday, and the day's own luck."""
    turn = 2 * math.pi
    tide = 0.2 * math.sin(turn * (day.toordinal() / 196 + share(seed, "tide")))
    ripple = 0.1 * math.sin(turn * (day.toordinal() / 34 + share(seed, "ripple")))
    luck = Dice(seed, "luck", day.toordinal()).about(0.0, 0.1, -0.25, 0.25)
    return min(0.95, max(0.08, 0.52 + tide + ripple + FOCUS_BY_WEEKDAY[day.weekday()] + luck))
