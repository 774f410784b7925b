"""Which events `flatten` needs for days [lo, hi), so that a caller reads no more than these.

1. Of every bucket: the events that touch [lo - before, hi + after), see `reach`.
2. Of every window, web, editor and beat bucket: the events that start from s on, with s from `starts_from`, and the
   last one that starts before s. Mostly s is lo, which leaves one more row per bucket; it is earlier for a device that
   somebody sat at over midnight, as far as its input before the day is needed (rule 3).

More events change nothing. Without 2, a lone desktop's totals are exact but for a film that runs on past midnight;
with several devices, 2 decides which was used last until the first input of the day.
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
    """Return how far to read in a bucket of this kind; an event without length touches where it starts."""
    match kind:
        case Kind.AFK:
            return Reach(limits.look_back_ms + limits.short_gap_ms + 1, limits.short_gap_ms)
        case Kind.WINDOW | Kind.WEB | Kind.EDITOR:
            return Reach(limits.short_gap_ms, limits.short_gap_ms)
        case Kind.BEAT:
            return Reach(limits.beat_hold_ms, limits.beat_hold_ms)
        case _:
            return Reach(0, 0)


def starts_from(first_day: int, afk_rows: EventColumns, sources: Sources, limits: Limits = DEFAULTS) -> list[int]:
    """Return s for each device, in milliseconds since 1970, given the rows of its afk buckets (others do not matter).

    Before the first day only for a device that was last seen here before it and has not turned away since; then it is
    when that stretch began, at most `look_back_ms` before the day.
    """
    origin = first_day * limits.day_ms
    rows = spans(afk_rows, sources, limits, origin)
    seen = presence(rows, len(sources.devices), 1, limits)
    return [origin + _last_stretch(seen, device, limits) for device in range(len(sources.devices))]


def _last_stretch(seen: Presence, device: int, limits: Limits) -> int:
    """When the last stretch of presence before instant 0 began, 0 where turning away is newer than any start."""
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
