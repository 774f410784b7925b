"""Reading the one timeline: summaries, segments, the page of a day, what goes on now."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from itertools import chain
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from daywright.kit.clock import rfc3339
from daywright.server import devices, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.dependencies import Data, Reader
from daywright.server.timeline.schemas import DayPage, Now, Summary, SummaryRow, Timeline
from daywright.server.timeline.service import daypage, moment, summary
from daywright.server.timeline.service.asking import Asking, asking, parse_date, parse_range
from daywright.server.timeline.service.labelled import Stretch, path_text
from daywright.server.timeline.service.listing import listed
from daywright.server.timeline.service.pages import day_page

router = APIRouter(prefix="/api/v1")

LONGEST_SUMMARY = timedelta(days=40_000)
LONGEST_TIMELINE = timedelta(days=400)
MS = 1000


async def _asking(request: Request, actor: Reader, data: Data) -> Callable[[], AbstractContextManager[Asking]]:
    @contextmanager
    def opened() -> Iterator[Asking]:
        with data.reading() as session:
            yield asking(session, actor.user, request.app.state.readers)

    return opened


Asked = Annotated[Callable[[], AbstractContextManager[Asking]], Depends(_asking)]


@router.get("/summary", response_model_exclude_none=True)
def get_summary(
    opened: Asked,
    start: str,
    end: str,
    by: Literal["app", "title", "domain", "project", "language", "category", "device", "hour", "day"] = "app",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> Summary:
    """Add up primary time by one facet, longest first (hours and days in their order)."""
    with opened() as asked:
        span = parse_range(start, end, asked.calendar, at_most=LONGEST_SUMMARY)
        primary = asked.stretch(span.start_us // MS, span.end_us // MS).primary
        device_names = asked.device_names()
    rows = summary.rows_by(by, primary, device_names=device_names, calendar=asked.calendar, limit=limit)
    return Summary(
        start=rfc3339(span.start_us),
        end=rfc3339(span.end_us),
        total_seconds=summary.seconds(int(primary.segments.length.sum())),
        rows=[
            SummaryRow(key=row.key, seconds=summary.seconds(row.ms), category=_main_category(primary, by, row.category))
            for row in rows
        ],
    )


def _main_category(primary: Stretch, by: str, number: int) -> str | None:
    if by not in summary.LABELLED:
        return None
    category = primary.category_at(number)
    return path_text(category.path if category else ())


@router.get("/timeline", response_model=Timeline)
def get_timeline(opened: Asked, start: str, end: str) -> StreamingResponse:
    """List every segment of a range, both lanes."""
    with opened() as asked:
        span = parse_range(start, end, asked.calendar, at_most=LONGEST_TIMELINE)
        both = asked.stretch(span.start_us // MS, span.end_us // MS)
        device_names = asked.device_names()
    head = {
        "start": rfc3339(span.start_us),
        "end": rfc3339(span.end_us),
        "total_seconds": summary.seconds(int(both.primary.segments.length.sum())),
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
