"""Random worlds for flatten, small enough that every millisecond can be walked, and their columns."""

import random

import numpy as np

from daywright.core import flatten as program
from oracles.flattening import Context, Event, Machine, Numbers, Segment, Stream, World

KINDS = ("window", "web", "editor", "beat", "afk", "lock", "manual")
FLAGS = {
    "audible": program.Flag.AUDIBLE,
    "fullscreen": program.Flag.FULLSCREEN,
    "away": program.Flag.AWAY,
    "erase": program.Flag.ERASE,
}
ROLES = {
    program.Role.ACTIVE: "active",
    program.Role.PASSIVE: "passive",
    program.Role.PARALLEL: "parallel",
    program.Role.BY_HAND: "by hand",
}


def bits(marks: frozenset[str]) -> int:
    return sum(FLAGS[mark] for mark in marks)


def sources_of(world: World) -> program.Sources:
    contexts = sorted(world.contexts)
    return program.Sources(
        devices=tuple(program.Device(m.id, m.companion) for m in world.machines),
        buckets=tuple(program.Bucket(s.device, program.Kind[s.kind.upper()], s.rank, s.apps) for s in world.streams),
        contexts=program.ContextColumns(
            ids=np.array([c.id for c in contexts], np.int64),
            app=np.array([c.app for c in contexts], np.int32),
            flags=np.array([bits(c.marks) for c in contexts], np.uint8),
            digest=np.array([c.digest for c in contexts], np.uint64),
        ),
    )


def columns_of(events: tuple[Event, ...] | list[Event]) -> program.EventColumns:
    return program.EventColumns(
        start_ms=np.array([e.start for e in events], np.int64),
        end_ms=np.array([e.end for e in events], np.int64),
        context=np.array([e.context for e in events], np.int64),
        bucket=np.array([e.stream for e in events], np.int32),
        flag=np.array([bits(e.marks) for e in events], np.uint8),
    )


def limits_of(numbers: Numbers) -> program.Limits:
    return program.Limits(
        day_ms=numbers.day,
        look_back_ms=numbers.look_back,
        short_gap_ms=numbers.short_gap,
        beat_hold_ms=numbers.beat_hold,
        passive_ms=numbers.passive,
        companion_wait_ms=numbers.companion_wait,
    )


def segments_of(day: program.DayColumns) -> list[Segment]:
    return [
        Segment(start, length, context, refinement, ROLES[program.Role(lane & 3)], day.device_ids[lane >> 2])
        for start, length, context, refinement, lane in zip(
            day.start.tolist(),
            day.length.tolist(),
            day.context.tolist(),
            day.refinement.tolist(),
            day.lane.tolist(),
            strict=True,
        )
    ]


def flattened(world: World, day: int, days: int = 1) -> list[list[Segment]]:
    columns = program.flatten_days(
        day, days, columns_of(world.events), sources_of(world), limits=limits_of(world.numbers)
    )
    return [segments_of(one) for one in columns]


def random_numbers(rng: random.Random) -> Numbers:
    day = rng.choice([40, 80, 120])
    return Numbers(
        day=day,
        look_back=rng.choice([day, day, day // 2]),
        short_gap=rng.choice([0, 1, 2, 4]),
        beat_hold=rng.choice([5, 12]),
        passive=rng.choice([10, 25, 60]),
        companion_wait=rng.choice([4, 10]),
    )


def random_streams(rng: random.Random, machines: int) -> list[Stream]:
    streams = []
    for device in range(machines):
        for kind in KINDS[:6]:
            often = {"window": 0.85, "web": 0.6, "editor": 0.4, "beat": 0.3, "afk": 0.75, "lock": 0.25}[kind]
            for _ in range(2):
                if rng.random() < often:
                    apps = frozenset(rng.sample(range(3), rng.choice([1, 1, 1, 2])))
                    streams.append(Stream(device, kind, rng.choice([2, 2, 1, 0]), apps))
                often /= 4
    if rng.random() < 0.3 or not streams:
        streams.append(Stream(-1, "manual", 2))
        if rng.random() < 0.2:
            streams.append(Stream(rng.randrange(machines), "manual", 1))
    return streams


def random_contexts(rng: random.Random) -> dict[str, list[Context]]:
    """A few contexts for each kind; ids in random order, so that they carry no meaning."""
    ids = rng.sample(range(1, 200), 30)
    digests = [rng.getrandbits(64) for _ in range(30)]

    def some(count: int, likely: dict[str, float], *, app: bool = False) -> list[Context]:
        return [
            Context(
                ids.pop(),
                rng.choice([0, 1, 2, 2, -1]) if app else -1,
                frozenset(mark for mark, chance in likely.items() if rng.random() < chance),
                digests.pop(),
            )
            for _ in range(count)
        ]

    here, away = some(1, {}), some(1, {"away": 1})
    return {
        "window": some(5, {"fullscreen": 0.3}, app=True),
        "web": some(4, {"audible": 0.4}),
        "editor": some(3, {"audible": 0.05}),
        "beat": some(2, {}),
        "afk": here + away,
        "lock": some(1, {"away": 1}) + some(1, {"away": 1}) + some(1, {}),
        "manual": some(2, {}) + some(1, {"erase": 1}),
    }


def chain(rng: random.Random, lo: int, hi: int, day: int) -> list[tuple[int, int]]:
    """What a watcher reports that works: one thing after the other, with a gap or an overlap at times."""
    spans = []
    at = lo + rng.randrange(day)
    while at < hi:
        length = rng.choice([0, 1, rng.randrange(6), rng.randrange(20), rng.randrange(1 + day // 2)])
        spans.append((at, at + length + rng.choice([0, 0, 0, 0, 8])))
        at += length + rng.choice([0, 0, 1, 2, 4, 15])
    return spans


def strays(rng: random.Random, lo: int, hi: int, day: int) -> list[tuple[int, int]]:
    """Events here and there, some of which last for days."""
    spans = []
    at = rng.randrange(lo, hi)
    for _ in range(rng.choice([1, 2, 4, 7])):
        length = rng.choice([0, 0, 1, 3, rng.randrange(20), rng.randrange(60), rng.randrange(3 * day)])
        spans.append((at, at + length))
        if rng.random() < 0.25:
            at = rng.randrange(lo, hi)
        else:
            at = at + rng.choice([length, length, length + rng.randrange(6), rng.randrange(30), 0])
    return spans


def random_world(seed: int, days: int = 1) -> World:
    """Events around days 0 … `days` - 1."""
    rng = random.Random(seed)
    numbers = random_numbers(rng)
    machines = rng.choice([1, 1, 2, 2, 3])
    streams = random_streams(rng, machines)
    contexts = random_contexts(rng)
    lo, hi = -numbers.day - numbers.look_back // 2, days * numbers.day + 15
    events: list[Event] = []
    for number, stream in enumerate(streams):
        choices = contexts[stream.kind]
        if stream.kind == "afk" and rng.random() < 0.15:
            choices = choices[1:]  # a device that only ever says away
        dense = stream.kind in ("window", "afk", "web", "editor") and rng.random() < 0.6
        for start, end in chain(rng, lo, hi, numbers.day) if dense else strays(rng, lo, hi, numbers.day):
            marks = frozenset(mark for mark in ("audible", "fullscreen") if rng.random() < 0.08)
            events.append(Event(start, end, rng.choice(choices).id, number, marks))
    rng.shuffle(events)
    companions = [rng.random() < 0.4 for _ in range(machines)]
    ids = sorted(rng.sample(range(1, 90), machines))
    return World(
        tuple(Machine(id_, companion) for id_, companion in zip(ids, companions, strict=True)),
        tuple(streams),
        tuple(context for group in contexts.values() for context in group),
        tuple(events),
        numbers,
    )
