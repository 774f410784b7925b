"""Many events made one, and one event cut by another: groups, runs, and fields taken over from a second watcher."""

import itertools
from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np

from daywright.core.awquery.periods import US_PER_MS, by_start, meets
from daywright.core.awquery.values import Codes, Content, Events, Ints, Value, frozen

RUN_US: Final = 5_000_000
"""Of a run's events none may begin this long after the last event of the list ends."""
NO_KEY: Final = -1
MISSING: Final = object()


def merge_by_keys(events: Events, keys: Sequence[Value]) -> Events:
    """Return one event for each combination of the keys' values, in order of first sight.

    As in ActivityWatch, a missing key leaves no mark: contents are grouped by the values they have, in order.
    """
    if not keys or not len(events):
        return events
    names = [key for key in keys if isinstance(key, str)]
    used = events.used
    numbers, groups = _grouped([events.contents[index] for index in used.tolist()], names)
    group_of = np.zeros(len(events.contents), np.int32)
    group_of[used] = numbers
    group = group_of[events.content]
    first = _first_of_each(group, groups)
    order = np.argsort(first, kind="stable")  # groups are numbered by content, and come in the order of their events
    duration = _sums(group, events.duration, groups)[order]
    first = first[order]
    shown = [events.contents[index] for index in events.content[first].tolist()]
    where = events.contents.add({key: content[key] for key in names if key in content} for content in shown)
    return Events.new(events.contents, events.start[first], duration, _codes(where))


def _grouped(contents: Sequence[Content], keys: Sequence[str]) -> tuple[Codes, int]:
    """Number contents by the values of some keys; how many numbers there are."""
    together = np.zeros(len(contents), np.int64)
    count = 1
    for key in keys:
        values: list[Hashable] = [content.get(key, MISSING) for content in contents]  # type: ignore[misc]
        codes, many = _numbered(values)
        if MISSING in many:
            there = ([frozen(content[key]) for key in keys if key in content] for content in contents)
            codes, many = _numbered(list(map(tuple, there)))
            return codes, len(many)
        together = together * len(many) + codes
        if count > 1:
            together = np.unique(together, return_inverse=True)[1]
        count = int(together.max(initial=-1)) + 1
    return together.astype(np.int32), count


def _numbered(values: list[Hashable]) -> tuple[Codes, dict[Hashable, int]]:
    """Number values, equal ones alike."""
    try:
        many = dict.fromkeys(values, 0)
    except TypeError:  # lists: of categories there are few, each used by many contents
        known: dict[int, Hashable] = {}
        for value in values:
            if id(value) not in known:
                known[id(value)] = frozen(value)  # type: ignore[arg-type]
        values = [known[id(value)] for value in values]
        many = dict.fromkeys(values, 0)
    many.update(zip(many, range(len(many)), strict=True))
    return np.fromiter(map(many.__getitem__, values), np.int32, len(values)), many


def _codes(where: range) -> Codes:
    return np.arange(where.start, where.stop, dtype=np.int32)


def _first_of_each(group: Codes, groups: int) -> Ints:
    first = np.full(groups, -1, np.int64)
    first[group[::-1]] = np.arange(len(group) - 1, -1, -1)
    return first


def _sums(group: Codes, duration: Ints, groups: int) -> Ints:
    # sums of whole microseconds are exact in a float up to 285 years, and five times as fast
    if float(np.abs(duration).sum(dtype=np.float64)) < 2**53:
        return np.rint(np.bincount(group, duration, groups)).astype(np.int64)
    sums = np.zeros(groups, np.int64)
    np.add.at(sums, group, duration)
    return sums


def chunk_by_key(events: Events, key: str) -> Events:
    """Join neighbours with equal values of a key; what was joined is in `subevents`. Ends where the key is missing."""
    values: dict[Hashable, int] = {}

    def value_of(content: Content) -> int:
        return values.setdefault(frozen(content[key]), len(values)) if key in content else NO_KEY

    value = events.contents.numbers(events.content, value_of)
    missing = np.flatnonzero(value == NO_KEY)
    count = int(missing[0]) if len(missing) else len(events)
    if not count:
        return Events.none(events.contents)
    late = events.start[:count] - int(events.end[-1]) >= RUN_US
    first = np.flatnonzero(np.concatenate([[True], (value[1:count] != value[: count - 1]) | late[1:]]))
    last = np.append(first[1:], count)
    runs: list[Content] = [
        {key: events.contents[int(events.content[begin])][key], "subevents": events.rows(slice(begin, end))}
        for begin, end in zip(first.tolist(), last.tolist(), strict=True)
    ]
    where = events.contents.add(runs)
    duration = np.add.reduceat(events.duration[:count], first)
    return Events.new(events.contents, events.start[first], duration, _codes(where))


def with_fields_of(base: Events, sub: Events, keys: Sequence[Value], *, sub_wins: bool) -> Events:
    """Cut each base event at the borders of the others and copy keys of the newest that covers the piece."""
    if not len(sub) or not keys or not len(base):
        return base
    sub = by_start(sub)
    reach = np.maximum.accumulate(sub.end)
    low = np.searchsorted(reach, base.start, side="right")
    high = np.searchsorted(sub.start, base.end, side="left")
    writer = _Writer(base, sub, [key for key in keys if isinstance(key, str)], sub_wins)
    starts, ends, codes = sub.start.tolist(), sub.end.tolist(), sub.content.tolist()
    spans = list(zip(starts, ends, codes, strict=True))
    for row in range(len(base)):
        near = spans[int(low[row]) : int(high[row])]
        writer.write(row, [span for span in near if span[1] > int(base.start[row])])
    return writer.written()


Span = tuple[int, int, int]


class _Writer:
    """Collects the pieces of base events."""

    def __init__(self, base: Events, sub: Events, keys: list[str], sub_wins: bool) -> None:  # noqa: FBT001  (private)
        self._base, self._sub, self._keys, self._sub_wins = base, sub, keys, sub_wins
        self._rows: list[int] = []
        self._starts: list[int] = []
        self._durations: list[int] = []
        self._codes: list[int] = []
        self._made: dict[tuple[int, int], int] = {}
        self._fresh: list[Content] = []
        self._same: dict[Hashable, int] = {}
        self._first = len(base.contents)

    def write(self, row: int, over: list[Span]) -> None:
        start, duration = int(self._base.start[row]), int(self._base.duration[row])
        end, code = start + duration, int(self._base.content[row])
        if not over:
            self._append(row, start, duration, code)
            return
        edges = {start, end}
        for begin, stop, _ in over:
            edges |= {max(start, begin), min(end, stop)}
        points = sorted(edges)
        opened = len(self._rows)
        for begin, stop in itertools.pairwise(points):
            covering = [span for span in over if meets(begin, stop, span[0], span[1])]
            newest = max(covering, key=lambda span: span[:2], default=None)
            said = self._enriched(code, newest[2]) if newest else code
            at = begin - begin % US_PER_MS
            goes_on = len(self._rows) > opened and self._starts[-1] + self._durations[-1] == at
            if goes_on and self._number(self._codes[-1]) == self._number(said):
                self._durations[-1] += stop - begin
            else:
                self._append(row, at, stop - begin, said)

    def written(self) -> Events:
        self._base.contents.add(self._fresh)
        rows = np.array(self._rows, np.intp)
        return Events(
            self._base.contents,
            np.array(self._starts, np.int64),
            np.array(self._durations, np.int64),
            np.array(self._codes, np.int32),
            self._base.id[rows],
        )

    def _append(self, row: int, start: int, duration: int, code: int) -> None:
        self._rows.append(row)
        self._starts.append(start)
        self._durations.append(duration)
        self._codes.append(code)

    def _content(self, code: int) -> Content:
        return self._fresh[code - self._first] if code >= self._first else self._base.contents[code]

    def _number(self, code: int) -> int:
        return self._same.setdefault(frozen(self._content(code)), len(self._same))

    def _enriched(self, code: int, sub: int) -> int:
        known = self._made.get((code, sub))
        if known is not None:
            return known
        before, given = self._base.contents[code], self._sub.contents[sub]
        taken = [key for key in self._keys if key in given and (self._sub_wins or key not in before)]
        self._made[code, sub] = made = self._first + len(self._fresh) if taken else code
        if taken:
            self._fresh.append({**before, **{key: given[key] for key in taken}})
        return made


def chosen(values: Sequence[Value]) -> frozenset[Hashable]:
    """Return what the values of a list are compared by."""
    return frozenset(map(frozen, values))


def keep_values(events: Events, key: str, values: Sequence[Value], *, keep: bool) -> Events:
    """Keep, or leave out, the events whose content has one of the values under the key."""
    wanted = chosen(values)
    return events.where(lambda content: (key in content and frozen(content[key]) in wanted) == keep)
