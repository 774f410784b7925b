"""Chance that repeats: a stream is known by its name, so no draw elsewhere can move it.

Only `Random.random` is drawn from, the one method whose sequence Python promises to keep between versions; the shapes
below are ours.
"""

import math
from bisect import bisect
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")
TURN = 2.0 * math.pi


def number(*name: object) -> int:
    """64 bits that belong to this name and no other."""
    return int.from_bytes(blake2b(repr(name).encode(), digest_size=8).digest(), "big")


def share(*name: object) -> float:
    """A number in [0, 1) that belongs to this name."""
    return number(*name) / 2.0**64


class Dice:
    """One stream of chance."""

    __slots__ = ("roll",)

    def __init__(self, *name: object) -> None:
        self.roll = Random(number(*name)).random  # noqa: S311 - a story, not a secret

    def chance(self, probability: float) -> bool:
        """True this often."""
        return self.roll() < probability

    def between(self, low: float, high: float) -> float:
        """Anything from low to high, all alike."""
        return low + (high - low) * self.roll()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.roll() * (high - low + 1))

    def about(self, middle: float, spread: float, low: float, high: float) -> float:
        """A bell around the middle, held between low and high."""
        bell = math.sqrt(-2.0 * math.log(1.0 - self.roll())) * math.cos(TURN * self.roll())
        return min(high, max(low, middle + spread * bell))

    def stretch(self, median: float, sigma: float) -> float:
        """A log-normal length: many short, few long."""
        bell = math.sqrt(-2.0 * math.log(1.0 - self.roll())) * math.cos(TURN * self.roll())
        return median * math.exp(sigma * bell)

    def wait(self, mean: float) -> float:
        """The time until something that happens this rarely on average."""
        return -mean * math.log(1.0 - self.roll())

    def pick(self, choices: Sequence[T]) -> T:
        """One of them, all alike."""
        return choices[int(self.roll() * len(choices))]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of them by weight."""
        marks = list(accumulate(weight for _, weight in choices))
        return choices[bisect(marks, self.roll() * marks[-1], 0, len(marks) - 1)][0]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """That many different ones, in the order drawn; all of them when there are fewer."""
        left = list(choices)
        return [left.pop(int(self.roll() * len(left))) for _ in range(min(count, len(left)))]
