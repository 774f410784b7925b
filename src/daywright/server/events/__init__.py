"""Buckets, the dictionary and the facts: what was observed, before anyone labels it."""

from daywright.server.events.routes import router
from daywright.server.events.service.dictionary import LABELS, Dictionaries, Dictionary
from daywright.server.events.service.ingest import Ingestor, Source
from daywright.server.events.service.reading import (
    Bucket,
    EventTable,
    buckets_of,
    clean_day,
    days_with_events,
    dirty_days,
    events_between,
    holds_events,
    is_demo,
    last_event_us,
    last_events_before,
    mark_demo,
    mark_stale,
    recent,
    zones_of,
)
from daywright.server.events.service.secret import installation_key
from daywright.server.events.service.shape import Fact, counts_text, facts_of, native_shape

__all__ = [
    "LABELS",
    "Bucket",
    "Dictionaries",
    "Dictionary",
    "EventTable",
    "Fact",
    "Ingestor",
    "Source",
    "buckets_of",
    "clean_day",
    "counts_text",
    "days_with_events",
    "dirty_days",
    "events_between",
    "facts_of",
    "holds_events",
    "installation_key",
    "is_demo",
    "last_event_us",
    "last_events_before",
    "mark_demo",
    "mark_stale",
    "native_shape",
    "recent",
    "router",
    "zones_of",
]
