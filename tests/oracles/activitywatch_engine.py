"""ActivityWatch's own engine, in process, as the measure for ours.

It gets its arguments as copies, since it writes into the events it is given; lists for `union_no_overlap` sorted; and
events cut exactly to the period. These are the places where the contract says not to do as it does.
"""

import logging
import warnings
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from unittest.mock import patch

from aw_core.models import Event
from aw_query import functions as registry
from aw_query.exceptions import QueryException
from aw_query.query2 import query

from daywright.core.awquery import Plain
from daywright.kit.clock import from_us, to_us
from fakes.query_store import Buckets, Spot

logging.getLogger("aw_transform").setLevel(logging.CRITICAL)
logging.getLogger("aw_core").setLevel(logging.CRITICAL)


class EngineBucket:
    """One bucket as the engine sees it."""

    def __init__(self, store: Buckets, name: str) -> None:
        self._store, self._name = store, name

    def metadata(self) -> dict[str, str]:
        return {"hostname": self._store.hostnames.get(self._name, "")}

    def get(self, starttime: datetime, endtime: datetime) -> list[Event]:
        return [event_of(spot) for spot in self._store.within(self._name, to_us(starttime), to_us(endtime))]

    def get_eventcount(self, starttime: datetime, endtime: datetime) -> int:
        return len(self.get(starttime, endtime))


class EngineStore:
    """All buckets as the engine sees them."""

    def __init__(self, store: Buckets) -> None:
        self._store = store

    def buckets(self) -> Mapping[str, object]:
        return self._store.buckets

    def __getitem__(self, name: str) -> EngineBucket:
        return EngineBucket(self._store, name)


def event_of(spot: Spot) -> Event:
    return Event(
        id=spot.id,
        timestamp=from_us(spot.start_us),
        duration=timedelta(microseconds=spot.duration_us),
        data=deepcopy(dict(spot.data)),
    )


def _copying(name: str, function: Callable[..., object]) -> Callable[..., object]:
    def called(datastore: object, namespace: object, *arguments: object) -> object:
        # one by one: copied together, what was one object in two places would be one again
        copies = tuple(list(map(deepcopy, one)) if isinstance(one, list) else deepcopy(one) for one in arguments)
        if name == "union_no_overlap":
            copies = tuple(sorted(one, key=lambda e: e.timestamp) if isinstance(one, list) else one for one in copies)
        return function(datastore, namespace, *copies)

    return called


COPYING = {name: _copying(name, function) for name, function in registry.functions.items()}


def answer(program: str, store: Buckets, start_us: int, end_us: int) -> Plain:
    """What the engine answers; raises what it raises."""
    with patch.dict(registry.functions, COPYING), warnings.catch_warnings():
        # `re` warns of a class within a class, which `regex` would have
        warnings.filterwarnings("ignore", "Possible nested set", FutureWarning)
        return as_json(query("", program, from_us(start_us), from_us(end_us), EngineStore(store)))  # type: ignore[arg-type]  # the part of a datastore that is used


def as_json(value: object) -> Plain:
    if isinstance(value, Event):
        return {
            "id": value.id,
            "timestamp": value.timestamp.isoformat(),
            "duration": value.duration.total_seconds(),
            "data": as_json(value.data),
        }
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return {str(key): as_json(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(member) for member in value]
    assert value is None or isinstance(value, bool | int | float | str)
    return value


__all__ = ["QueryException", "answer", "as_json"]
