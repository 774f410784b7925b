"""Buckets, the dictionary and the facts: what was observed, before anyone labels it."""

from daywright.server.events.routes import router
from daywright.server.events.service.buckets import (
    Extent,
    NewBucket,
    bucket_data,
    change_bucket,
    count_between,
    create_bucket,
    extent,
    find_bucket,
    room_for_bucket,
    stored_between,
    stored_event,
)
from daywright.server.events.service.columns import EventColumns, columns_reaching, columns_started, contents
from daywright.server.events.service.dictionary import AWAY_STATES, LABELS, Dictionaries, Dictionary
from daywright.server.events.service.ingest import Ingestor, Source, ensure_context
from daywright.server.events.service.pushing import Given, Kept, Pusher
from daywright.server.events.service.ranks import Rank
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
)
from daywright.server.events.service.shape import Fact, canonical, counts_text, facts_of, native_shape
from daywright.server.events.service.zones import zones_of

__all__ = [
    "AWAY_STATES",
    "LABELS",
    "Bucket",
    "Dictionaries",
    "Dictionary",
    "EventColumns",
    "EventTable",
    "Extent",
    "Fact",
    "Given",
    "Ingestor",
    "Kept",
    "NewBucket",
    "Pusher",
    "Rank",
    "RecentEvent",
    "Source",
    "bucket_data",
    "buckets_of",
    "canonical",
    "change_bucket",
    "clean_day",
    "columns_reaching",
    "columns_started",
    "contents",
    "count_between",
    "counts_text",
    "create_bucket",
    "days_with_events",
    "dirty_days",
    "ensure_context",
    "events_between",
    "extent",
    "facts_of",
    "find_bucket",
    "holds_events",
    "last_event_us",
    "last_events_before",
    "mark_stale",
    "native_shape",
    "recent",
    "room_for_bucket",
    "router",
    "stored_between",
    "stored_event",
    "zones_of",
]
