"""What every thing of a user means: its labels, its category, its kind.

Labels are codes into the user's dictionary. A label is read from the refinement (the page, the file) where it has one
and else from what stood in front; the application is always that of the window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from daywright.core import dayview
from daywright.core.rules import PATH_SIGN, Category, Kind
from daywright.core.segments import Codes, Ints, Segments
from daywright.server import categories, events

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

    @classmethod
    def of(
        cls, front: Codes, inside: Codes, dictionary: events.Dictionary, labelling: categories.Labelling
    ) -> "Meanings":
        """Things that another request has met in a younger dictionary mean nothing here."""
        known = len(dictionary)
        if len(front) and max(int(front.max()), int(inside.max())) >= known:
            front, inside = (np.where(column < known, column, np.int32(-1)) for column in (front, inside))
        return cls(front, inside, dictionary, labelling)

    def fits(self, front: Codes, dictionary: events.Dictionary, labelling: categories.Labelling) -> bool:
        """Tell whether this is what `of` would give."""
        return len(front) == len(self.front) and dictionary is self.dictionary and labelling is self.labelling

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
        column = self.dictionary.codes[label]
        if not len(column):
            return np.full(len(front), -1, np.int32)
        before, within = (np.where(places >= 0, column[places], np.int32(-1)) for places in (front, inside))
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

    def switches(self, segments: Segments, day: NDArray[np.integer]) -> Ints:
        """Return the segments with which a switch begins; see `dayview.switches`."""
        category, project = self.category[segments.thing], self.codes("project")[segments.thing]
        return dayview.switches(segments.start, segments.length, day, category=category, project=project)


def path_text(path: Sequence[str]) -> str:
    """`Work › Docs`."""
    return PATH_SIGN.join(path) or UNCATEGORISED
