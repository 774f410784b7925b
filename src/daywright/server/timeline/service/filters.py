"""Filters of a view: the same parameter repeated means any of them, different parameters mean all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import numpy as np

from daywright.core.applications import display_name
from daywright.core.cells import TimeOfWeek, cut
from daywright.core.localdays import LocalCalendar
from daywright.core.periods import Period
from daywright.core.reductions import below
from daywright.core.rules import PATH_SIGN, Kind
from daywright.core.segments import Bools, Ints
from daywright.server.foundation.errors import Refusal
from daywright.server.timeline.service.labelled import Stretch
from daywright.server.timeline.service.meanings import KINDS, UNCATEGORISED, Meanings

ANY_TIME: Final = TimeOfWeek()
SEARCHED: Final = ("app", "title", "domain", "project")


@dataclass(frozen=True, slots=True)
class Filters:
    """What counts. Empty means everything; `labels` holds texts by label, `devices` public ids."""

    categories: Sequence[str] = ()
    labels: dict[str, Sequence[str]] = field(default_factory=dict)
    devices: Sequence[str] = ()
    kinds: Sequence[Kind] = ()
    text: str = ""
    when: TimeOfWeek = ANY_TIME

    def apply(self, stretch: Stretch, calendar: LocalCalendar, period: Period, devices: Sequence[int]) -> Stretch:
        """Return what counts of a stretch within the period; segments are cut where times begin and end to count.

        `devices` are the ids of the devices asked for.
        """
        segments = stretch.segments
        things = self.things(stretch.meanings)
        wanted = None if things is None else things[segments.thing]
        if self.devices:
            on = np.isin(segments.device, np.array(devices, np.int64))
            wanted = on if wanted is None else wanted & on
        if wanted is not None:
            segments = segments.where(wanted)
        if self.when:
            segments = cut(segments, self.when.cells(calendar, *period)).segments
        return stretch if segments is stretch.segments else Stretch(segments, stretch.meanings)

    @property
    def need_segments(self) -> bool:
        """Tell whether time by pairs and local days is too coarse for them."""
        return bool(self.devices) or self.when.from_time is not None or self.when.to_time is not None

    def things(self, meanings: Meanings) -> Bools | None:
        """Tell which things count; None when all do."""
        wanted = [_any_of(meanings, label, texts) for label, texts in self.labels.items() if texts]
        if self.categories:
            wanted.append(_in_categories(meanings, self.categories))
        if self.kinds:
            wanted.append(np.isin(meanings.kind, [KINDS.index(kind) for kind in self.kinds]))
        if self.text:
            wanted.append(_saying(meanings, self.text))
        return np.logical_and.reduce(wanted) if wanted else None


def _among(meanings: Meanings, label: str, codes: Ints) -> Bools:
    listed = np.zeros(len(meanings.dictionary.texts[label]) + 1, np.bool_)
    listed[codes] = True
    found: Bools = listed[meanings.codes(label)]
    return found


def _any_of(meanings: Meanings, label: str, wanted: Sequence[str]) -> Bools:
    """Tell which things bear one of these texts; an application may also be given by the name people call it."""
    texts = meanings.dictionary.texts[label]
    listed = {text for text in wanted if text}
    codes = [code for code, text in enumerate(texts) if text in listed]
    if label == "app":
        called = listed.difference(texts[code] for code in codes)
        codes += [code for code, text in enumerate(texts) if called and display_name(text) in called]
    return _among(meanings, label, np.array(codes, np.int64))


def _in_categories(meanings: Meanings, wanted: Sequence[str]) -> Bools:
    categories = meanings.labelling.categories
    listed = np.zeros(len(categories) + 1, np.bool_)
    listed[-1] = UNCATEGORISED in wanted
    for text in wanted:
        listed[:-1] |= below(categories, tuple(text.split(PATH_SIGN)))
    return listed[meanings.category]


def _saying(meanings: Meanings, text: str) -> Bools:
    """Tell which things have the text in their application, title, domain or project, whatever the case."""
    folded = text.casefold()
    found = np.zeros(len(meanings.front), np.bool_)
    for label in SEARCHED:
        texts = meanings.dictionary.texts[label]
        codes = [code for code, one in enumerate(texts) if folded in one.casefold()]
        if label == "app":
            codes += [code for code, one in enumerate(texts) if folded in display_name(one).casefold()]
        found |= _among(meanings, label, np.array(codes, np.int64))
    return found


def clock_time(text: str | None) -> timedelta | None:
    """`09:30` → time after midnight, at most `24:00`; anything else is refused with 400."""
    if text is None:
        return None
    hours, colon, minutes = text.partition(":")
    if colon and len(hours) == len(minutes) == 2 and (hours + minutes).isascii() and (hours + minutes).isdigit():  # noqa: PLR2004
        found = timedelta(hours=int(hours), minutes=int(minutes))
        if int(minutes) < 60 and found <= timedelta(days=1):  # noqa: PLR2004
            return found
    raise Refusal(400, "time.invalid", "A time of day looks like 09:30.")
