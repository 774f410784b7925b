"""Sums of primary time by a facet."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from daywright.core.localdays import LocalCalendar
from daywright.core.segments import Ints, time_between, time_by
from daywright.kit.clock import from_us
from daywright.server.timeline.service.labelled import Stretch, path_text

FACETS = ("app", "title", "domain", "project", "language", "category", "device", "hour", "day")
BY_TIME = ("hour", "day")
LABELLED = ("app", "title", "domain")  # facets whose rows also say under which category most of their time went


@dataclass(frozen=True, slots=True)
class Row:
    """Time under one key; `category` is the number of the one that most of it belongs to."""

    key: str
    ms: int
    category: int = -1


def rows_by(
    facet: str, primary: Stretch, *, device_names: dict[int, str], calendar: LocalCalendar, limit: int
) -> list[Row]:
    """Add up primary time by `facet`: the longest first (equals by key), hours and days in order of time."""
    if facet in BY_TIME:
        return _by_time(facet, primary, calendar)[:limit]
    if facet == "category":
        return _longest(_by_category(primary), limit)
    if facet == "device":
        return _longest(_by_device(primary, device_names), limit)
    return _longest(_by_label(facet, primary, limit), limit)


def _by_label(label: str, primary: Stretch, limit: int) -> list[Row]:
    codes = primary.codes(label)
    texts = primary.dictionary.texts[label]
    total = time_by(codes, primary.segments.length, len(texts))
    main = _main_category(primary, codes, len(texts)) if label in LABELLED else np.full(len(texts), -1)
    return [Row(texts[code], int(total[code]), int(main[code])) for code in _at_least_as_long(total, limit)]


def _main_category(primary: Stretch, codes: np.ndarray, count: int) -> Ints:
    width = len(primary.labelling.categories) + 1
    pair = np.where(codes >= 0, codes.astype(np.int64) * width + primary.category + 1, -1)
    known, place = np.unique(pair, return_inverse=True)
    total = np.bincount(place, primary.segments.length, len(known))
    best = np.full(count, -1, np.int64)
    ascending = np.argsort(total, kind="stable")  # the last write, hence the longest, wins
    ascending = ascending[known[ascending] >= 0]
    best[known[ascending] // width] = known[ascending] % width - 1
    return best


def _by_category(primary: Stretch) -> list[Row]:
    categories = primary.labelling.categories
    total = time_by(primary.category + 1, primary.segments.length, len(categories) + 1)
    return [
        Row(path_text(categories[place - 1].path if place else ()), int(total[place]), int(place) - 1)
        for place in np.flatnonzero(total)
    ]


def _by_device(primary: Stretch, names: dict[int, str]) -> list[Row]:
    devices, place = np.unique(primary.segments.device, return_inverse=True)
    total = time_by(place, primary.segments.length, len(devices))
    return [Row(names.get(int(devices[at]), "by hand"), int(total[at])) for at in range(len(devices))]


def _by_time(facet: str, primary: Stretch, calendar: LocalCalendar) -> list[Row]:
    segments = primary.segments
    if not len(segments):
        return []
    from_us_, to_us = int(segments.start[0]) * 1000, int(segments.start[-1] + segments.length[-1]) * 1000
    edges = calendar.hour_edges(from_us_, to_us) if facet == "hour" else calendar.day_edges(from_us_, to_us)
    total = time_between(np.array(edges, np.int64) // 1000, segments.start, segments.length)
    keys = [
        from_us(edge).astimezone(calendar.zone_at(edge)).isoformat(timespec="seconds")
        if facet == "hour"
        else calendar.date_of(edge).isoformat()
        for edge in edges[:-1]
    ]
    return [Row(key, int(ms)) for key, ms in zip(keys, total, strict=True) if ms]


def _at_least_as_long(total: Ints, limit: int) -> Ints:
    """Return the places of the `limit` longest, and of all that are as long as the last of them."""
    if np.count_nonzero(total) <= limit:
        return np.flatnonzero(total)
    return np.flatnonzero(total >= np.partition(total, len(total) - limit)[len(total) - limit])


def _longest(rows: list[Row], limit: int) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.ms, row.key))[:limit]


def seconds(ms: int) -> float:
    """Milliseconds → seconds, exact to the millisecond."""
    return timedelta(milliseconds=ms).total_seconds()
