"""What goes into flatten and what comes out: columns of integers, one row per event or segment.

All times are whole milliseconds. Text never gets here: applications, pages and files are codes the caller resolved.
"""

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NO_APP: Final = -1
"""Application code of a context that shows none."""

NO_DEVICE: Final = -1
"""Device of a bucket of corrections: they belong to the person. In a day such a segment has the device id 0."""

MOST_DEVICES: Final = 64
"""As many as six bits of `lane` can tell apart in one day."""


class Kind(IntEnum):
    """What a bucket observes."""

    WINDOW = 0
    WEB = 1
    EDITOR = 2
    BEAT = 3
    AFK = 4
    LOCK = 5
    MANUAL = 6


class Flag(IntFlag):
    """What an event says besides its context. `AWAY`: an afk row with status afk, a lock row with locked or asleep."""

    AUDIBLE = 1
    FULLSCREEN = 2
    AWAY = 4
    ERASE = 8


class Role(IntEnum):
    """The part a segment plays; every role but `PARALLEL` is the primary timeline."""

    ACTIVE = 0
    PASSIVE = 1
    PARALLEL = 2
    BY_HAND = 3


class Device(NamedTuple):
    """One device of the user. A companion is a phone, or a WakaTime machine that no device claims."""

    id: int
    companion: bool = False


class Bucket(NamedTuple):
    """One stream of events. WakaTime's single bucket is given as one bucket per origin (machine and editor).

    `device` is an index into the devices, or `NO_DEVICE`. `rank`: native 2, push 1, import 0. `apps`, for web, editor
    and beat buckets: the codes of the applications in whose window they show (a set for an editor inside terminals).
    """

    device: int
    kind: Kind
    rank: int
    apps: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ContextColumns:
    """The dictionary rows the events refer to: shape (contexts,) each, sorted by `ids`, ids from 1 to 2**32 - 1.

    `app` is read for window buckets only. `digest` is the first 64 bits of the context's hash: it breaks ties in a way
    that does not follow arrival, as ids do.
    """

    ids: Ints
    app: NDArray[np.int32]
    flags: NDArray[np.uint8]
    digest: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the events refer to. Devices stand in ascending order of their ids."""

    devices: tuple[Device, ...]
    buckets: tuple[Bucket, ...]
    contexts: ContextColumns


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Events in any order: shape (events,) each; see `reading` for which are needed.

    `start_ms` and `end_ms` since 1970 UTC, both rounded down, so that what touched still touches. `context` is an id,
    `bucket` an index into `Sources.buckets`, `flag` what the event's counts add to the flags of its context.
    """

    start_ms: Ints
    end_ms: Ints
    context: Ints
    bucket: NDArray[np.int32]
    flag: NDArray[np.uint8]

    @classmethod
    def from_us(
        cls, start_us: Ints, duration_us: Ints, *, context: Ints, bucket: NDArray[np.int32], flag: NDArray[np.uint8]
    ) -> Self:
        """Columns as the event table holds them: microseconds, start and duration."""
        return cls(start_us // 1000, (start_us + duration_us) // 1000, context, bucket, flag)

    def __len__(self) -> int:
        return len(self.start_ms)


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers in the rules, in milliseconds. Tests scale them down; the program never passes any."""

    day_ms: int = 86_400_000
    look_back_ms: int = 86_400_000
    """How far before a day presence and input are looked up (rules 3 and 4)."""
    short_gap_ms: int = 5_000
    """A gap up to this long between two events of a bucket is no gap: watchers poll (rule 2)."""
    beat_hold_ms: int = 900_000
    """A heartbeat holds until the next one when that is nearer than this (rule 2)."""
    passive_ms: int = 5_400_000
    """Without input for this long, a film no longer counts (rule 6)."""
    companion_wait_ms: int = 60_000
    """How long after the last input of a desktop a phone has to wait (rule 6)."""


@dataclass(frozen=True, slots=True, eq=False)
class DayColumns:
    """One UTC day as segments, sorted by start: shape (segments,) each.

    `start` is milliseconds since the day began, `length` milliseconds. `context` is what stood in front. `refinement`
    is the page or file inside it, 0 for none; where page or file stand alone (no window was recorded), they are the
    context. So read the application from `context`, and page, project, file and title from `refinement` or, if that is
    0, from `context`. `lane` is role + 4 x position in `device_ids`, which names only devices that occur.
    """

    start: NDArray[np.uint32]
    length: NDArray[np.uint32]
    context: NDArray[np.uint32]
    refinement: NDArray[np.uint32]
    lane: NDArray[np.uint8]
    device_ids: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.start)
