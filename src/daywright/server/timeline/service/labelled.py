"""A stretch of the timeline with its labels and categories, and what this process keeps to make one."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from daywright.core.rules import Category
from daywright.core.segments import Bools, Codes, Ints, Segments
from daywright.server import categories, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.writer import Writer
from daywright.server.timeline.service.days import Days, Numbering, Reading
from daywright.server.timeline.service.meanings import Meanings
from daywright.server.timeline.service.paired import Paired

MEANINGS_KEPT: Final = 64


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


class Readers:
    """What this process keeps in memory to answer from: days, time by pairs, dictionaries, labellings, meanings."""

    def __init__(self, writer: Writer) -> None:
        self._dictionaries = events.Dictionaries(writer.offer)
        self.labellings = categories.Labellings(writer.offer)
        self._meanings: OrderedDict[int, Meanings] = OrderedDict()
        self.days = Days(self._dictionaries, writer)
        self.paired = Paired(self.days, writer.offer)

    def reading(self, session: Session, user: int) -> Reading:
        """Open what one user has in one snapshot."""
        return Reading(session, user, self._dictionaries.of(driver(session), user))

    def meanings(self, reading: Reading, numbering: Numbering) -> Meanings:
        """Return what the things numbered so far mean."""
        front, inside = numbering.snapshot()
        labelling = self.labellings.of(reading.connection, reading.user, reading.dictionary)
        known = self._meanings.get(reading.user)
        if known is None or not known.fits(front, reading.dictionary, labelling):
            known = Meanings.of(front, inside, reading.dictionary, labelling)
            self._meanings[reading.user] = known
            while len(self._meanings) > MEANINGS_KEPT:
                self._meanings.popitem(last=False)
        return known

    def stretch(self, reading: Reading, from_ms: int, to_ms: int) -> Stretch:
        """Return the user's labelled timeline in [from, to), both lanes."""
        numbered = self.days.between(reading, from_ms, to_ms)
        return Stretch(numbered.segments, self.meanings(reading, numbered.numbering))
