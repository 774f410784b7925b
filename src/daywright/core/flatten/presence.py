"""Who is at which device, and since when there was no input (rules 3 and 4)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten.columns import Bools, Flag, Ints, Kind, Limits
from daywright.core.flatten.paint import distinct, paint
from daywright.core.flatten.spans import Spans

NEVER: Final = -(1 << 50)
"""No input known."""


class State(IntEnum):
    """What the afk rows of a device say of an instant; a hole says nothing."""

    HOLE = 0
    HERE = 1
    AWAY = 2


class Mode(IntEnum):
    """How a device is read on one day: by its afk rows, by afk rows that only ever say away, or by its own events."""

    ROWS = 0
    AWAY_ROWS = 1
    EVENTS = 2


@dataclass(frozen=True, slots=True)
class Presence:
    """State of every device over all time, as steps: `state[device, i]` holds from `since[i - 1]` to `since[i]`.

    `state` has one column more than `since`; the first and the last are holes. `mode` has shape (devices, days).
    """

    since: Ints
    state: NDArray[np.int8]
    mode: NDArray[np.int8]

    def at(self, instants: Ints) -> Ints:
        """Column of `state` that holds at each instant."""
        return np.searchsorted(self.since, instants, side="right")

    def in_mode(self, device: int, mode: Mode) -> NDArray[np.int8]:
        """The states of a device; where rows only ever say away, a hole means here."""
        state = self.state[device]
        return (
            np.where(state == State.AWAY, State.AWAY, State.HERE).astype(np.int8) if mode is Mode.AWAY_ROWS else state
        )


def touches(start: Ints, end: Ints, begin: int, finish: int) -> Bools:
    """Does a span have an instant in [begin, finish)? One without length has its start."""
    return (start < finish) & (np.maximum(end, start + 1) > begin)


def presence(rows: Spans, devices: int, days: int, limits: Limits) -> Presence:
    """Paint the afk rows of all devices on a time line of their own, which reaches back before the days asked for."""
    at = np.flatnonzero(rows.kind == Kind.AFK)
    start, end, device = rows.start[at], rows.end[at], rows.device[at].astype(np.int64)
    away = rows.flag[at] & Flag.AWAY != 0
    since = distinct(np.concatenate([start, end]))
    shape = (devices, max(len(since) - 1, 0))
    number = np.arange(1, len(at) + 1)
    held = paint(number, np.searchsorted(since, start), np.searchsorted(since, end), device, shape)
    said = np.concatenate([[State.HOLE], np.where(away, State.AWAY, State.HERE)]).astype(np.int8)
    state = np.full((devices, len(since) + 1), State.HOLE, np.int8)
    state[:, 1 : len(since)] = said[held]
    mode = np.full((devices, days), Mode.EVENTS, np.int8)
    for day in range(days):
        near = touches(start, end, day * limits.day_ms - limits.look_back_ms, (day + 1) * limits.day_ms)
        mode[device[near], day] = Mode.AWAY_ROWS
        mode[device[near & ~away], day] = Mode.ROWS
    return Presence(since, state, mode)


def input_instants(rows: Spans, presence: Presence, device: int, mode: Mode) -> Ints:
    """Rule 3: the instants, ascending and perhaps repeated, at which a device is known to have had input."""
    own = rows.device == device
    if mode is Mode.EVENTS:
        return np.sort(rows.start[own & (rows.kind <= Kind.BEAT)], kind="stable")  # runs that are sorted already
    state = presence.in_mode(device, mode)
    before, after = state[:-1], state[1:]
    turns = presence.since[
        ((after == State.HERE) & (before != State.HERE)) | ((after == State.AWAY) & (before == State.HERE))
    ]
    signs = rows.start[own & rows.sign_of_input]
    return np.sort(np.concatenate([turns, signs[state[presence.at(signs)] == State.HERE]]), kind="stable")


def last_input(instants: Ints, moments: Ints) -> Ints:
    """The newest of `instants` not after each of `moments`, `NEVER` where there is none."""
    return np.concatenate([[NEVER], instants])[np.searchsorted(instants, moments, side="right")]
