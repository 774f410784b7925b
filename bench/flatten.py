"""How long one dirty day takes to flatten, next to the bare sort of the same events in the same run.

Goals (2 shared cores, medians): 1.65 ms for one desktop with 2,346 events, 2.99 ms for two desktops and a phone with
2,936. Run as `python -m bench.flatten`.
"""

import statistics
import time
from collections.abc import Callable
from typing import Final

import numpy as np

from daywright.core.flatten import (
    NO_APP,
    Bucket,
    ContextColumns,
    Device,
    EventColumns,
    Flag,
    Kind,
    Sources,
    flatten,
    flatten_days,
)

DAY_MS: Final = 86_400_000
HOUR_MS: Final = 3_600_000
DAYS: Final = 4
APPS: Final = 12
CONTEXTS: Final = 3_000
SHOWS_IN: Final = {Kind.WEB: frozenset({0}), Kind.EDITOR: frozenset({1}), Kind.BEAT: frozenset({1})}

DESKTOP: Final = {Kind.WINDOW: 1_380, Kind.WEB: 560, Kind.EDITOR: 210, Kind.BEAT: 130, Kind.AFK: 60, Kind.LOCK: 6}
SECOND: Final = {Kind.WINDOW: 240, Kind.WEB: 90, Kind.EDITOR: 30, Kind.AFK: 24, Kind.LOCK: 2}
PHONE: Final = {Kind.WINDOW: 200, Kind.LOCK: 4}


def stream(rng: np.random.Generator, kind: Kind, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, end and context of one day's chain between 7:00 and 23:00: mostly seconds long, polled, with gaps."""
    weights = rng.lognormal(0, 1.6, count)
    edges = 7 * HOUR_MS + (np.concatenate([[0], np.cumsum(weights)]) / weights.sum() * 16 * HOUR_MS).astype(np.int64)
    start, end = edges[:-1], edges[1:] - rng.choice([0, 0, 900], count)
    context = rng.integers(3, CONTEXTS, count)
    if kind is Kind.AFK:
        context = 1 + np.arange(count) % 2
    elif kind is Kind.LOCK:
        context, end = np.ones(count, np.int64), start + 60_000
    return start, np.maximum(start, end), context


def world(machines: list[tuple[bool, dict[Kind, int]]], days: int = 1) -> tuple[EventColumns, Sources]:
    """A believable load, with what `reads` asks for of the day before."""
    rng = np.random.default_rng(7)
    buckets: list[Bucket] = []
    rows: list[np.ndarray] = []
    for device, (_, counts) in enumerate(machines):
        for kind, count in counts.items():
            buckets.append(Bucket(device, kind, 1 if kind is Kind.BEAT else 2, SHOWS_IN.get(kind, frozenset())))
            for day in range(-1 if kind is Kind.AFK else 0, days):
                start, end, context = stream(rng, kind, count)
                owner = np.full(count, len(buckets) - 1)
                rows.append(np.stack([start + day * DAY_MS, end + day * DAY_MS, context, owner]))
    start, end, context, owner = np.concatenate(rows, axis=1)
    events = EventColumns(start, end, context, owner.astype(np.int32), np.zeros(len(start), np.uint8))
    browser, editor, others = 0.4, 0.3, np.full(APPS - 2, 0.3 / (APPS - 2))
    app = rng.choice(APPS, CONTEXTS, p=[browser, editor, *others]).astype(np.int32)
    app[:3] = NO_APP
    flags = np.zeros(CONTEXTS, np.uint8)
    flags[0] = Flag.AWAY
    flags[3::40] = Flag.AUDIBLE
    contexts = ContextColumns(
        1 + np.arange(CONTEXTS), app, flags, rng.integers(1 << 63, size=CONTEXTS, dtype=np.uint64)
    )
    devices = tuple(Device(number + 1, companion) for number, (companion, _) in enumerate(machines))
    return events, Sources(devices, tuple(buckets), contexts)


def pile() -> tuple[EventColumns, Sources]:
    """Two thousand windows that overlap for half the day: an import gone wrong must not hold up the server."""
    rng = np.random.default_rng(7)
    start = rng.integers(0, 6 * HOUR_MS, 2_000)
    end = start + rng.integers(12 * HOUR_MS, 18 * HOUR_MS, 2_000)
    _, sources = world([(False, DESKTOP)])
    window = np.zeros(2_000, np.int32)
    return EventColumns(start, end, rng.integers(3, CONTEXTS, 2_000), window, np.zeros(2_000, np.uint8)), sources


def median_ms(task: Callable[[], object], rounds: int = 300) -> float:
    """Median of single runs, after a few to warm up."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter_ns()
        task()
        took.append(time.perf_counter_ns() - began)
    return statistics.median(took[rounds // 10 :]) / 1e6


def report(name: str, goal_ms: float, events: EventColumns, task: Callable[[], object]) -> None:
    bare = median_ms(lambda: np.lexsort((events.start_ms, events.bucket)))
    took = median_ms(task)
    print(f"{name:<30}{len(events):>7} events {took:6.2f} ms (goal {goal_ms:.2f}), {took / bare:5.1f} x a bare sort")


def main() -> None:
    laptop = [(False, DESKTOP)]
    three = [(False, DESKTOP), (False, SECOND), (True, PHONE)]
    events, sources = world(laptop)
    report("one desktop", 1.65, events, lambda: flatten(0, events, sources))
    events3, sources3 = world(three)
    report("two desktops and a phone", 2.99, events3, lambda: flatten(0, events3, sources3))
    events4, sources4 = world(laptop, DAYS)
    report(
        f"one desktop, {DAYS} days at once",
        DAYS * 1.65 / 1.4,
        events4,
        lambda: flatten_days(0, DAYS, events4, sources4),
    )
    piled, piled_sources = pile()
    report("2,000 windows in a pile", 87, piled, lambda: flatten(0, piled, piled_sources))
    for name, day in (("one desktop", flatten(0, events, sources)), ("three devices", flatten(0, events3, sources3))):
        print(f"{name}: {len(day)} segments, {int((day.refinement > 0).sum())} of them refined")


if __name__ == "__main__":
    main()
