"""Sums of primary time by a facet."""

from dataclasses import dataclass
from datetime import timedelta
from heapq import nsmallest

import numpy as np

from daywright.core.localdays import LocalCalendar
from daywright.core.segments import Ints, time_between, time_by
from daywright.kit.clock import from_us
from daywright.server.timeline.service.labelled import Codes, Stretch, path_text

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
        return _by_time(facet, primary, calendar, limit)
    if facet == "category":
        return _longest(_by_category(primary), limit)
    if facet == "device":
        return _longest(_by_device(primary, device_names), limit)
    return _longest(_by_label(facet, primary, limit), limit)


def _by_label(label: str, primary: Stretch, limit: int) -> list[Row]:
    codes, texts = primary.codes(label), primary.dictionary.texts[label]
    total = time_by(codes, primary.segments.length, len(texts))
    chosen = _most(total, texts, limit)
    main = _main_category(primary, codes, chosen, len(total)) if label in LABELLED else np.full(len(chosen), -1)
    return [
        Row(texts[code], int(total[code]), category)
        for code, category in zip(chosen.tolist(), main.tolist(), strict=True)
    ]


def _main_category(primary: Stretch, codes: Codes, chosen: Ints, count: int) -> Ints:
    """Return the category that most of the time of each chosen code (of `count` there are) belongs to, −1 for none."""
    width = len(primary.labelling.categories) + 1
    place = np.full(count + 1, -1, np.int64)  # with one entry at the end for no code
    place[chosen] = np.arange(len(chosen))
    row = place[codes]
    pair = np.where(row >= 0, row * width + primary.category + 1, -1)
    total = time_by(pair, primary.segments.length, len(chosen) * width).reshape(len(chosen), width)
    best: Ints = width - 2 - total[:, ::-1].argmax(axis=1)  # of equal ones the later
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


def _by_time(facet: str, primary: Stretch, calendar: LocalCalendar, limit: int) -> list[Row]:
    segments = primary.segments
    if not len(segments):
        return []
    from_us_, to_us = int(segments.start[0]) * 1000, int(segments.start[-1] + segments.length[-1]) * 1000
    edges = calendar.hour_edges(from_us_, to_us) if facet == "hour" else calendar.day_edges(from_us_, to_us)
    total = time_between(np.array(edges, np.int64) // 1000, segments.start, segments.length)
    filled = np.flatnonzero(total)[:limit].tolist()
    return [Row(_key(facet, edges[place], calendar), int(total[place])) for place in filled]


def _key(facet: str, edge: int, calendar: LocalCalendar) -> str:
    if facet == "hour":
        return from_us(edge).astimezone(calendar.zone_at(edge)).isoformat(timespec="seconds")
    return calendar.date_of(edge).isoformat()


def _most(total: Ints, texts: list[str], limit: int) -> Ints:
    """Return the codes of the `limit` longest; which of equals are among them, their texts decide."""
    if np.count_nonzero(total) <= limit:
        return np.flatnonzero(total)
    least = np.partition(total, len(total) - limit)[len(total) - limit]
    longer = np.flatnonzero(total > least)
    equal = np.flatnonzero(total == least).tolist()
    return np.append(longer, nsmallest(limit - len(longer), equal, key=texts.__getitem__)).astype(np.int64)


def _longest(rows: list[Row], limit: int) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.ms, row.key))[:limit]


def seconds(ms: int) -> float:
    """Milliseconds → seconds, exact to the millisecond."""
    return timedelta(milliseconds=ms).total_seconds()
