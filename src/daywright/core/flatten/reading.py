"""Which events `flatten` needs, so that a caller reads no more than these.

1. Of every bucket: the events that touch `reads(kind, …)`. More would change nothing.
2. For the input before the first day (rule 3), of every window, web, editor and beat bucket: the last event that starts
   before the days (or before s, if 3 gives an s).
3. For a device that was last seen here before the first day and has not turned away since: the events of its window,
   editor and beat buckets that start in [s, first day), with s from `starts_from`. Most days have none.

Without 2 and 3 all totals of a lone desktop are exact but for the film that runs over midnight and is cut off by the 90
minutes of rule 6; with several devices, they decide which was used last until the first input after midnight.
"""

from typing import Final

import numpy as np

from daywright.core.flatten.columns import EventColumns, Kind, Limits, Sources
from daywright.core.flatten.presence import Mode, Presence, State, presence
from daywright.core.flatten.spans import spans

DEFAULTS: Final = Limits()


def reads(kind: Kind, first_day: int, days: int = 1, *, limits: Limits = DEFAULTS) -> tuple[int, int]:
    """Return [from, to) in milliseconds since 1970: what touches it is needed of a bucket of this kind.

    An event without length touches where it starts.
    """
    before, after = _reach(kind, limits)
    return first_day * limits.day_ms - before, (first_day + days) * limits.day_ms + after


def _reach(kind: Kind, limits: Limits) -> tuple[int, int]:
    match kind:
        case Kind.AFK:
            return limits.look_back_ms + limits.short_gap_ms + 1, limits.short_gap_ms
        case Kind.WINDOW | Kind.WEB | Kind.EDITOR:
            return limits.short_gap_ms, limits.short_gap_ms
        case Kind.BEAT:
            return limits.beat_hold_ms, limits.beat_hold_ms
        case _:
            return 0, 0


def starts_from(
    first_day: int, afk_rows: EventColumns, sources: Sources, *, limits: Limits = DEFAULTS
) -> dict[int, int]:
    """Return s (milliseconds since 1970) for the devices, by index, that need starts before the first day.

    `afk_rows` are the events of all afk buckets; s is when the last stretch of presence began, at most `look_back_ms`
    before the day.
    """
    origin = first_day * limits.day_ms
    rows = spans(afk_rows, sources, limits, origin)
    seen = presence(rows, len(sources.devices), 1, limits)
    began = {device: _last_stretch(seen, device, limits) for device in range(len(sources.devices))}
    return {device: origin + start for device, start in began.items() if start is not None}


def _last_stretch(seen: Presence, device: int, limits: Limits) -> int | None:
    """When the last stretch of presence before instant 0 began, None where turning away is newer than any start."""
    mode = Mode(int(seen.mode[device, 0]))
    if mode is Mode.EVENTS:
        return None
    state = seen.in_mode(device, mode)[: int(np.searchsorted(seen.since, 0)) + 1]
    here = np.flatnonzero(state == State.HERE)
    if not len(here):
        return None
    last = int(here[-1])
    if last + 1 < len(state) and state[last + 1] == State.AWAY:
        return None
    elsewhere = np.flatnonzero(state[:last] != State.HERE)
    began = int(seen.since[elsewhere[-1]]) if len(elsewhere) else -limits.look_back_ms
    return max(began, -limits.look_back_ms)
