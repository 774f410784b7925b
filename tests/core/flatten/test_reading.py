import os

import pytest

from daywright.core.flatten import Kind, reach, starts_from
from oracles.flattening import Event, World
from oracles.shrinking import smallest
from oracles.worlds import columns_of, flattened, limits_of, random_world, sources_of

CASES = int(os.environ.get("DAYWRIGHT_FLATTEN_CASES", "2400"))


def needed(world: World, first_day: int, days: int) -> tuple[Event, ...]:
    """The events a caller reads that keeps to the letter of `reading`."""
    limits, sources = limits_of(world.numbers), sources_of(world)
    low, high = first_day * limits.day_ms, (first_day + days) * limits.day_ms
    afk = tuple(event for event in world.events if world.streams[event.stream].kind == "afk")
    starts = starts_from(first_day, columns_of(afk), sources, limits)
    digest = {context.id: context.digest for context in world.contexts}
    read: set[Event] = set()
    for number, stream in enumerate(world.streams):
        own = [event for event in world.events if event.stream == number]
        before, after = reach(Kind[stream.kind.upper()], limits)
        read.update(e for e in own if e.start < high + after and max(e.end, e.start + 1) > low - before)
        if stream.kind in ("window", "web", "editor", "beat"):
            since = starts[stream.device]
            assert low - limits.look_back_ms <= since <= low
            read.update(event for event in own if since <= event.start < high)
            earlier = [event for event in own if event.start < since]
            if earlier:
                read.add(max(earlier, key=lambda event: (event.start, event.end, digest[event.context])))
    return tuple(read)


def misses_something(world: World) -> bool:
    return any(
        flattened(world._replace(events=needed(world, first, days)), first, days) != flattened(world, first, days)
        for first, days in ((0, 1), (1, 2))
    )


@pytest.mark.parametrize("share", range(4))
def test_what_is_said_to_be_needed_is_enough(share: int) -> None:
    saved = 0
    for seed in range(share, CASES // 4, 4):
        world = random_world(seed, days=3)
        if misses_something(world):
            pytest.fail(f"smallest world that fails: {smallest(world, misses_something)}")
        saved += len(set(world.events)) - len(needed(world, 0, 1))
    assert saved > 0


def test_only_presence_is_read_a_day_back() -> None:
    assert reach(Kind.WINDOW) == (5_000, 5_000)
    assert reach(Kind.BEAT) == (900_000, 900_000)
    assert reach(Kind.LOCK) == reach(Kind.MANUAL) == (0, 0)
    assert reach(Kind.AFK).before_ms > 86_400_000
