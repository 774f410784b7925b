"""A date cut into blocks of doing. What lies between two blocks is time away from the desk.

Minutes are wall-clock minutes since midnight of the date; a late night counts on past 1440.
Invariant: blocks are in order, do not overlap, and touch or lie at least `SHORTEST_BREAK` apart.
"""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from daywright.core.persona.almanac import SATURDAY, DayKind, Outlook
from daywright.core.persona.dice import Dice
from daywright.core.persona.vocabulary import MEETINGS

HOUR = 60.0
SHORTEST_BREAK = 4.0  # longer than the 180 s after which a recorder calls somebody away
SHORTEST_PIECE = 7.0
BED = 26 * HOUR + 15  # nobody here works past 02:15, so a date ends before the next one starts
FRIDAY = 4


class Doing(Enum):
    """What a block is spent on."""

    CODE = "code"
    REVIEW = "review"
    WRITE = "write"
    RESEARCH = "research"
    MAIL = "mail"
    CHAT = "chat"
    PLAN = "plan"
    MEET = "meet"
    ADMIN = "admin"
    TINKER = "tinker"
    NEWS = "news"
    SOCIAL = "social"
    VIDEO = "video"
    FILM = "film"
    SHOP = "shop"


class Block(NamedTuple):
    """One stretch at the desk; `subject` names a meeting."""

    doing: Doing
    begin: float
    end: float
    subject: str = ""


class Piece(NamedTuple):
    """Something a block may be spent on: how likely, and how long it lasts in minutes."""

    doing: Doing
    weight: float
    shortest: float
    longest: float


DEEP = (
    Piece(Doing.CODE, 4.6, 38, 100),
    Piece(Doing.WRITE, 3.4, 34, 85),
    Piece(Doing.REVIEW, 1.7, 18, 42),
    Piece(Doing.RESEARCH, 1.2, 18, 45),
)
SHALLOW = (
    Piece(Doing.MAIL, 2.0, 8, 22),
    Piece(Doing.CHAT, 2.0, 6, 16),
    Piece(Doing.ADMIN, 1.2, 8, 26),
    Piece(Doing.PLAN, 0.8, 8, 18),
    Piece(Doing.NEWS, 0.7, 5, 14),
)
MORNING = (Piece(Doing.MAIL, 5.0, 12, 28), Piece(Doing.PLAN, 2.5, 10, 20), Piece(Doing.NEWS, 1.2, 6, 15))
EVENING = (
    Piece(Doing.VIDEO, 3.0, 12, 38),
    Piece(Doing.FILM, 1.5, 55, 100),
    Piece(Doing.SOCIAL, 2.2, 8, 24),
    Piece(Doing.NEWS, 1.4, 6, 16),
    Piece(Doing.SHOP, 0.9, 8, 20),
    Piece(Doing.TINKER, 1.5, 30, 65),
    Piece(Doing.CHAT, 0.7, 6, 14),
)
CRUNCH = (Piece(Doing.CODE, 3.0, 35, 80), Piece(Doing.WRITE, 3.0, 35, 80), Piece(Doing.SOCIAL, 0.8, 6, 12))
DAYTIME_OFF = (
    Piece(Doing.NEWS, 2.0, 8, 22),
    Piece(Doing.SHOP, 1.2, 8, 25),
    Piece(Doing.TINKER, 2.2, 30, 80),
    Piece(Doing.MAIL, 0.9, 5, 14),
    Piece(Doing.ADMIN, 1.0, 10, 30),
    Piece(Doing.WRITE, 0.8, 30, 70),
    Piece(Doing.VIDEO, 1.0, 10, 30),
)
IN_BED = (Piece(Doing.VIDEO, 3.0, 20, 50), Piece(Doing.NEWS, 2.0, 8, 20), Piece(Doing.MAIL, 1.5, 5, 14))

# weekday → (subject, begin, minutes, how often it takes place)
MEETINGS_BY_WEEKDAY: tuple[tuple[tuple[str, float, float, float], ...], ...] = (
    (("standup", 9.5 * HOUR, 15, 0.9), ("planning", 10 * HOUR, 50, 0.9)),
    (("standup", 9.5 * HOUR, 15, 0.9),),
    (("standup", 9.5 * HOUR, 15, 0.9), ("design", 14 * HOUR, 45, 0.8)),
    (("standup", 9.5 * HOUR, 15, 0.9), ("one", 11 * HOUR, 30, 0.75)),
    (("demo", 15 * HOUR, 40, 0.85),),
)


def agenda(seed: int, day: Outlook) -> tuple[Block, ...]:
    """The blocks of one date; none on a date spent without the machine."""
    dice = Dice(seed, "agenda", day.date.toordinal())
    match day.kind:
        case DayKind.WORK:
            return _workday(day, dice)
        case DayKind.SICK:
            return (*_leisure(dice, 0.7, 11 * HOUR, 55, IN_BED), *_leisure(dice, 0.6, 15 * HOUR, 80, IN_BED))
        case DayKind.LEAVE:
            return _leisure(dice, 0.4, 20.5 * HOUR, 45, EVENING)
        case DayKind.WEEKEND | DayKind.HOLIDAY:
            lively = 1.0 if day.date.weekday() == SATURDAY else 0.75
            return (
                *_leisure(dice, 0.85 * lively, 10.2 * HOUR, 85, DAYTIME_OFF),
                *_leisure(dice, 0.45 * lively, 14.8 * HOUR, 95, DAYTIME_OFF),
                *_evening(dice, 0.75 * lively, 19 * HOUR, late=0.12 * lively),
            )


def _workday(day: Outlook, dice: Dice) -> tuple[Block, ...]:
    arrive = dice.about(8.55 * HOUR, 17, 7.75 * HOUR, 9.8 * HOUR)
    leave = dice.about(18.05 * HOUR, 26, 16.7 * HOUR, 19.5 * HOUR)
    leave += (45.0 if day.crunch else 0.0) - (40.0 if day.date.weekday() == FRIDAY else 0.0)
    lunch = dice.about(12.15 * HOUR, 13, 11.6 * HOUR, 13.1 * HOUR)
    back = lunch + dice.about(44, 11, 24, 80)
    meetings = _meetings(day, dice, lunch, back)
    morning = _desk(day, dice, arrive, lunch, [block for block in meetings if block.end <= lunch])
    at_desk = _lunch_at_desk(dice, lunch, back) if dice.chance(0.12) else ()
    afternoon = _desk(day, dice, back, leave, [block for block in meetings if back <= block.begin < leave - HOUR])
    often = 0.85 if day.crunch else 0.62
    evening = _evening(
        dice, often, leave + 25, late=0.4 if day.crunch else 0.09, choices=CRUNCH if day.crunch else None
    )
    return (*morning, *at_desk, *afternoon, *evening)


def _lunch_at_desk(dice: Dice, lunch: float, back: float) -> tuple[Block, ...]:
    begin = lunch + dice.between(5, 9)
    end = back - dice.between(5, 9)
    if end - begin < SHORTEST_PIECE:
        return ()
    return (Block(dice.pick((Doing.VIDEO, Doing.NEWS)), begin, end),)


def _meetings(day: Outlook, dice: Dice, lunch: float, back: float) -> list[Block]:
    """The meetings that take place, in order; none overlaps another or lunch."""
    wanted = [*MEETINGS_BY_WEEKDAY[day.date.weekday()]]
    wanted.append(("call", dice.whole(27, 33) * HOUR / 2, dice.between(18, 42), 0.3))
    held: list[Block] = []
    for subject, at, minutes, often in sorted(wanted, key=lambda meeting: meeting[1]):
        takes_place = dice.chance(often)
        begin = at + dice.between(-1, 3)
        end = begin + minutes + dice.between(-4, 7)
        clear = (end <= lunch - SHORTEST_PIECE or begin >= back) and (
            not held or begin >= held[-1].end + SHORTEST_PIECE
        )
        if takes_place and clear:
            held.append(Block(Doing.MEET, begin, end, MEETINGS[subject]))
    return held


def _desk(day: Outlook, dice: Dice, begin: float, end: float, meetings: Sequence[Block]) -> list[Block]:
    """Working time from begin to end: pieces around the meetings, a break now and then."""
    blocks: list[Block] = []
    cursor = begin
    pieces: Sequence[Piece] = MORNING
    for meeting in (*meetings, None):
        horizon = end if meeting is None else max(cursor, meeting.begin)
        while horizon - cursor >= SHORTEST_PIECE:
            piece = dice.weighted([(each, _appeal(each, day)) for each in pieces])
            length = dice.between(piece.shortest, piece.longest)
            if piece in DEEP:
                length *= 0.6 + 0.6 * day.focus
            stop = cursor + length
            if horizon - stop < SHORTEST_PIECE:
                stop = horizon
            blocks.append(Block(piece.doing, cursor, stop))
            cursor = stop
            pause = dice.between(SHORTEST_BREAK + 0.5, 13)
            if dice.chance(0.55) and horizon - cursor - pause >= SHORTEST_PIECE:
                cursor += pause
            pieces = SHALLOW if piece in DEEP and dice.chance(0.55) else DEEP
        if meeting is None:
            break
        if meeting.begin - cursor >= SHORTEST_BREAK:
            blocks.append(Block(Doing.CHAT, cursor, meeting.begin))
        blocks.append(meeting._replace(begin=cursor) if meeting.begin - cursor < SHORTEST_BREAK else meeting)
        cursor = meeting.end
        pieces = SHALLOW if dice.chance(0.4) else DEEP
    return blocks


def _appeal(piece: Piece, day: Outlook) -> float:
    """How likely a piece is on this day: the news call louder on a scattered one."""
    return piece.weight * (1.7 - 1.5 * day.focus) if piece.doing is Doing.NEWS else piece.weight


def _evening(
    dice: Dice, often: float, earliest: float, *, late: float, choices: Sequence[Piece] | None = None
) -> list[Block]:
    begin = max(earliest, dice.about(20.4 * HOUR, 32, 18.5 * HOUR, 22 * HOUR))
    end = begin + dice.about(85, 35, 20, 160)
    if dice.chance(late):
        end = dice.between(24.3 * HOUR, BED)
    return _pieces(dice, begin, min(end, BED), choices or EVENING) if dice.chance(often) else []


def _leisure(dice: Dice, often: float, around: float, minutes: float, choices: Sequence[Piece]) -> tuple[Block, ...]:
    begin = dice.about(around, 24, around - 50, around + 50)
    end = begin + dice.about(minutes, minutes / 3, 12, 2 * minutes)
    return tuple(_pieces(dice, begin, end, choices)) if dice.chance(often) else ()


def _pieces(dice: Dice, begin: float, end: float, choices: Sequence[Piece]) -> list[Block]:
    blocks: list[Block] = []
    cursor = begin
    while end - cursor >= SHORTEST_PIECE:
        piece = dice.weighted([(each, each.weight) for each in choices])
        stop = min(end, cursor + dice.between(piece.shortest, piece.longest))
        blocks.append(Block(piece.doing, cursor, stop))
        cursor = stop + (dice.between(SHORTEST_BREAK + 1, 16) if dice.chance(0.25) else 0.0)
    return blocks
