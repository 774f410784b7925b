"""Reading the one timeline: segments, the page of a day, what goes on now."""

from datetime import timedelta
from typing import Literal

from fastapi import APIRouter, Request

from daywright.core.flatten import Role
from daywright.kit.clock import rfc3339
from daywright.server import devices, events
from daywright.server.foundation.database import driver
from daywright.server.timeline.routes.asked import Asked, Filtered
from daywright.server.timeline.schemas import DayPage, Now, Segment, Timeline
from daywright.server.timeline.service import daypage, moment
from daywright.server.timeline.service.asking import parse_date, parse_range
from daywright.server.timeline.service.facets import seconds
from daywright.server.timeline.service.labelled import Stretch
from daywright.server.timeline.service.meanings import KINDS, path_text
from daywright.server.timeline.service.pages import day_page

router = APIRouter(prefix="/api/v1")

LONGEST_TIMELINE = timedelta(days=400)
MS = 1000
ROLES: dict[int, Literal["active", "passive", "parallel", "by_hand"]] = {
    Role.ACTIVE: "active",
    Role.PASSIVE: "passive",
    Role.PARALLEL: "parallel",
    Role.BY_HAND: "by_hand",
}


@router.get("/timeline")
def get_timeline(opened: Asked, filters: Filtered, start: str, end: str) -> Timeline:
    """List every segment of a range that passes the filters, both lanes."""
    with opened() as asked:
        span = parse_range(start, end, asked.calendar, at_most=LONGEST_TIMELINE)
        both = asked.passing(asked.stretch(span.start_us // MS, span.end_us // MS), filters, span).by_start
        device_names = asked.device_names()
    return Timeline(
        start=rfc3339(span.start_us),
        end=rfc3339(span.end_us),
        total_seconds=seconds(int(both.primary.segments.length.sum())),
        segments=_segments(both, device_names),
    )


def _segments(both: Stretch, device_names: dict[int, str]) -> list[Segment]:
    segments = both.segments
    labels = {name: both.codes(name).tolist() for name in ("app", "title", "domain", "project", "language")}
    paths = [path_text(category.path) for category in both.labelling.categories] + [path_text(())]
    rows = zip(
        segments.start.tolist(),
        (segments.start + segments.length).tolist(),
        both.category.tolist(),
        both.kind.tolist(),
        segments.role.tolist(),
        segments.device.tolist(),
        strict=True,
    )
    return [
        Segment(
            start=rfc3339(start * MS),
            end=rfc3339(end * MS),
            category=paths[category],
            kind=KINDS[kind],
            device=device_names.get(device, ""),
            lane="parallel" if role == Role.PARALLEL else "primary",
            role=ROLES[role],
            passive=role == Role.PASSIVE,
            **{name: both.text(name, codes[place]) for name, codes in labels.items()},
        )
        for place, (start, end, category, kind, role, device) in enumerate(rows)
    ]


@router.get("/days/{day}")
def get_day(request: Request, opened: Asked, day: str) -> DayPage:
    """Compose the page of one local day."""
    with opened() as asked:
        return day_page(asked, parse_date(day), request.app.state.clock.wall_us())


@router.get("/now")
def get_now(request: Request, opened: Asked) -> Now:
    """Tell what goes on now, as far as it was reported."""
    now_ms = request.app.state.clock.wall_us() // MS
    with opened() as asked:
        connection = driver(asked.session)
        return moment.now(
            connection,
            asked.stretch(now_ms - moment.LOOK_BACK_MS, now_ms + daypage.AHEAD_MS),
            known=devices.devices_of(asked.session, asked.user),
            buckets=events.buckets_of(connection, asked.user),
            now_ms=now_ms,
        )
