"""A stretch of the timeline with its labels and categories: what every view reduces.

Labels are codes into the user's dictionary. A label is read from the refinement (the page, the file) where it has one
and else from what stood in front; the application is always that of the window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from daywright.core.rules import PATH_SIGN, Category, Kind
from daywright.core.segments import Ints, Segments
from daywright.server import categories, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.writer import Writer
from daywright.server.timeline.service.days import Days

UNCATEGORISED: Final = "Uncategorised"
KINDS: Final = tuple(Kind)

Codes = NDArray[np.int32]


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


@dataclass(frozen=True, slots=True)
class Readers:
    """What this process keeps in memory to answer from: days, dictionaries, labellings."""

    days: Days
    dictionaries: events.Dictionaries
    labellings: categories.Labellings

    def stretch(self, session: Session, user: int, from_ms: int, to_ms: int) -> Stretch:
        """Return the user's labelled timeline in [from, to), both lanes."""
        segments = self.days.segments(session, user, from_ms, to_ms)
        connection = driver(session)
        dictionary = self.dictionaries.of(connection, user)
        return Stretch(segments, dictionary, self.labellings.of(connection, user, dictionary))


def readers(writer: Writer) -> Readers:
    """Make the readers of a process; what they work out is kept through `writer`."""
    dictionaries = events.Dictionaries()
    return Readers(Days(dictionaries, writer), dictionaries, categories.Labellings(writer.offer))


def path_text(path: Sequence[str]) -> str:
    """`Work › Docs`."""
    return PATH_SIGN.join(path) or UNCATEGORISED
