"""When the phone is picked up: in the morning, in breaks, now and then at work, and in bed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from daywright.core.persona.dice import Dice
from daywright.core.persona.looks import MINUTE_US, Stay
from daywright.core.persona.observation import Observation
from daywright.core.persona.vocabulary import PHONE_APPS
from daywright.kit.clock import US_PER_SECOND

BREAK_WORTH_US = 4 * MINUTE_US
APPS = tuple(({"app": app}, weight) for app, weight in PHONE_APPS)


def pickups(dice: Dice, stays: Sequence[Stay], device: str) -> Iterator[Observation]:
    """The apps in front on the phone on one date; it stays in the bag on a date without the machine."""
    moments: list[int] = []
    for stay in stays:
        moments += [int(dice.between(stay.begin_us, stay.end_us)) for _ in range(dice.whole(0, 1))]
    for before, after in pairwise(stays):
        gap = after.begin_us - before.end_us
        if gap >= BREAK_WORTH_US and dice.chance(0.6):
            moments += [before.end_us + int(gap * dice.between(0.05, 0.8)) for _ in range(dice.whole(1, 3))]
    if stays:
        moments += [stays[0].begin_us - int(dice.between(25, 80) * MINUTE_US) for _ in range(dice.whole(1, 3))]
        moments += [stays[-1].end_us + int(dice.between(10, 70) * MINUTE_US) for _ in range(dice.whole(1, 4))]
    free_from = 0
    for moment in sorted(moments):
        begin = max(moment, free_from)
        length = int(min(1500.0, max(8.0, dice.stretch(95, 0.9))) * US_PER_SECOND)
        yield Observation("phone", begin, length, dice.weighted(APPS), None, device)
        free_from = begin + length + int(dice.between(2, 60) * US_PER_SECOND)
