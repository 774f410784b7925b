"""Buckets, the dictionary and the facts: what was observed, before anyone labels it."""

from daywright.server.events.routes import router
from daywright.server.events.service.columns import EventColumns, columns_reaching, columns_started, contents
from daywright.server.events.service.dictionary import AWAY_STATES, LABELS, Dictionaries, Dictionary
from daywright.server.events.service.ingest import Ingestor, Source, ensure_context
from daywright.server.events.service.reading import (
    Bucket,
    EventTable,
    RecentEvent,
    buckets_of,
    clean_day,
    days_with_events,
    dirty_days,
    events_between,
    holds_events,
    last_event_us,
    last_events_before,
    mark_stale,
    recent,
    zones_of,
)
from daywright.server.events.service.shape import Fact, counts_text, facts_of, native_shape

__all__ = [
    "AWAY_STATES",
    "LABELS",
    "Bucket",
    "Dictionaries",
    "Dictionary",
    "EventColumns",
    "EventTable",
    "Fact",
    "Ingestor",
    "RecentEvent",
    "Source",
    "buckets_of",
    "clean_day",
    "columns_reaching",
    "columns_started",
    "contents",
    "counts_text",
    "days_with_events",
    "dirty_days",
    "ensure_context",
    "events_between",
    "facts_of",
    "holds_events",
    "last_event_us",
    "last_events_before",
    "mark_stale",
    "native_shape",
    "recent",
    "router",
    "zones_of",
]
