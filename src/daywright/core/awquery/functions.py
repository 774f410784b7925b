"""The functions a program can call: what each takes, and what does the work."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol, TypeGuard

import numpy as np

from daywright.core.awquery import flooding, labelling, merging, periods
from daywright.core.awquery.errors import QueryFunctionError, QueryInterpretError
from daywright.core.awquery.limits import Meter
from daywright.core.awquery.values import Contents, Events, Items, Value, frozen
from daywright.kit.clock import US_PER_SECOND

PULSE_SECONDS: Final = 5
MOST_PULSE_SECONDS: Final = 366 * 86_400
SHOWN: Final = 60


class Store(Protocol):
    """Where a program reads buckets. Times are µs since 1970; a range includes both its ends."""

    def bucket_names(self) -> list[str]:
        """Return the ids of all buckets."""
        ...

    def find_bucket(self, text: str, hostname: str | None) -> str | None:
        """Return the id that fits best: exact, else beginning with the text, else containing it."""
        ...

    def events(self, bucket: str, from_us: int, to_us: int, contents: Contents) -> Events | None:
        """Return a bucket's events in a range, newest first and cut to it; None when there is no such bucket."""
        ...


class Scene(NamedTuple):
    """What a call sees besides its arguments."""

    store: Store
    contents: Contents
    meter: Meter
    period: Callable[[], tuple[int, int]]


class Function(NamedTuple):
    """One function: the kinds of its arguments, how many must be there, and the work."""

    takes: tuple[str, ...]
    needed: int
    work: Callable[..., Value]
    more: bool = False
    """takes any number of arguments beyond, each of the last kind"""


def call(name: str, arguments: Sequence[Value], scene: Scene) -> Value:
    """Call a function by its name, after a look at what it is given."""
    function = FUNCTIONS.get(name)
    if function is None:
        raise QueryInterpretError(f"Tried to call function '{name}' which doesn't exist")
    if len(arguments) < function.needed or (len(arguments) > len(function.takes) and not function.more):
        raise QueryInterpretError(f"Tried to call function {name} with invalid amount of arguments")
    scene.meter.check_time()
    kinds = [*function.takes, *function.takes[-1:] * len(arguments)]
    given = [
        _taken(argument, kind, f"Argument {number} of {name}", scene)
        for number, (argument, kind) in enumerate(zip(arguments, kinds, strict=False), 1)
    ]
    return function.work(scene, *given)


def _taken(argument: Value, kind: str, what: str, scene: Scene) -> Value:
    """Return the argument as its function reads it."""
    fits, expected = KINDS[kind]
    if not fits(argument):
        raise QueryFunctionError(f"{what} is of invalid type. Expected {expected} but was {described(argument)}")
    return Events.none(scene.contents) if kind == "events" and not isinstance(argument, Events) else argument


def is_list(value: Value) -> TypeGuard[Sequence[Value]]:
    """Whether a value is a list of anything but events."""
    return isinstance(value, Sequence) and not isinstance(value, str)


KINDS: Final[dict[str, tuple[Callable[[Value], bool], str]]] = {
    "events": (lambda value: isinstance(value, Events) or (is_list(value) and not value), "a list of events"),
    "list": (lambda value: isinstance(value, Events) or is_list(value), "a list"),
    "values": (is_list, "a list"),
    "text": (lambda value: isinstance(value, str), "a string"),
    "integer": (lambda value: isinstance(value, int), "an integer"),
    "number": (lambda value: isinstance(value, int | float), "a number"),
    "any": (lambda _value: True, "anything"),
}


def described(value: Value) -> str:
    """Name the kind of a value, and show it when it is short."""
    match value:
        case Events():
            return "a list of events"
        case None:
            return "null"
        case bool() | int() | float():
            return f"{value!r}"
        case str():
            return f"the string {value[:SHOWN]!r}"
        case Mapping():
            return "a dict"
    return "a list"


def _query_bucket(scene: Scene, bucket: str) -> Events:
    events = scene.store.events(bucket, *scene.period(), scene.contents)
    if events is None:
        raise QueryFunctionError(f"There's no bucket named '{bucket}'")
    return events


def _find_bucket(scene: Scene, text: str, hostname: Value = None) -> str:
    wanted = hostname if isinstance(hostname, str) and hostname else None
    found = scene.store.find_bucket(text, wanted)
    if found is None:
        raise QueryFunctionError(f"Unable to find bucket matching '{text}' (hostname filter set to '{wanted}')")
    return found


def joined(contents: Contents, parts: Sequence[Events | Sequence[Value]]) -> Value:
    """Join lists one after the other; lists of events and empty ones make a list of events."""
    events = [part for part in parts if isinstance(part, Events)]
    if not events:
        return Items(member for part in parts if not isinstance(part, Events) for member in part)
    if any(not isinstance(part, Events) and part for part in parts):
        raise QueryFunctionError("Events and other values cannot be in one list")
    return Events.joined(contents, events)


def _limit(_scene: Scene, members: Events | Sequence[Value], count: int) -> Value:
    if count < 0:
        raise QueryFunctionError(f"limit_events cannot return {count} events")
    return members.rows(slice(0, count)) if isinstance(members, Events) else Items(members[:count])


def sum_durations(events: Events) -> float:
    """Seconds that the events last together."""
    total = int(events.duration.sum(dtype=np.int64))
    return total / US_PER_SECOND


def _flood(_scene: Scene, events: Events, pulse: float = PULSE_SECONDS) -> Events:
    if not 0 <= pulse <= MOST_PULSE_SECONDS:
        raise QueryFunctionError(f"flood takes a pulse time of up to {MOST_PULSE_SECONDS} seconds")
    return flooding.flood(events, round(pulse * US_PER_SECOND))


def _with_fields_of(
    _scene: Scene, base: Events, sub: Events, keys: Sequence[Value], conflict: str = "base_wins"
) -> Events:
    if conflict not in ("base_wins", "sub_wins"):
        raise QueryFunctionError(f"conflict must be 'base_wins' or 'sub_wins', got {conflict!r}")
    return merging.with_fields_of(base, sub, keys, sub_wins=conflict == "sub_wins")


def _contains(_scene: Scene, members: Value, value: Value) -> bool:
    if isinstance(members, Mapping):
        return isinstance(value, str) and value in members
    if isinstance(members, Sequence) and not isinstance(members, str):
        return frozen(value) in merging.chosen(members)
    raise QueryFunctionError(f"contains looks into a list or a dict, not {described(members)}")


FUNCTIONS: Final[dict[str, Function]] = {
    "query_bucket": Function(("text",), 1, _query_bucket),
    "query_bucket_eventcount": Function(("text",), 1, lambda scene, bucket: len(_query_bucket(scene, bucket))),
    "query_bucket_names": Function((), 0, lambda scene: Items(scene.store.bucket_names())),
    "find_bucket": Function(("text", "any"), 1, _find_bucket),
    "filter_keyvals": Function(
        ("events", "text", "values"),
        3,
        lambda _, events, key, values: merging.keep_values(events, key, values, keep=True),
    ),
    "exclude_keyvals": Function(
        ("events", "text", "values"),
        3,
        lambda _, events, key, values: merging.keep_values(events, key, values, keep=False),
    ),
    "filter_keyvals_regex": Function(
        ("events", "text", "text"),
        3,
        lambda scene, events, key, pattern: labelling.keep_matching(events, key, pattern, scene.meter),
    ),
    "filter_period_intersect": Function(
        ("events", "events"), 2, lambda _, events, around: periods.intersection(events, around)
    ),
    "period_union": Function(("events", "events"), 2, lambda _, one, other: periods.union(one, other)),
    "union_no_overlap": Function(("events", "events"), 2, lambda _, one, other: periods.without_overlap(one, other)),
    "concat": Function(("list",), 1, lambda scene, *parts: joined(scene.contents, parts), more=True),
    "merge_events_by_keys": Function(
        ("events", "values"), 2, lambda _, events, keys: merging.merge_by_keys(events, keys)
    ),
    "chunk_events_by_key": Function(("events", "text"), 2, lambda _, events, key: merging.chunk_by_key(events, key)),
    "merge_subwatcher_fields": Function(("events", "events", "values", "text"), 3, _with_fields_of),
    "sort_by_timestamp": Function(("events",), 1, lambda _, events: periods.by_start(events)),
    "sort_by_duration": Function(("events",), 1, lambda _, events: periods.by_duration(events)),
    "limit_events": Function(("list", "integer"), 2, _limit),
    "sum_durations": Function(("events",), 1, lambda _, events: sum_durations(events)),
    "flood": Function(("events", "number"), 1, _flood),
    "split_url_events": Function(("events",), 1, lambda _, events: labelling.split_urls(events)),
    "simplify_window_titles": Function(("events", "text"), 2, lambda _, events, key: labelling.simplify(events, key)),
    "categorize": Function(
        ("events", "values"), 2, lambda scene, events, classes: labelling.categorize(events, classes, scene.meter)
    ),
    "tag": Function(
        ("events", "values"), 2, lambda scene, events, classes: labelling.tag(events, classes, scene.meter)
    ),
    "contains": Function(("any", "any"), 2, _contains),
    "print": Function(("any",), 0, lambda _scene, *_shown: None, more=True),
    "nop": Function((), 0, lambda _: 1),
}
