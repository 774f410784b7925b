"""Things: the distinct pairs of what stood in front and what was inside it, numbered as they appear.

Sums over years are taken by thing, once; every label and every category is then a sum over the few ten thousand things.
Both members of a pair are positions in the dictionary, −1 for none. Numbers are never given again or changed.

Pairs are found by a table of slots, all of a batch at once: each looks into the slot its hash names, and those that
meet another pair there go on to the next one. At most half of the slots are taken, so few rounds are needed.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Places = NDArray[np.int64]

WIDTH: Final = 32
FEWEST_SLOTS: Final = 1 << 10
FIBONACCI: Final = np.uint64(0x9E3779B97F4A7C15)  # spreads neighbours far apart


class Things:
    """The things of one dictionary. Not safe to `number` from two threads at once; what was read before stays true."""

    def __init__(self) -> None:
        self.front = np.empty(0, np.int32)
        self.inside = np.empty(0, np.int32)
        self._keys = np.empty(0, np.int64)
        self._slots = np.full(FEWEST_SLOTS, -1, np.int32)

    def __len__(self) -> int:
        return len(self.front)

    def number(self, front: Places, inside: Places) -> Codes:
        """Pairs of positions → numbers of things; pairs not met before get new ones."""
        keys = front.astype(np.int64) << WIDTH | inside + 1
        thing = self._found(keys)
        new = np.flatnonzero(thing < 0)
        if len(new):
            thing[new] = self._met(keys[new])
        return thing

    def _met(self, keys: Places) -> Codes:
        """Give numbers to keys that have none, one to those that are equal."""
        first = len(self._keys)
        self._make_room(first + len(keys))
        asked = np.append(self._keys, keys)
        things = np.arange(first, len(asked), dtype=np.int32)
        places = self._placed(things, asked)
        got = np.flatnonzero(self._slots[places] == things)
        met = keys[got]
        self._slots[places[got]] = things[: len(met)]
        self._keys = np.append(self._keys, met)
        self.front = np.append(self.front, (met >> WIDTH).astype(np.int32))
        self.inside = np.append(self.inside, ((met & (1 << WIDTH) - 1) - 1).astype(np.int32))
        numbers: Codes = self._slots[places]
        return numbers

    def _make_room(self, things: int) -> None:
        if 2 * things > len(self._slots):
            self._slots = np.full(1 << (2 * things - 1).bit_length(), -1, np.int32)
            self._placed(np.arange(len(self._keys), dtype=np.int32), self._keys)

    def _placed(self, things: Codes, keys: Places) -> Places:
        """Put things into the first free slot of their keys: which one, that of an equal key where that came first.

        `keys` are those of all things. Of those that want a slot one gets it; those of other keys go on, together.
        """
        wanted = keys[things]
        places = slots = self._slots_of(wanted)
        left = np.arange(len(things))
        while len(left):
            free = np.flatnonzero(self._slots[slots] < 0)
            self._slots[slots[free]] = things[left[free]]
            going = np.flatnonzero(keys[self._slots[slots]] != wanted[left])
            left, slots = left[going], self._next(slots[going])
            places[left] = slots
        return places

    def _found(self, keys: Places) -> Codes:
        """Look keys up; −1 for those without a number."""
        slots = self._slots_of(keys)
        found: Codes = self._slots[slots]
        if not len(self._keys):
            return found
        left = np.flatnonzero((found >= 0) & (self._keys[found] != keys))
        slots = slots[left]
        while len(left):
            slots = self._next(slots)
            thing = self._slots[slots]
            found[left] = thing
            going = np.flatnonzero((thing >= 0) & (self._keys[thing] != keys[left]))
            left, slots = left[going], slots[going]
        return found

    def _slots_of(self, keys: Places) -> Places:
        bits = len(self._slots).bit_length() - 1
        return (keys.view(np.uint64) * FIBONACCI >> np.uint64(64 - bits)).view(np.int64)

    def _next(self, slots: Places) -> Places:
        return slots + 1 & len(self._slots) - 1
