"""The whole of flatten: the worked example, an oracle that walks milliseconds, and the laws."""

import os
import random
from collections.abc import Callable

import numpy as np
import pytest

from daywright.core.flatten import Bucket, ContextColumns, Device, EventColumns, Kind, Sources, flatten, flatten_days
from oracles.flattening import Event, Segment, World, day_of
from oracles.shrinking import smallest
from oracles.stories import DAY, Story, laptop
from oracles.worlds import columns_of, flattened, random_world, sources_of

CASES = int(os.environ.get("DAYWRIGHT_FLATTEN_CASES", "2400"))
"""Random worlds in all; the long run of a release takes 12,000."""

SHARES = 8


def refuse(world: World, fails: Callable[[World], bool]) -> None:
    if fails(world):
        pytest.fail(f"smallest world that fails: {smallest(world, fails)}")


def example() -> Story:
    """The laptop, phone and meeting of the specification."""
    story = laptop(here="9:00-9:22", away="9:20-9:45")
    story.device("phone", companion=True)
    story.tell("laptop", "window", "Code", "9:00-9:10")
    story.tell("laptop", "window", "Firefox", "9:10-9:20")
    story.tell("laptop", "window", "film", "9:20:02-9:45", "fullscreen")
    story.tell("laptop", "web", "page", "9:09-9:25", shows="Firefox")
    story.tell("laptop", "beat", "a.py", "9:01", shows="Code", rank=1)
    story.tell("laptop", "beat", "b.py", "9:04 9:12", shows="Code", rank=1)
    story.tell("phone", "window", "chat", "9:15-9:16 9:19:30-9:21:30")
    story.tell("phone", "window", "maps", "9:35-9:40")
    story.tell("", "manual", "Meeting", "9:02-9:03")
    return story


def test_the_worked_example_comes_out_as_written() -> None:
    assert example().timeline() == [
        "9:00-9:01 Code (active, laptop)",
        "9:01-9:02 Code + a.py (active, laptop)",
        "9:02-9:03 Meeting (by hand)",
        "9:02-9:03 Code + a.py (parallel, laptop)",
        "9:03-9:04 Code + a.py (active, laptop)",
        "9:04-9:10 Code + b.py (active, laptop)",
        "9:10-9:20 Firefox + page (active, laptop)",
        "9:15-9:16 chat (parallel, phone)",
        "9:19:30-9:21 chat (parallel, phone)",
        "9:20:02-9:21 film (passive, laptop)",
        "9:21-9:21:30 chat (active, phone)",
        "9:21-9:21:30 film (parallel, laptop)",
        "9:21:30-9:35 film (passive, laptop)",
        "9:35-9:40 maps (active, phone)",
        "9:35-9:40 film (parallel, laptop)",
        "9:40-9:45 film (passive, laptop)",
    ]


@pytest.mark.parametrize("share", range(SHARES))
def test_a_day_is_what_walking_every_millisecond_finds(share: int) -> None:
    for seed in range(share, CASES, SHARES):
        refuse(random_world(seed), lambda world: flattened(world, 0)[0] != day_of(world, 0))


@pytest.mark.parametrize("share", range(4))
def test_days_together_equal_each_day_by_itself(share: int) -> None:
    def fails(world: World) -> bool:
        return flattened(world, 0, 4) != [flattened(world, day)[0] for day in range(4)]

    for seed in range(share, CASES // 8, 4):
        refuse(random_world(seed, days=4), fails)


def time_of(segments: list[Segment], wanted: Callable[[Segment], bool]) -> int:
    return sum(segment.length for segment in segments if wanted(segment))


def is_primary(segment: Segment) -> bool:
    return segment.role != "parallel"


def overlaps(world: World) -> bool:
    primary = [segment for segment in flattened(world, 0)[0] if is_primary(segment)]
    ends = [0, *(segment.start + segment.length for segment in primary)]
    late = any(segment.start < end for segment, end in zip(primary, ends, strict=False))
    return late or any(segment.length < 1 for segment in primary) or ends[-1] > world.numbers.day


def differs_when_shuffled_and_repeated(world: World) -> bool:
    rng = random.Random(len(world.events))
    again = [*world.events, *rng.sample(world.events, len(world.events) // 2)]
    rng.shuffle(again)
    return flattened(world._replace(events=tuple(again)), 0) != flattened(world, 0)


def differs_under_other_ids(world: World) -> bool:
    old = [context.id for context in world.contexts]
    new = dict(zip(old, random.Random(len(old)).sample(range(1, 1000), len(old)), strict=True))
    new[0] = 0
    renamed = world._replace(
        contexts=tuple(context._replace(id=new[context.id]) for context in world.contexts),
        events=tuple(event._replace(context=new[event.context]) for event in world.events),
    )
    expected = [
        segment._replace(context=new[segment.context], refinement=new[segment.refinement])
        for segment in flattened(world, 0)[0]
    ]
    return flattened(renamed, 0)[0] != expected


def loses_time_to_media(world: World) -> bool:
    loud = world._replace(
        events=tuple(event._replace(marks=frozenset({"audible", "fullscreen"})) for event in world.events)
    )
    return time_of(flattened(loud, 0)[0], is_primary) < time_of(flattened(world, 0)[0], is_primary)


def loses_desktop_time_to_a_companion(world: World) -> bool:
    desktops = {machine.id for machine in world.machines if not machine.companion}

    def active(segment: Segment) -> bool:
        return segment.role == "active" and segment.device in desktops

    companions = {
        number
        for number, stream in enumerate(world.streams)
        if stream.kind != "manual" and world.machines[stream.device].companion
    }
    without = world._replace(events=tuple(event for event in world.events if event.stream not in companions))
    return time_of(flattened(world, 0)[0], active) != time_of(flattened(without, 0)[0], active)


@pytest.mark.parametrize(
    "breaks",
    [
        overlaps,
        differs_when_shuffled_and_repeated,
        differs_under_other_ids,
        loses_time_to_media,
        loses_desktop_time_to_a_companion,
    ],
)
def test_no_world_breaks_a_law(breaks: Callable[[World], bool]) -> None:
    for seed in range(CASES // 4):
        refuse(random_world(seed), breaks)


def test_without_events_a_day_is_empty() -> None:
    nothing = columns_of([])
    day = flatten(0, nothing, sources_of(example().world()))
    assert (len(day), day.device_ids) == (0, ())
    contexts = ContextColumns(
        np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0, np.uint64)
    )
    assert [len(day) for day in flatten_days(5, 3, nothing, Sources((), (), contexts))] == [0, 0, 0]


def test_corrections_need_no_device() -> None:
    story = Story()
    story.tell("", "manual", "Meeting", "9:02-9:03")
    assert story.timeline() == ["9:02-9:03 Meeting (by hand)"]


def test_only_devices_that_occur_are_numbered() -> None:
    story = laptop()
    story.device("phone", companion=True)
    story.tell("phone", "window", "chat", "9:15-9:16")
    day = flatten(DAY, columns_of(story.events), sources_of(story.world()))
    assert day.device_ids == (2,)
    assert day.lane.tolist() == [0]


def sources_with(devices: int) -> Sources:
    known = tuple(Device(number + 1) for number in range(devices))
    buckets = tuple(Bucket(number, Kind.WINDOW, 2) for number in range(devices))
    return Sources(known, buckets, sources_of(example().world()).contexts)


def test_a_day_can_tell_64_devices_apart_and_refuses_more() -> None:
    events = columns_of([Event(number, number + 1, 1, number) for number in range(64)])
    day = flatten(0, events, sources_with(64))
    assert len(day.device_ids) == 64
    assert sorted(day.lane >> 2) == list(range(64))
    with pytest.raises(ValueError, match="64 devices"):
        flatten(0, events, sources_with(65))


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        (Event(2, 1, 1, 0), "ends before it starts"),
        (Event(1, 2, 99, 0), "context"),
        (Event(1, 2, 1, 64), "bucket"),
        (Event(1, 2, 1, -1), "bucket"),
    ],
)
def test_an_event_that_cannot_be_is_refused(event: Event, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        flatten(0, columns_of([event]), sources_with(2))


@pytest.mark.parametrize("context", [0, 1 << 32])
def test_a_context_id_that_a_day_cannot_hold_is_refused(context: int) -> None:
    column = np.array([context])
    contexts = ContextColumns(column, np.zeros(1, np.int32), np.zeros(1, np.uint8), np.zeros(1, np.uint64))
    with pytest.raises(ValueError, match="context ids go from 1"):
        flatten(0, columns_of([Event(1, 2, context, 0)]), Sources((Device(1),), (Bucket(0, Kind.WINDOW, 2),), contexts))


def test_microseconds_are_rounded_down_at_both_ends_so_what_touched_still_touches() -> None:
    columns = EventColumns.from_us(
        np.array([1_999, 3_500]),
        np.array([1_501, 1_000]),
        context=np.array([1, 1]),
        bucket=np.zeros(2, np.int32),
        flag=np.zeros(2, np.uint8),
    )
    assert columns.start_ms.tolist() == [1, 3]
    assert columns.end_ms.tolist() == [3, 4]
