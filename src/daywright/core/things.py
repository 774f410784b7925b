"""Things: the distinct pairs of what stood in front and what was inside it, numbered as they appear.

Sums over years are taken by thing, once; every label and every category is then a sum over the few ten thousand things.
Both members of a pair are positions in the dictionary, −1 for none. Nearly always the inner one determines the outer
(a page, the title of its window), so a thing is found by its inner member; pairs for which that does not hold are kept
sorted beside. Numbers are never given again or changed.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Places = NDArray[np.int64]

WIDTH: Final = 32


class Things:
    """The things of one dictionary. Not safe to `number` from two threads at once; what was read before stays true."""

    def __init__(self) -> None:
        self.front = np.empty(0, np.int32)
        self.inside = np.empty(0, np.int32)
        self._by_innermost = np.empty(0, np.int32)
        self._odd = np.empty(0, np.int64)
        self._odd_thing = np.empty(0, np.int32)

    def __len__(self) -> int:
        return len(self.front)

    def number(self, front: Places, inside: Places) -> Codes:
        """Pairs of positions → numbers of things; pairs not met before get new ones."""
        if not len(front):
            return np.empty(0, np.int32)
        innermost = np.where(inside >= 0, inside, front)
        self._make_room(int(innermost.max()) + 1)
        thing: Codes = self._by_innermost[innermost]
        new = np.flatnonzero(thing < 0)
        if len(new):
            self._meet(front, inside, innermost, new)
            thing[new] = self._by_innermost[innermost[new]]
        odd = np.flatnonzero((self.front[thing] != front) | (self.inside[thing] != inside))
        if len(odd):
            thing[odd] = self._odd_things(front[odd], inside[odd])
        return thing

    def _make_room(self, positions: int) -> None:
        missing = positions - len(self._by_innermost)
        if missing > 0:
            self._by_innermost = np.append(self._by_innermost, np.full(missing, -1, np.int32))

    def _meet(self, front: Places, inside: Places, innermost: Places, new: Places) -> None:
        example = np.full(len(self._by_innermost), -1, np.int64)
        example[innermost[new]] = new
        met = np.flatnonzero(example >= 0)
        self._by_innermost[met] = self._append(front[example[met]], inside[example[met]])

    def _odd_things(self, front: Places, inside: Places) -> Codes:
        distinct, back = np.unique(front << WIDTH | inside + 1, return_inverse=True)
        new = ~np.isin(distinct, self._odd, assume_unique=True, kind="sort") if len(self._odd) else None
        keys = distinct if new is None else distinct[new]
        if len(keys):
            things = self._append(keys >> WIDTH, (keys & (1 << WIDTH) - 1) - 1)
            place = np.searchsorted(self._odd, keys)
            self._odd = np.insert(self._odd, place, keys)
            self._odd_thing = np.insert(self._odd_thing, place, things)
        found: Codes = self._odd_thing[np.searchsorted(self._odd, distinct)][back]
        return found

    def _append(self, front: Places, inside: Places) -> Codes:
        first = len(self.front)
        self.front = np.append(self.front, front.astype(np.int32))
        self.inside = np.append(self.inside, inside.astype(np.int32))
        return np.arange(first, len(self.front), dtype=np.int32)
