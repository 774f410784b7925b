"""Which device is primary, what runs beside it, and what was entered by hand (rules 4, 6, 7 and 8)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten.columns import NO_DEVICE, Bools, Flag, Ints, Kind, Limits, Role, Sources
from daywright.core.flatten.front import Front, Numbered, Numbers, Painting
from daywright.core.flatten.grid import Grid, Inputs
from daywright.core.flatten.presence import NEVER, Mode, Presence, State, last_input

DEVICE_BITS: Final = 7
CONTEXT_BITS: Final = 27
"""Two context positions, a device and a role fit one integer, so that equal neighbours are found by one comparison."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Tables of shape (devices, intervals): what stands in front, who is there, who only watches, since when."""

    content: NDArray[np.int32]
    refinement: NDArray[np.int32]
    background: NDArray[np.int32]
    busy: Bools
    passive: Bools
    last_input: Ints


def claims(
    fronts: list[Front],
    locked: Bools,
    presence: Presence,
    inputs: Inputs,
    *,
    grid: Grid,
    sources: Sources,
    limits: Limits,
) -> Claims:
    """Rule 4, and what makes a desktop passive (rule 6)."""
    mode = presence.mode[:, grid.day]
    state = presence.state[:, presence.at(grid.begin)]
    newest = np.full(mode.shape, NEVER, np.int64)
    for (device, way), instants in inputs.instants.items():
        here = mode[device] == way
        newest[device, here] = last_input(instants, grid.begin[here])
    newest[newest < grid.day * limits.day_ms - limits.look_back_ms] = NEVER

    own = np.array([front.own for front in fronts])
    there = (state == State.HERE) | ((mode == Mode.AWAY_ROWS) & (state == State.HOLE))
    flag = np.array([front.flag for front in fronts])
    desktop = np.array([[not device.companion] for device in sources.devices])
    watching = (state == State.AWAY) & (flag != 0) & (grid.begin - newest < limits.passive_ms)
    return Claims(
        content=np.array([front.content for front in fronts]),
        refinement=np.array([front.refinement for front in fronts]),
        background=np.array([front.background for front in fronts]),
        busy=np.where(mode == Mode.EVENTS, own, there) & ~locked,
        passive=watching & desktop & ~locked,
        last_input=newest,
    )


def primary(claims: Claims, sources: Sources, grid: Grid, limits: Limits) -> tuple[Ints, Bools]:
    """Rule 6: which device is primary in each interval (0 where none is), and whether any is."""
    companion = np.array([[device.companion] for device in sources.devices])
    in_front = claims.content > 0
    desktop_busy = claims.busy & ~companion
    desktop_input = np.where(companion, NEVER, claims.last_input).max(axis=0)
    may_wait = (grid.begin - desktop_input >= limits.companion_wait_ms) | (desktop_input < claims.last_input)
    tiers = (
        desktop_busy & in_front,
        claims.busy & companion & in_front & may_wait & ~desktop_busy.any(axis=0),
        claims.passive & in_front,
    )
    device = np.zeros(len(grid), np.int64)
    found = np.zeros(len(grid), np.bool_)
    for tier in tiers:
        newest = np.where(tier, claims.last_input, NEVER - 1).argmax(axis=0)  # argmax takes the first: the lower device
        here = tier.any(axis=0) & ~found
        device = np.where(here, newest, device)
        found |= here
    return device, found


def lanes(
    claims: Claims, painting: Painting, numbered: Numbered, *, sources: Sources, grid: Grid, limits: Limits
) -> Ints:
    """Rules 6 to 8 as a table of shape (rows, intervals): what to show, 0 for nothing; see `shown`.

    The first row is the primary timeline, the others are parallel.
    """
    first, found = primary(claims, sources, grid, limits)
    corrected = painting.one(NO_DEVICE, Kind.MANUAL)
    by_hand = corrected > 0
    erased = numbered.flag[corrected] & Flag.ERASE != 0
    found &= ~by_hand
    columns = np.arange(len(grid))
    content, refinement = claims.content[first, columns], claims.refinement[first, columns]
    role = np.where(claims.busy[first, columns], Role.ACTIVE, Role.PASSIVE)
    top = np.where(found, _shown(numbered, content, refinement, first, role), 0)
    hand = _shown(numbered, corrected, 0, numbered.device[corrected], Role.BY_HAND)
    rows = [np.where(by_hand & ~erased, hand, top)]
    awake = claims.busy | claims.passive
    for device in range(len(sources.devices)):
        beside = awake[device] & (claims.content[device] > 0) & ~(found & (first == device)) & ~erased
        heard = awake[device] & (claims.background[device] > 0) & ~erased
        for where, what, inside in ((beside, claims.content, claims.refinement[device]), (heard, claims.background, 0)):
            if where.any():
                shown = _shown(numbered, what[device], inside, device, Role.PARALLEL)
                rows.append(np.where(where, shown, 0))
    return np.stack(rows)


def _shown(
    numbered: Numbered, content: Numbers, refinement: Numbers | int, device: Ints | int, role: Ints | int
) -> Ints:
    """Context and refinement (each a position + 1), device + 1 and role in one integer."""
    what = numbered.context[content] + 1 << CONTEXT_BITS | numbered.context[refinement] + 1
    return what << DEVICE_BITS + 2 | device + 1 << 2 | role
