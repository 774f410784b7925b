"""What variables hold. Events are columns; what they say is an index into a table of distinct contents.

A year of a desktop is a million events and some ten thousand distinct contents, so whatever a function does to a
content it does once. Values never change: every function returns new columns or new contents, so no variable can see
what was done to another.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Final, Union

import numpy as np
from numpy.typing import NDArray

from daywright.core.awquery.limits import Meter

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int32]
Rows = NDArray[np.intp] | Bools | slice

NO_ID: Final = -1
NOTHING: Final = 0
"""Index of the content `{}`."""
SLICE: Final = 500

Value = Union[None, bool, int, float, str, "Sequence[Value]", "Mapping[str, Value]", "Events"]
Content = Mapping[str, Value]

SCALARS: Final = frozenset({str, int, bool, float, type(None)})


class Items(list[Value]):
    """A list made by a program, with what it weighs."""

    __slots__ = ("weight",)

    def __init__(self, members: Iterable[Value] = ()) -> None:
        super().__init__(members)
        self.weight: int = 1 + sum(map(weight, self))


class Record(dict[str, Value]):
    """A dict made by a program, with what it weighs."""

    __slots__ = ("weight",)

    def __init__(self, members: Iterable[tuple[str, Value]] = ()) -> None:
        super().__init__(members)
        self.weight: int = 1 + sum(map(weight, self.values()))


class Contents:
    """All distinct contents that one run meets; it only grows. Equal contents may be in it more than once."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._all: list[Content] = [{}]
        self._classes: dict[Hashable, int] = {}
        self._done: dict[str, set[int]] = {}
        self._class_of: Codes = np.full(1, NO_ID, np.int32)
        self._distinct: Bools = np.zeros(1, np.bool_)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, index: int) -> Content:
        return self._all[index]

    def add(self, contents: Iterable[Content], *, distinct: Bools | None = None) -> range:
        """Append contents; where they are now. Those marked `distinct` are unlike any other that is so marked."""
        first = len(self._all)
        self._all.extend(contents)
        self._meter.check_contexts(len(self._all))
        if distinct is not None:
            self._distinct = np.concatenate([self._distinct, np.zeros(first - len(self._distinct), np.bool_), distinct])
        return range(first, len(self._all))

    def clear(self) -> None:
        """Forget everything, a little at a time: freeing a year at once would hold up every thread for 30 ms."""
        while self._all:
            del self._all[-SLICE:]
        while self._classes:
            self._classes.popitem()
        self._done.clear()

    def used(self, codes: Codes) -> NDArray[np.intp]:
        """Return which contents occur, ascending."""
        if len(codes) < len(self._all) >> 3:
            ordered = np.sort(codes)  # `unique` would load 30 ms of masked arrays at its first call
            found: NDArray[np.intp] = ordered[np.diff(ordered, prepend=NO_ID) != 0].astype(np.intp)
            return found
        seen = np.zeros(len(self._all), np.bool_)
        seen[codes] = True
        return np.flatnonzero(seen)

    def flags(self, codes: Codes, holds: Callable[[Content], bool]) -> Bools:
        """Ask something once of every content that occurs, and return the answer for each row."""
        answers = np.zeros(len(self._all), np.bool_)
        for index in self.used(codes).tolist():
            answers[index] = holds(self._all[index])
        return answers[codes]

    def numbers(self, codes: Codes, say: Callable[[Content], int]) -> Codes:
        """Ask for a number once of every content that occurs, and return it for each row."""
        answers = np.zeros(len(self._all), np.int32)
        for index in self.used(codes).tolist():
            answers[index] = say(self._all[index])
        return answers[codes]

    def changed(self, codes: Codes, change: Callable[[Content], Content], *, once: str = "") -> Codes:
        """Change every content that occurs; a change that returns what it got changes nothing.

        What came out of a change named by `once` is not looked at again by the same.
        """
        used = self.used(codes)
        done = self._done.get(once, set())
        now = np.zeros(len(self._all), np.int32)
        fresh: list[Content] = []
        first = len(self._all)
        for index in used.tolist():
            before = self._all[index]
            after = before if index in done else change(before)
            if after is before:
                now[index] = index
            else:
                now[index] = first + len(fresh)
                fresh.append(after)
        where = self.add(fresh)
        if once:
            self._done.setdefault(once, set()).update(where)
        return now[codes]

    def classes(self, codes: Codes) -> Codes:
        """Return a number for each row, the same for rows of equal contents."""
        used = self.used(codes)
        if len(used) and int(used[-1]) < len(self._distinct) and self._distinct[used].all():
            return codes
        missing = len(self._all) - len(self._class_of)
        if missing:
            self._class_of = np.append(self._class_of, np.full(missing, NO_ID, np.int32))
        for index in used[self._class_of[used] == NO_ID].tolist():
            self._class_of[index] = self._classes.setdefault(frozen(self._all[index]), len(self._classes))
        return self._class_of[codes]


class Events:
    """Events as columns of one length; times are whole microseconds since 1970, `id` is NO_ID for new events.

    Compared by what they say where they are part of a content, so they have no hash.
    """

    __slots__ = ("content", "contents", "duration", "id", "start")
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    # no dataclass: the JSON encoder would write one out by itself
    def __init__(self, contents: Contents, start: Ints, duration: Ints, content: Codes, id: Ints) -> None:  # noqa: A002  (a column)
        self.contents, self.start, self.duration, self.content, self.id = contents, start, duration, content, id

    def __len__(self) -> int:
        return len(self.start)

    @property
    def end(self) -> Ints:
        """Where each ends."""
        return self.start + self.duration

    @property
    def used(self) -> NDArray[np.intp]:
        """Which contents occur."""
        return self.contents.used(self.content)

    def rows(self, wanted: Rows) -> "Events":
        """Return some of the events, in the order asked for."""
        return Events(self.contents, self.start[wanted], self.duration[wanted], self.content[wanted], self.id[wanted])

    def where(self, holds: Callable[[Content], bool]) -> "Events":
        """Return the events whose content is as asked."""
        return self.rows(self.contents.flags(self.content, holds))

    def changed(self, change: Callable[[Content], Content], *, once: str = "") -> "Events":
        """Return the events with each distinct content changed; see `Contents.changed`."""
        return Events(
            self.contents, self.start, self.duration, self.contents.changed(self.content, change, once=once), self.id
        )

    @classmethod
    def none(cls, contents: Contents) -> "Events":
        """No events."""
        empty = np.empty(0, np.int64)
        return cls(contents, empty, empty, np.empty(0, np.int32), empty)

    @classmethod
    def new(cls, contents: Contents, start: Ints, duration: Ints, content: Codes) -> "Events":
        """Events that no store knows."""
        return cls(contents, start, duration, content, np.full(len(start), NO_ID, np.int64))

    @classmethod
    def joined(cls, contents: Contents, parts: Sequence["Events"]) -> "Events":
        """Return one after the other."""
        parts = [part for part in parts if len(part)]
        if not parts:
            return cls.none(contents)
        if len(parts) == 1:
            return parts[0]
        return cls(
            contents,
            np.concatenate([part.start for part in parts]),
            np.concatenate([part.duration for part in parts]),
            np.concatenate([part.content for part in parts]),
            np.concatenate([part.id for part in parts]),
        )


def weight(value: Value) -> int:
    """Return how much a value holds, in rows."""
    if isinstance(value, Items | Record):
        return value.weight
    if isinstance(value, Events):
        return len(value)
    return 1 + len(value) // 64 if isinstance(value, str) else 1


def frozen(value: Value) -> Hashable:
    """Return what is equal for equal values. As in ActivityWatch's Python, `1`, `1.0` and `true` are equal."""
    if type(value) in SCALARS:  # nearly always; the questions below take ten times as long
        return value  # type: ignore[return-value]  # a scalar
    if isinstance(value, Mapping):
        try:
            return frozenset(value.items())
        except TypeError:
            return frozenset((key, frozen(member)) for key, member in value.items())
    if isinstance(value, Events):
        return tuple(_rows(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(map(frozen, value))
    return value


def _rows(events: Events) -> Iterator[Hashable]:
    for start, duration, content in zip(
        events.start.tolist(), events.duration.tolist(), events.content.tolist(), strict=True
    ):
        yield start, duration, frozen(events.contents[content])
