"""The whole of flatten: the worked example, an oracle that walks milliseconds, and the laws."""

import os
from collections.abc import Callable

import pytest

from oracles.flattening import Context, Event, Machine, Numbers, Stream, World, day_of
from oracles.shrinking import smallest
from oracles.worlds import flattened, random_world

CASES = int(os.environ.get("DAYWRIGHT_FLATTEN_CASES", "2400"))
"""Random worlds in all; the long run of a release takes 12,000."""

SHARES = 8
REAL = Numbers(86_400_000, 86_400_000, 5_000, 900_000, 5_400_000, 60_000)
MIDNIGHT = 20_000 * REAL.day


def refuse(world: World, fails: Callable[[World], bool]) -> None:
    if fails(world):
        pytest.fail(f"smallest world that fails: {smallest(world, fails)}")


def at(clock: str) -> int:
    parts = [int(part) for part in clock.split(":")]
    hours, minutes, seconds = (*parts, 0)[:3]
    return MIDNIGHT + ((hours * 60 + minutes) * 60 + seconds) * 1000


def clock(start: int) -> str:
    seconds = start // 1000
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


CODE, FIREFOX, PLAYER, CHAT, MAPS = range(5)
NAMES = {
    1: "Code", 2: "Firefox", 3: "film", 4: "page", 5: "a.py", 6: "b.py", 7: "here", 8: "away", 9: "chat", 10: "maps",
    11: "Meeting", 0: "",
}  # fmt: skip


def example() -> World:
    """The laptop, phone and meeting of the specification."""

    def event(stream: int, context: int, start: str, end: str) -> Event:
        return Event(at(start), at(end), context, stream)

    return World(
        machines=(Machine(1), Machine(2, companion=True)),
        streams=(
            Stream(0, "window"),
            Stream(0, "web", apps=frozenset({FIREFOX})),
            Stream(0, "beat", rank=1, apps=frozenset({CODE})),
            Stream(0, "afk"),
            Stream(1, "window"),
            Stream(-1, "manual"),
        ),
        contexts=(
            Context(1, app=CODE, digest=1),
            Context(2, app=FIREFOX, digest=2),
            Context(3, app=PLAYER, marks=frozenset({"fullscreen"}), digest=3),
            *(Context(number, digest=number) for number in (4, 5, 6, 7)),
            Context(8, marks=frozenset({"away"}), digest=8),
            Context(9, app=CHAT, digest=9),
            Context(10, app=MAPS, digest=10),
            Context(11, digest=11),
        ),
        events=(
            event(0, 1, "9:00", "9:10"),
            event(0, 2, "9:10", "9:20"),
            event(0, 3, "9:20:02", "9:45"),
            event(1, 4, "9:09", "9:25"),
            event(2, 5, "9:01", "9:01"),
            event(2, 6, "9:04", "9:04"),
            event(2, 6, "9:12", "9:12"),
            event(3, 7, "9:00", "9:22"),
            event(3, 8, "9:20", "9:45"),
            event(4, 9, "9:15", "9:16"),
            event(4, 9, "9:19:30", "9:21:30"),
            event(4, 10, "9:35", "9:40"),
            event(5, 11, "9:02", "9:03"),
        ),
        numbers=REAL,
    )


def test_the_worked_example_comes_out_as_written() -> None:
    (day,) = flattened(example(), 20_000)
    rows = [
        (clock(s.start), clock(s.start + s.length), NAMES[s.context], NAMES[s.refinement], s.role, s.device)
        for s in day
    ]
    assert rows == [
        ("9:00", "9:01", "Code", "", "active", 1),
        ("9:01", "9:02", "Code", "a.py", "active", 1),
        ("9:02", "9:03", "Meeting", "", "by hand", 0),
        ("9:02", "9:03", "Code", "a.py", "parallel", 1),
        ("9:03", "9:04", "Code", "a.py", "active", 1),
        ("9:04", "9:10", "Code", "b.py", "active", 1),
        ("9:10", "9:20", "Firefox", "page", "active", 1),
        ("9:15", "9:16", "chat", "", "parallel", 2),
        ("9:19:30", "9:21", "chat", "", "parallel", 2),
        ("9:20:02", "9:21", "film", "", "passive", 1),
        ("9:21", "9:21:30", "chat", "", "active", 2),
        ("9:21", "9:21:30", "film", "", "parallel", 1),
        ("9:21:30", "9:35", "film", "", "passive", 1),
        ("9:35", "9:40", "maps", "", "active", 2),
        ("9:35", "9:40", "film", "", "parallel", 1),
        ("9:40", "9:45", "film", "", "passive", 1),
    ]


@pytest.mark.parametrize("share", range(SHARES))
def test_a_day_is_what_walking_every_millisecond_finds(share: int) -> None:
    for seed in range(share, CASES, SHARES):
        refuse(random_world(seed), lambda world: flattened(world, 0)[0] != day_of(world, 0))


@pytest.mark.parametrize("share", range(4))
def test_days_together_equal_each_day_by_itself(share: int) -> None:
    for seed in range(share, CASES // 8, 4):
        world = random_world(seed, days=4)
        refuse(world, lambda world: flattened(world, 0, 4) != [flattened(world, day)[0] for day in range(4)])
