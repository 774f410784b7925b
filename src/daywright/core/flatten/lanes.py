"""Which device is primary, what runs beside it, and what was entered by hand (rules 4, 6, 7 and 8)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from daywright.core.flatten.columns import NO_DEVICE, Bools, Flag, Ints, Kind, Limits, Role, Sources
from daywright.core.flatten.front import Front, Numbered, Painting
from daywright.core.flatten.grid import Grid, Inputs
from daywright.core.flatten.presence import NEVER, Mode, Presence, State, last_input

CONTEXT_BITS: Final = 27
DEVICE_BITS: Final = 7
ROLE_BITS: Final = 2
"""What a segment shows fits one integer, 0 for nothing, so that equal neighbours are found by one comparison: position
of its context + 1, position of its refinement + 1 (0 for none), device + 1, role."""

TIER: Final = 1 << 52
"""More than any two inputs lie apart: puts whoever is active before whoever only watches."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One device, shape (intervals,) each: is somebody there, does somebody only watch, when was the last input."""

    front: Front
    companion: bool
    busy: Bools
    passive: Bools
    last_input: Ints


def claims(
    fronts: list[Front], presence: Presence, inputs: Inputs, *, grid: Grid, sources: Sources, limits: Limits
) -> list[Claim]:
    """Rule 4 for every device, and what makes a desktop passive (rule 6)."""
    step = presence.at(grid.begin)
    oldest = grid.day * limits.day_ms - limits.look_back_ms
    found = []
    for device, front in enumerate(fronts):
        mode, state = presence.mode[device][grid.day], presence.state[device][step]
        newest = np.full(len(grid), NEVER)
        for way in inputs.modes(device):
            newest = np.where(mode == way, last_input(inputs[device, way], grid.begin), newest)
        newest = np.where(newest < oldest, NEVER, newest)
        here = (state == State.HERE) | ((mode == Mode.AWAY_ROWS) & (state == State.HOLE))
        busy = np.where(mode == Mode.EVENTS, front.own, here) & ~front.locked
        companion = sources.devices[device].companion
        passive = (state == State.AWAY) & front.media & ~front.locked & (grid.begin - newest < limits.passive_ms)
        found.append(Claim(front, companion, busy, passive & (not companion), newest))
    return found


def primary(claims: list[Claim], grid: Grid, limits: Limits) -> tuple[Ints, Bools]:
    """Rule 6: which device is primary in each interval (0 where none is), and whether any is."""
    desktop_busy = np.zeros(len(grid), np.bool_)
    desktop_input = np.full(len(grid), NEVER)
    for claim in claims:
        if not claim.companion:
            desktop_busy |= claim.busy
            desktop_input = np.maximum(desktop_input, claim.last_input)
    waited = grid.begin - desktop_input >= limits.companion_wait_ms

    chosen = np.zeros(len(grid), np.int64)
    highest = np.full(len(grid), -TIER)
    for device, claim in enumerate(claims):
        in_front = claim.front.content > 0
        active = claim.busy & in_front
        if claim.companion:
            active &= ~desktop_busy & (waited | (desktop_input < claim.last_input))
        score = np.where(claim.passive & in_front, claim.last_input, -TIER)
        score = np.where(active, claim.last_input + TIER, score)
        better = score > highest  # of equals the lower device stays
        chosen = np.where(better, device, chosen)
        highest = np.maximum(highest, score)
    return chosen, highest > -TIER


def lanes(claims: list[Claim], painting: Painting, numbered: Numbered, *, grid: Grid, limits: Limits) -> Ints:
    """Rules 6 to 8 as a table of shape (rows, intervals): what to show, 0 for nothing.

    The first row is the primary timeline; the others are parallel.
    """
    context = numbered.context + 1 << CONTEXT_BITS + DEVICE_BITS + ROLE_BITS
    refinement = numbered.context + 1 << DEVICE_BITS + ROLE_BITS
    chosen, found = primary(claims, grid, limits)
    corrected = painting.one(NO_DEVICE, Kind.MANUAL)
    by_hand, erased = corrected > 0, numbered.flag[corrected] & Flag.ERASE != 0
    found &= ~by_hand

    owner = numbered.device[corrected] + 1 << ROLE_BITS
    top = np.where(by_hand & ~erased, context[corrected] | owner | Role.BY_HAND, 0)
    beside: list[Ints] = []
    for device, claim in enumerate(claims):
        front, of_device = claim.front, device + 1 << ROLE_BITS
        first = found & (chosen == device)
        shown = context[front.content] | refinement[front.refinement] | of_device
        top = np.where(first, shown | np.where(claim.busy, Role.ACTIVE, Role.PASSIVE), top)
        near = (claim.busy | claim.passive) & ~erased
        beside.append(np.where(near & ~first & (front.content > 0), shown | Role.PARALLEL, 0))
        if front.background is not None:
            heard = context[front.background] | of_device | Role.PARALLEL
            beside.append(np.where(near & (front.background > 0), heard, 0))
    return np.stack([top, *(row for row in beside if row.any())])
