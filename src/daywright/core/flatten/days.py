"""From the events of one user to the columns of UTC days: a pure function of all events, in any order.

Invariants: primary segments never overlap; order and repetition of events and the choice of ids change nothing; passive
flags never lower primary time; a companion never shortens a desktop's; days together equal each day by itself.
"""

import itertools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten.columns import (
    MOST_DEVICES,
    DayColumns,
    Device,
    EventColumns,
    Ints,
    Kind,
    Limits,
    Sources,
)
from daywright.core.flatten.front import Numbered, Painting, front
from daywright.core.flatten.grid import Grid, grid, inputs
from daywright.core.flatten.lanes import CONTEXT_BITS, DEVICE_BITS, ROLE_BITS, claims, lanes
from daywright.core.flatten.presence import presence, touches
from daywright.core.flatten.spans import Spans, spans

DEFAULTS: Final = Limits()


def flatten(day: int, events: EventColumns, sources: Sources, limits: Limits = DEFAULTS) -> DayColumns:
    """One UTC day, counted from 1970. `reading` says which events are needed; more change nothing.

    Raises ValueError for events that end before they start or refer to what is not among the sources, for context ids
    that do not fit four bytes, and for more than 64 devices.
    """
    return flatten_days(day, 1, events, sources, limits=limits)[0]


def flatten_days(
    first_day: int, days: int, events: EventColumns, sources: Sources, *, limits: Limits = DEFAULTS
) -> list[DayColumns]:
    """Neighbouring UTC days in one go: equal to `flatten` of each, and faster (a rebuild takes four days a call)."""
    if len(sources.devices) > MOST_DEVICES:
        raise ValueError(f"a day can tell {MOST_DEVICES} devices apart, not {len(sources.devices)}")
    if not sources.devices:
        sources = Sources((Device(id=0),), sources.buckets, sources.contexts)  # corrections alone: nobody is there
    rows = spans(events, sources, limits, first_day * limits.day_ms)
    devices = range(len(sources.devices))
    seen = presence(rows, len(devices), days, limits)
    instants = inputs(rows, seen, sources)
    intervals = grid(rows, instants, sources, days, limits)
    numbered = Numbered.of(rows)
    painting = Painting(rows, sources, intervals.cuts)
    windowed = _days_with_windows(rows, len(devices), days, limits)
    fronts = [front(painting, numbered, device, ~windowed[device][intervals.day]) for device in devices]
    claimed = claims(fronts, seen, instants, grid=intervals, sources=sources, limits=limits)
    table = lanes(claimed, painting, numbered, grid=intervals, limits=limits)
    return _segments(table, intervals, sources, days, limits)


def _days_with_windows(rows: Spans, devices: int, days: int, limits: Limits) -> NDArray[np.bool_]:
    """Rule 5: on which days has a device any window event? Shape (devices, days)."""
    window = np.flatnonzero(rows.kind == Kind.WINDOW)
    start, end, device = rows.start[window], rows.end[window], rows.device[window]
    windowed = np.zeros((devices, days), np.bool_)
    for day in range(days):
        windowed[device[touches(start, end, day * limits.day_ms, (day + 1) * limits.day_ms)], day] = True
    return windowed


def _segments(table: Ints, intervals: Grid, sources: Sources, days: int, limits: Limits) -> list[DayColumns]:
    """Join equal neighbours within a day, drop the empty ones, and sort by start, primary first."""
    rows, width = table.shape
    opens = np.ones((rows, width), np.bool_)
    opens[:, 1:] = (table[:, 1:] != table[:, :-1]) | (intervals.day[1:] != intervals.day[:-1])
    opened = np.flatnonzero(opens)
    last = np.append(opened[1:], rows * width) - 1
    shown = table.ravel()[opened]
    some = shown != 0
    shown, opened, last = shown[some], opened[some] % width, last[some] % width
    start, until = intervals.cuts[opened], intervals.cuts[last + 1]
    order = np.argsort(start, kind="stable")  # rows stand in order of precedence
    shown, start, length = shown[order], start[order], (until - start)[order]
    edges = np.searchsorted(start, np.arange(days + 1) * limits.day_ms)
    return [
        _columns(shown[a:b], start[a:b] - day * limits.day_ms, length[a:b], sources)
        for day, (a, b) in enumerate(itertools.pairwise(edges.tolist()))
    ]


def _columns(shown: Ints, start: Ints, length: Ints, sources: Sources) -> DayColumns:
    """Take the integers of `lanes` apart again; devices are numbered among those that occur."""
    ids = sources.contexts.ids
    devices = np.array([0, *(device.id for device in sources.devices)])
    device = shown >> ROLE_BITS & (1 << DEVICE_BITS) - 1
    occurs = np.bincount(device, minlength=len(devices)) > 0
    place = np.cumsum(occurs)[device] - 1
    what = shown >> DEVICE_BITS + ROLE_BITS
    inside = what & (1 << CONTEXT_BITS) - 1
    return DayColumns(
        start=start.astype(np.uint32),
        length=length.astype(np.uint32),
        context=ids[(what >> CONTEXT_BITS) - 1].astype(np.uint32),
        refinement=np.where(inside > 0, ids[inside - 1], 0).astype(np.uint32),
        lane=(place << ROLE_BITS | shown & (1 << ROLE_BITS) - 1).astype(np.uint8),
        device_ids=tuple(devices[occurs].tolist()),
    )
