"""A block becomes looks: one thing in front, then the next, with bursts of something else and messages as they come."""

from typing import NamedTuple

from daywright.core.persona.agenda import Block, Doing
from daywright.core.persona.almanac import DayKind, Outlook
from daywright.core.persona.dice import Dice
from daywright.core.persona.scenes import Place, Scene, diversion, message, scene, track
from daywright.kit.clock import US_PER_SECOND

MINUTE_US = 60 * US_PER_SECOND
SHORTEST_LOOK_US = 1_200_000
LONGEST_LOOK_US = 15 * MINUTE_US
LONGEST_FILM_US = 100 * MINUTE_US
NEVER = 1e12
LOOK_SIGMA = 0.85
LEISURE = frozenset({Doing.NEWS, Doing.SOCIAL, Doing.VIDEO, Doing.FILM, Doing.SHOP, Doing.MEET})


class Look(NamedTuple):
    """One thing in front from begin to end."""

    begin_us: int
    end_us: int
    place: Place


class Stay(NamedTuple):
    """A block as instants."""

    begin_us: int
    end_us: int
    block: Block


class Looks:
    """The looks of one date, filled stay by stay."""

    __slots__ = ("day", "dice", "seen")

    def __init__(self, day: Outlook, dice: Dice) -> None:
        self.day = day
        self.dice = dice
        self.seen: list[Look] = []

    def fill(self, stay: Stay) -> None:
        """Look around from the begin to the end of a stay, without a gap."""
        dice, day = self.dice, self.day
        own = scene(day, stay.block, dice)
        working = stay.block.doing not in LEISURE
        pace = 0.75 + 0.6 * day.focus if working else 1.0
        burst_after = 60.0 * (7.0 + 75.0 * day.focus) if working else NEVER
        message_after = 60.0 * 22.0 if working and day.kind is DayKind.WORK else NEVER
        next_burst = stay.begin_us + self._wait_us(burst_after)
        next_message = stay.begin_us + self._wait_us(message_after)
        cursor, end = stay.begin_us, stay.end_us
        place = -1
        while cursor < end:
            if cursor >= next_burst:
                cursor = self._burst(cursor, end)
                next_burst = cursor + self._wait_us(burst_after)
            elif cursor >= next_message:
                thing = message(day, dice) if dice.chance(0.8) else track(dice)
                cursor = self._look(cursor, end, thing, dice.stretch(7.0, 0.6))
                next_message = cursor + self._wait_us(message_after)
            else:
                place = own.next_place(dice, place)
                cursor = self._look_at(own, place, cursor, end, pace)

    def _burst(self, cursor: int, end: int) -> int:
        """A few minutes of something else."""
        other = diversion(self.dice)
        end = min(end, cursor + int(self.dice.about(5.0, 2.5, 1.0, 12.0) * MINUTE_US))
        place = -1
        while cursor < end:
            place = other.next_place(self.dice, place)
            cursor = self._look_at(other, place, cursor, end, 0.7)
        return cursor

    def _look_at(self, around: Scene, place: int, cursor: int, end: int, pace: float) -> int:
        seconds = self.dice.stretch(around.medians[place] * pace, LOOK_SIGMA)
        return self._look(cursor, end, around.places[place], seconds)

    def _look(self, cursor: int, end: int, place: Place, seconds: float) -> int:
        """Add a look and say where it ends; the same thing again is the same look."""
        longest = LONGEST_FILM_US if place.watched else LONGEST_LOOK_US
        stop = cursor + min(longest, max(SHORTEST_LOOK_US, int(seconds * US_PER_SECOND)))
        if end - stop < SHORTEST_LOOK_US:
            stop = end
        seen = self.seen
        if seen and seen[-1].end_us == cursor and seen[-1].place.window == place.window:
            seen[-1] = seen[-1]._replace(end_us=stop)
        else:
            seen.append(Look(cursor, stop, place))
        return stop

    def _wait_us(self, mean_seconds: float) -> int:
        return int(self.dice.wait(mean_seconds) * US_PER_SECOND)
