"""What stands in front on each device: its window, refined by the page or file of that window (rule 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten.columns import NO_DEVICE, Bools, Bucket, Flag, Ints, Kind, Sources
from daywright.core.flatten.paint import Holders, paint
from daywright.core.flatten.spans import Spans

Numbers = NDArray[np.int32]
"""Per interval the number of an event, 0 for none."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is painted together: the events of one device and kind that show in the same applications."""

    device: int
    kind: Kind
    apps: frozenset[int] = frozenset()
    audible: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """Columns of `Spans` that event numbers point into; number 0, none, has the earliest of all starts."""

    start: Ints
    context: Ints
    app: Ints
    flag: Ints
    device: Ints

    @classmethod
    def of(cls, spans: Spans) -> Self:
        """Put a row for "none" before all others."""

        def headed(column: NDArray[np.generic], none: int) -> Ints:
            return np.concatenate([np.array([none]), column.astype(np.int64)])

        return cls(
            start=headed(spans.start, np.iinfo(np.int64).min),
            context=headed(spans.context, -1),
            app=headed(spans.app, -1),
            flag=headed(spans.flag, 0),
            device=headed(spans.device, -1),
        )


@dataclass(frozen=True, slots=True)
class Front:
    """One device, shape (intervals,) each.

    `content` is what stands in front, `refinement` the page or file inside it, `background` a page that only sounds
    (None without any such). `media`: full screen or sound in front. `own`: any event of the device holds.
    """

    content: Numbers
    refinement: Numbers
    background: Numbers | None
    media: Bools
    own: Bools
    locked: Bools


class Painting:
    """All layers but presence, painted over one set of intervals."""

    def __init__(self, spans: Spans, sources: Sources, cuts: Ints) -> None:
        of_bucket = {number: _row(bucket) for number, bucket in enumerate(sources.buckets) if bucket.kind != Kind.AFK}
        plain = list(dict.fromkeys(of_bucket.values()))
        sounding = (spans.kind == Kind.WEB) & (spans.flag & Flag.AUDIBLE != 0)
        audible = [Row(r.device, r.kind, r.apps, audible=True) for r in plain if r.kind == Kind.WEB and sounding.any()]
        self._rows = {row: place for place, row in enumerate(plain + audible)}
        self._none = np.zeros(len(cuts) - 1, np.int32)

        place = np.full(len(sources.buckets), -1)
        place_audible = np.full(len(sources.buckets), -1)
        for number, row in of_bucket.items():
            place[number] = self._rows[row]
            place_audible[number] = self._rows.get(Row(row.device, row.kind, row.apps, audible=True), -1)
        painted = np.flatnonzero(spans.kind != Kind.AFK)
        again = np.flatnonzero(sounding)
        event = np.concatenate([painted, again])
        bucket, last = spans.bucket, len(cuts) - 1
        self._held: Holders = paint(
            event + 1,
            np.minimum(np.searchsorted(cuts, spans.start[event]), last),
            np.minimum(np.searchsorted(cuts, spans.end[event]), last),
            np.concatenate([place[bucket[painted]], place_audible[bucket[again]]]),
            (len(self._rows), len(cuts) - 1),
        )

    def one(self, device: int, kind: Kind) -> Numbers:
        """Who holds a layer that needs no application."""
        place = self._rows.get(Row(device, kind))
        return self._none if place is None else self._held[place]

    def showing(self, device: int, kind: Kind, *, audible: bool = False) -> Iterable[tuple[frozenset[int], Numbers]]:
        """Who holds the web or editor layer, for each set of applications they show in."""
        for row, place in self._rows.items():
            if (row.device, row.kind, row.audible) == (device, kind, audible):
                yield row.apps, self._held[place]


def _row(bucket: Bucket) -> Row:
    """Beats, turned into spans, are editor events; corrections are one row, whatever device they name."""
    match bucket.kind:
        case Kind.EDITOR | Kind.BEAT:
            return Row(bucket.device, Kind.EDITOR, bucket.apps)
        case Kind.WEB:
            return Row(bucket.device, Kind.WEB, bucket.apps)
        case Kind.MANUAL:
            return Row(NO_DEVICE, Kind.MANUAL)
        case _:
            return Row(bucket.device, bucket.kind)


def front(painting: Painting, numbered: Numbered, device: int, alone: Bools) -> Front:
    """Rule 5. `alone` says for each interval that no window was recorded on its day, so page and file stand alone."""
    window = painting.one(device, Kind.WINDOW)
    app = numbered.app[window]
    none = np.zeros(len(window), np.int32)
    page, file = none, none
    own = window > 0
    for apps, held in painting.showing(device, Kind.WEB):
        page = np.maximum(page, np.where(alone | _shows(apps, app), held, 0))
        own = own | (held > 0)
    for apps, held in painting.showing(device, Kind.EDITOR):
        file = np.maximum(file, np.where(alone | _shows(apps, app), held, 0))
        own = own | (held > 0)
    file_first = (file > 0) & (numbered.start[file] >= numbered.start[page])
    inside = np.where(file_first, file, page)
    background = None
    for apps, held in painting.showing(device, Kind.WEB, audible=True):
        out_of_focus = np.where(alone, file_first, ~_shows(apps, app))
        background = np.maximum(none if background is None else background, np.where(out_of_focus, held, 0))
    return Front(
        content=np.where(alone, inside, window),
        refinement=np.where(alone, 0, inside),
        background=background,
        media=(numbered.flag[window] & Flag.FULLSCREEN | numbered.flag[inside] & Flag.AUDIBLE) != 0,
        own=own,
        locked=numbered.flag[painting.one(device, Kind.LOCK)] & Flag.AWAY != 0,
    )


def _shows(apps: frozenset[int], app: Ints) -> Bools:
    """Where the application in front is one of `apps`."""
    shown = np.zeros(len(app), np.bool_)
    for code in apps:
        shown |= app == code
    return shown
