"""Which events `flatten` needs, so that a caller reads no more than these.

For days [lo, hi), per kind: every event that touches [lo - before, hi + after]. Besides, input before the days (rule 3)
needs, for each window, web, editor and beat bucket, the events that start in [s, lo) and the last one that starts
before s, where s is `starts_from` of its device: usually lo itself, which leaves one extra row per bucket.
"""

from typing import Final, NamedTuple

import numpy as np

from daywright.core.flatten.columns import EventColumns, Kind, Limits, Sources
from daywright.core.flatten.presence import Mode, Presence, State, presence
from daywright.core.flatten.spans import spans

DEFAULTS: Final = Limits()


class Reach(NamedTuple):
    """How far before and after the days an event may end or start and still matter, in milliseconds."""

    before_ms: int
    after_ms: int


def reach(kind: Kind, limits: Limits = DEFAULTS) -> Reach:
    """Read events of a bucket of this kind that touch [lo - before, hi + after], both ends included."""
    match kind:
        case Kind.AFK:
            return Reach(limits.look_back_ms + limits.short_gap_ms, limits.short_gap_ms)
        case Kind.WINDOW | Kind.WEB | Kind.EDITOR:
            return Reach(limits.short_gap_ms, limits.short_gap_ms)
        case Kind.BEAT:
            return Reach(limits.beat_hold_ms, limits.beat_hold_ms)
        case _:
            return Reach(0, 0)


def starts_from(first_day: int, afk_rows: EventColumns, sources: Sources, limits: Limits = DEFAULTS) -> list[int]:
    """Per device the instant s (milliseconds since 1970) from which starts are needed, given its afk rows.

    Earlier than the first day only for a device that was last seen active before it and did not turn afk since: then it
    is when that stretch began, at most `look_back_ms` before.
    """
    lo = first_day * limits.day_ms
    rows = spans(afk_rows, sources, limits, lo)
    seen = presence(rows, len(sources.devices), 1, limits)
    return [lo + _last_stretch(seen, device, limits) for device in range(len(sources.devices))]


def _last_stretch(seen: Presence, device: int, limits: Limits) -> int:
    """When the last stretch of presence before instant 0 began, 0 where input before it is known without."""
    mode = Mode(int(seen.mode[device, 0]))
    if mode is Mode.EVENTS:
        return 0
    state = seen.in_mode(device, mode)[: int(np.searchsorted(seen.since, 0)) + 1]
    here = np.flatnonzero(state == State.HERE)
    if not len(here):
        return 0
    last = int(here[-1])
    if last + 1 < len(state) and state[last + 1] == State.AWAY:
        return 0
    elsewhere = np.flatnonzero(state[:last] != State.HERE)
    began = int(seen.since[elsewhere[-1]]) if len(elsewhere) else -limits.look_back_ms
    return max(began, -limits.look_back_ms)
