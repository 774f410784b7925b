"""The elementary intervals: between two neighbouring cuts nothing changes, so everything after is elementwise."""

from dataclasses import dataclass

import numpy as np

from daywright.core.flatten.columns import Ints, Limits, Sources
from daywright.core.flatten.paint import distinct
from daywright.core.flatten.presence import Mode, Presence, input_instants
from daywright.core.flatten.spans import Spans


@dataclass(frozen=True, slots=True)
class Inputs:
    """Input instants by device and mode, for the modes a device has on some day."""

    instants: dict[tuple[int, Mode], Ints]

    def modes(self, device: int) -> list[Mode]:
        """The modes some day of a device needs."""
        return [mode for owner, mode in self.instants if owner == device]

    def __getitem__(self, key: tuple[int, Mode]) -> Ints:
        return self.instants[key]


@dataclass(frozen=True, slots=True)
class Grid:
    """Intervals from `cuts[i]` to `cuts[i + 1]`, in milliseconds from the first day; `day` counts from it too."""

    cuts: Ints
    day: Ints

    @property
    def begin(self) -> Ints:
        """Where each interval starts."""
        return self.cuts[:-1]

    def __len__(self) -> int:
        return len(self.day)


def inputs(spans: Spans, presence: Presence, sources: Sources) -> Inputs:
    """Look up the input of every device in every mode that one of its days needs."""
    return Inputs(
        {
            (device, mode): input_instants(spans, presence, device, mode)
            for device in range(len(sources.devices))
            for mode in map(Mode, set(presence.mode[device].tolist()))
        }
    )


def grid(spans: Spans, inputs: Inputs, sources: Sources, days: int, limits: Limits) -> Grid:
    """Cut where an event starts or ends, at midnights, and where a limit since the last input of a desktop runs out.

    Input itself needs no cut: it comes with the start of an event or the turn of an afk row, which are cuts already.
    """
    cuts = [spans.start, spans.end, np.arange(days + 1) * limits.day_ms]
    for (device, _), instants in inputs.instants.items():
        if not sources.devices[device].companion:
            cuts += [_runs_out(instants, limits.passive_ms), _runs_out(instants, limits.companion_wait_ms)]
    every = np.concatenate(cuts)
    edges = distinct(every[(every >= 0) & (every <= days * limits.day_ms)])
    return Grid(edges, edges[:-1] // limits.day_ms)


def _runs_out(instants: Ints, limit_ms: int) -> Ints:
    """Ends of the waits that no newer input cuts short."""
    if not len(instants):
        return instants
    waited = np.concatenate([instants[1:] - instants[:-1] > limit_ms, [True]])
    ends: Ints = instants[waited] + limit_ms
    return ends
