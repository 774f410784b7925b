"""Reading the one timeline: segments, the page of a day, what goes on now."""

import json
from datetime import timedelta
from itertools import chain

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from daywright.kit.clock import rfc3339
from daywright.server import devices, events
from daywright.server.foundation.database import driver
from daywright.server.timeline.routes.asked import Asked, Filtered
from daywright.server.timeline.schemas import DayPage, Now, Timeline
from daywright.server.timeline.service import daypage, moment
from daywright.server.timeline.service.asking import parse_date, parse_range
from daywright.server.timeline.service.facets import seconds
from daywright.server.timeline.service.listing import listed
from daywright.server.timeline.service.pages import day_page

router = APIRouter(prefix="/api/v1")

LONGEST_TIMELINE = timedelta(days=400)
MS = 1000


@router.get("/timeline", response_model=Timeline)
def get_timeline(opened: Asked, filters: Filtered, start: str, end: str) -> StreamingResponse:
    """List every segment of a range that passes the filters, both lanes."""
    with opened() as asked:
        span = parse_range(start, end, asked.calendar, at_most=LONGEST_TIMELINE)
        both = asked.passing(asked.stretch(span.start_us // MS, span.end_us // MS), filters, span).by_start
        device_names = asked.device_names()
    head = {
        "start": rfc3339(span.start_us),
        "end": rfc3339(span.end_us),
        "total_seconds": seconds(int(both.primary.segments.length.sum())),
    }
    before = json.dumps(head).removesuffix("}").encode() + b', "segments":['
    return StreamingResponse(chain([before], listed(both, device_names), [b"]}"]), media_type="application/json")


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
