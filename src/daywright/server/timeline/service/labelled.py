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
from daywright.core.segments import Bools, Codes, Ints, Segments
from daywright.server import categories, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.writer import Writer
from daywright.server.timeline.service.days import Days
from daywright.server.timeline.service.paired import Paired

UNCATEGORISED: Final = "Uncategorised"
KINDS: Final = tuple(Kind)

Places = NDArray[np.integer]


@dataclass(frozen=True)
class Meanings:
    """What every thing of a user means: labels as codes into the dictionary, category and kind as numbers.

    `front` and `inside` are the positions each thing stands for.
    """

    front: Codes
    inside: Codes
    dictionary: events.Dictionary
    labelling: categories.Labelling

    @cached_property
    def _codes(self) -> dict[str, Codes]:
        return {}

    def codes(self, label: str) -> Codes:
        """Return the label's code per thing, −1 where there is none."""
        if label not in self._codes:
            self._codes[label] = self.codes_at(label, self.front, self.inside)
        return self._codes[label]

    def codes_at(self, label: str, front: Places, inside: Places) -> Codes:
        """Return the label's code for positions of what stood in front and of what was inside it."""
        column = np.append(self.dictionary.codes[label], np.int32(-1))
        before, within = column[front], column[inside]
        return np.where(before >= 0, before, within) if label == "app" else np.where(within >= 0, within, before)

    @cached_property
    def category(self) -> Codes:
        """Number of the category per thing, −1 for none."""
        return self.labelling.of(self.front, self.inside)

    @cached_property
    def kind(self) -> NDArray[np.int8]:
        """Per thing the number in `KINDS`."""
        numbers = [KINDS.index(category.kind) for category in self.labelling.categories]
        return np.array([*numbers, KINDS.index(Kind.UNCATEGORISED)], np.int8)[self.category]

    def text(self, label: str, code: int) -> str:
        """Return the text a code stands for, empty for −1."""
        return self.dictionary.texts[label][code] if code >= 0 else ""

    def category_at(self, number: int) -> Category | None:
        """Return the category of that number, None for −1."""
        return self.labelling.categories[number] if number >= 0 else None


@dataclass(frozen=True)
class Stretch:
    """Segments with everything that is known about them."""

    segments: Segments
    meanings: Meanings

    @property
    def dictionary(self) -> events.Dictionary:
        """The words."""
        return self.meanings.dictionary

    @property
    def labelling(self) -> categories.Labelling:
        """The categories."""
        return self.meanings.labelling

    def where(self, wanted: Bools | Ints | slice) -> "Stretch":
        """Return only the wanted segments."""
        return Stretch(self.segments.where(wanted), self.meanings)

    @cached_property
    def primary(self) -> "Stretch":
        """What counts."""
        counted = self.segments.primary
        return self if counted.all() else self.where(counted)

    @cached_property
    def parallel(self) -> "Stretch":
        """What went on beside it and is never added."""
        return self.where(~self.segments.primary)

    @property
    def by_start(self) -> "Stretch":
        """The same in order of time, where overlapping segments were cut."""
        start = self.segments.start
        return self if (start[1:] >= start[:-1]).all() else self.where(np.argsort(start, kind="stable"))

    def codes(self, label: str) -> Codes:
        """Return the label's code per segment, −1 where there is none."""
        return self.meanings.codes(label)[self.segments.thing]

    @property
    def category(self) -> Codes:
        """Number of the category per segment, −1 for none."""
        return self.meanings.category[self.segments.thing]

    @property
    def kind(self) -> NDArray[np.int8]:
        """Per segment the number in `KINDS`."""
        return self.meanings.kind[self.segments.thing]

    def text(self, label: str, code: int) -> str:
        """Return the text a code stands for, empty for −1."""
        return self.meanings.text(label, code)

    def category_at(self, number: int) -> Category | None:
        """Return the category of that number, None for −1."""
        return self.meanings.category_at(number)


@dataclass(frozen=True, slots=True)
class Readers:
    """What this process keeps in memory to answer from: days, dictionaries, labellings."""

    days: Days
    dictionaries: events.Dictionaries
    labellings: categories.Labellings
    paired: Paired

    def stretch(self, session: Session, user: int, from_ms: int, to_ms: int) -> Stretch:
        """Return the user's labelled timeline in [from, to), both lanes."""
        connection = driver(session)
        while True:
            numbered = self.days.between(session, user, from_ms, to_ms)
            front, inside = numbered.numbering.snapshot()
            dictionary = self.dictionaries.of(connection, user)
            if dictionary.texts is numbered.numbering.texts:  # else it was forgotten meanwhile
                break
        labelling = self.labellings.of(connection, user, dictionary)
        segments = Segments.of_days(numbered.days).within(from_ms, to_ms)
        return Stretch(segments, Meanings(front, inside, dictionary, labelling))


def readers(writer: Writer) -> Readers:
    """Make the readers of a process; what they work out is kept through `writer`."""
    dictionaries = events.Dictionaries()
    days = Days(dictionaries, writer)
    return Readers(days, dictionaries, categories.Labellings(writer.offer), Paired(days))


def path_text(path: Sequence[str]) -> str:
    """`Work › Docs`."""
    return PATH_SIGN.join(path) or UNCATEGORISED
