"""A stretch of the timeline with its labels and categories: what every view reduces.

Labels are codes into the user's dictionary. A label is read from the refinement (the page, the file) where it has one
and else from what stood in front; the application is always that of the window.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from daywright.core.rules import PATH_SIGN, Category, Kind
from daywright.core.segments import MS_PER_DAY, Ints, Segments
from daywright.server import categories, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.writer import Writer
from daywright.server.timeline.service.days import Days

UNCATEGORISED: Final = "Uncategorised"
KINDS: Final = tuple(Kind)
ROWS_KEPT: Final = 1_500_000  # segments of kept stretches, some 150 bytes each with all that views make of them
STRETCHES_KEPT: Final = 64

Codes = NDArray[np.int32]
Range = tuple[int, int, int]  # user, from, to (ms)
State = tuple[dict[int, int], int]  # versions of the days, id of the rule set


@dataclass(frozen=True)
class Stretch:
    """Segments of one lane with everything that is known about them."""

    segments: Segments
    dictionary: events.Dictionary
    labelling: categories.Labelling

    def where(self, wanted: NDArray[np.bool_] | slice) -> "Stretch":
        """Return only the wanted segments."""
        return Stretch(self.segments.where(wanted), self.dictionary, self.labelling)

    @cached_property
    def primary(self) -> "Stretch":
        """What counts."""
        return self.where(self.segments.primary)

    @cached_property
    def parallel(self) -> "Stretch":
        """What went on beside it and is never added."""
        return self.where(~self.segments.primary)

    @cached_property
    def _places(self) -> tuple[Ints, Ints]:
        at = self.dictionary.positions
        return at(self.segments.context), at(self.segments.refinement)

    @cached_property
    def _codes(self) -> dict[str, Codes]:
        return {}

    def codes(self, label: str) -> Codes:
        """Return the label's code per segment, −1 where there is none."""
        if label not in self._codes:
            self._codes[label] = self._look_up(label)
        return self._codes[label]

    def _look_up(self, label: str) -> Codes:
        column = np.append(self.dictionary.codes[label], np.int32(-1))
        front, inside = (column[places] for places in self._places)
        return np.where(front >= 0, front, inside) if label == "app" else np.where(inside >= 0, inside, front)

    @cached_property
    def category(self) -> Codes:
        """Number of the category per segment, −1 for none."""
        return self.labelling.of(*self._places)

    @cached_property
    def kind(self) -> NDArray[np.int8]:
        """Per segment the number in `KINDS`."""
        numbers = [KINDS.index(category.kind) for category in self.labelling.categories]
        return np.array([*numbers, KINDS.index(Kind.UNCATEGORISED)], np.int8)[self.category]

    def text(self, label: str, code: int) -> str:
        """Return the text a code stands for, empty for −1."""
        return self.dictionary.texts[label][code] if code >= 0 else ""

    def category_at(self, number: int) -> Category | None:
        """Return the category of that number, None for −1."""
        return self.labelling.categories[number] if number >= 0 else None


class Stretches:
    """The stretches asked for lately, each with what it follows from: a page asks for one range by many facets."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Range, tuple[State, Stretch]] = OrderedDict()
        self._rows = 0
        self._lock = Lock()

    def get(self, which: Range, state: State) -> Stretch | None:
        """Return the stretch if it was kept and still follows from the same days and rules."""
        with self._lock:
            known = self._kept.get(which)
            if known is None or known[0] != state:
                return None
            self._kept.move_to_end(which)
            return known[1]

    def keep(self, which: Range, state: State, stretch: Stretch) -> None:
        """Keep a stretch in place of the one of the same range; the longest unused make room."""
        with self._lock:
            old = self._kept.pop(which, None)
            self._rows += len(stretch.segments) - (len(old[1].segments) if old else 0)
            self._kept[which] = (state, stretch)
            while self._rows > ROWS_KEPT or len(self._kept) > STRETCHES_KEPT:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._rows -= len(dropped.segments)


@dataclass(frozen=True, slots=True)
class Readers:
    """What this process keeps in memory to answer from: days, dictionaries, labellings, and what was made of them."""

    days: Days
    dictionaries: events.Dictionaries
    labellings: categories.Labellings
    stretches: Stretches

    def stretch(self, session: Session, user: int, from_ms: int, to_ms: int) -> Stretch:
        """Return the user's labelled timeline in [from, to), both lanes."""
        connection = driver(session)
        first, last = from_ms // MS_PER_DAY, (to_ms - 1) // MS_PER_DAY
        which, state = (
            (user, from_ms, to_ms),
            (
                self.days.versions(connection, user, first, last),
                categories.newest_id(connection, user),
            ),
        )
        if (kept := self.stretches.get(which, state)) is not None:
            return kept
        days = self.days.up_to_date(session, user, first, last)
        dictionary = self.dictionaries.of(connection, user)
        labelling = self.labellings.of(connection, user, dictionary)
        stretch = Stretch(Segments.of_days(days, from_ms, to_ms), dictionary, labelling)
        self.stretches.keep(which, state, stretch)
        return stretch


def readers(writer: Writer) -> Readers:
    """Make the readers of a process; what they work out is kept through `writer`."""
    dictionaries = events.Dictionaries()
    labellings = categories.Labellings(writer.offer)
    return Readers(Days(dictionaries, writer), dictionaries, labellings, Stretches())


def path_text(path: Sequence[str]) -> str:
    """`Work › Docs`."""
    return PATH_SIGN.join(path) or UNCATEGORISED
