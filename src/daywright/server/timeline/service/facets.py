"""Sums of primary time by a facet, and beside each what it was in the period before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from daywright.core.cells import Step, named_cells, of_steps
from daywright.core.periods import Before
from daywright.core.reductions import KINDS, longest, main_of, rolled_up
from daywright.core.rules import Category, Kind
from daywright.core.segments import Ints, time_by
from daywright.server.timeline.service.meanings import path_text
from daywright.server.timeline.service.spent import Spent

LABELS: Final = ("app", "title", "domain", "project", "language", "branch")
STEPS: Final = ("hour", "day", "week", "month")
IN_TIME_ORDER: Final = (*STEPS, "weekday", "weekday_hour")
ANY_DEPTH: Final = 64


@dataclass(frozen=True, slots=True)
class Row:
    """Time under one key; `category` is the one that it is or that most of it belongs to, `kind` that of the category.

    `before_ms` is the time under the same key in the period before, None when nothing is compared.
    """

    key: str
    ms: int
    category: Category | None = None
    kind: Kind | None = None
    before_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A period and, when it is compared, the one before it and how it was found."""

    now: Spent
    before: Spent | None = None
    moved: Before | None = None


def rows_by(
    facet: str, spent: Compared, *, limit: int, depth: int = ANY_DEPTH, device_names: dict[int, str]
) -> list[Row]:
    """Add up primary time by `facet`: the longest first (equals by key), what is of time in order of time."""
    if facet in STEPS:
        return _by_step(facet, spent)[:limit]
    if facet in IN_TIME_ORDER:
        return _by_weekday(facet, spent)[:limit]
    if facet == "category":
        return _longest(_by_category(spent, depth), limit)
    if facet == "kind":
        return _longest(_by_kind(spent), limit)
    if facet == "device":
        return _longest(_by_device(spent, device_names), limit)
    return _longest(_by_label(facet, spent, limit), limit)


def _by_label(label: str, spent: Compared, limit: int) -> list[Row]:
    meanings = spent.now.meanings
    codes, texts = meanings.codes(label), meanings.dictionary.texts[label]
    total = time_by(codes, spent.now.per_thing, len(texts))
    places = longest(total, limit)
    main = main_of(places, codes, len(texts), meanings.category, spent.now.per_thing)
    earlier = _before(spent, lambda before: time_by(before.meanings.codes(label), before.per_thing, len(texts)))
    return [
        Row(texts[code], int(total[code]), *_of(spent, main[code]), before_ms=_at(earlier, code))
        for code in places.tolist()
    ]


def _by_category(spent: Compared, depth: int) -> list[Row]:
    categories = spent.now.meanings.labelling.categories
    node = np.append(np.int32(0), rolled_up(categories, depth) + 1)
    total = time_by(node, spent.now.per_category, len(node))
    earlier = _before(spent, lambda before: time_by(node, before.per_category, len(node)))
    return [
        Row(
            path_text(categories[place - 1].path if place else ()),
            int(total[place]),
            *_of(spent, place - 1),
            before_ms=_at(earlier, place),
        )
        for place in np.flatnonzero(total).tolist()
    ]


def _by_kind(spent: Compared) -> list[Row]:
    before = spent.before
    return [
        Row(kind.value, spent.now.totals.of(kind), None, kind, before.totals.of(kind) if before else None)
        for kind in KINDS
        if spent.now.totals.of(kind)
    ]


def _by_device(spent: Compared, names: dict[int, str]) -> list[Row]:
    earlier = spent.before.per_device() if spent.before else None
    return [
        Row(names.get(device, "by hand"), ms, before_ms=None if earlier is None else earlier.get(device, 0))
        for device, ms in spent.now.per_device().items()
    ]


def _by_step(by: str, spent: Compared) -> list[Row]:
    found = spent.now.steps(by)
    if not found:
        return []
    total = spent.now.by_group(of_steps(found))
    earlier = None
    if spent.before and spent.moved:
        earlier = spent.before.by_group(of_steps(moved_steps(found, spent.moved)))
    return [Row(step.key, int(total[at]), before_ms=_at(earlier, at)) for at, step in enumerate(found) if total[at]]


def moved_steps(found: list[Step], moved: Before) -> list[Step]:
    """Return the counterparts of some steps in the period before."""
    return [Step(step.key, moved.at(step.start_us), moved.at(step.end_us)) for step in found]


def _by_weekday(by: str, spent: Compared) -> list[Row]:
    cells, keys = named_cells(by, spent.now.calendar, *spent.now.period)
    total = spent.now.by_group(cells)
    earlier = None
    if spent.before:
        before = spent.before
        empty = before.period.start_us >= before.period.end_us
        earlier = (
            np.zeros(len(keys), np.int64)
            if empty
            else before.by_group(named_cells(by, before.calendar, *before.period).cells)
        )
    return [Row(key, int(total[at]), before_ms=_at(earlier, at)) for at, key in enumerate(keys) if total[at]]


def _before(spent: Compared, sums: Callable[[Spent], Ints]) -> Ints | None:
    return sums(spent.before) if spent.before else None


def _at(sums: Ints | None, place: int) -> int | None:
    return None if sums is None else int(sums[place])


def _of(spent: Compared, number: int) -> tuple[Category | None, Kind]:
    category = spent.now.meanings.category_at(number)
    return category, category.kind if category else Kind.UNCATEGORISED


def _longest(rows: list[Row], limit: int) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.ms, row.key))[:limit]


def seconds(ms: int) -> float:
    """Milliseconds → seconds, exact to the millisecond."""
    return timedelta(milliseconds=ms).total_seconds()
