"""Reading the one timeline: sums by any facet, segments, patterns, the page of a day, what goes on now."""

from datetime import date, timedelta
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Depends, Query, Request

from daywright.core.cells import TimeOfWeek
from daywright.core.flatten import Role
from daywright.core.periods import Period
from daywright.core.rules import Kind
from daywright.kit.clock import rfc3339
from daywright.server import devices, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.dependencies import Reader, ReadSession
from daywright.server.foundation.errors import Refusal
from daywright.server.timeline import schemas
from daywright.server.timeline.schemas import DayPage, Now, Segment, Timeline
from daywright.server.timeline.service import answers, daypage, moment, patterns
from daywright.server.timeline.service.asking import Asking, asking, parse_date, parse_range
from daywright.server.timeline.service.facets import ANY_DEPTH, IN_TIME_ORDER, rows_by, seconds
from daywright.server.timeline.service.filters import Filters, clock_time
from daywright.server.timeline.service.labelled import KINDS, Stretch, path_text
from daywright.server.timeline.service.pages import day_page

router = APIRouter(prefix="/api/v1")

LONGEST_SUMMARY = timedelta(days=40_000)
LONGEST_TIMELINE = timedelta(days=400)
LONGEST_TREND = {"day": timedelta(days=4000), "week": LONGEST_SUMMARY, "month": LONGEST_SUMMARY}
MS = 1000
ROLES: dict[int, Literal["active", "passive", "parallel", "by_hand"]] = {
    Role.ACTIVE: "active",
    Role.PASSIVE: "passive",
    Role.PARALLEL: "parallel",
    Role.BY_HAND: "by_hand",
}
USUAL_ROWS, MOST_ROWS = 100, 10_000

Label = Literal["app", "title", "domain", "project", "language", "branch", "category", "kind", "device"]
InTime = Literal["hour", "day", "week", "month", "weekday", "weekday_hour"]
Depth = Annotated[int, Query(ge=1, le=5, description="categories are rolled up to this depth of the tree")]
Compare = Annotated[Literal["previous"] | None, Query(description="with the period before, of the same local length")]
Texts = Annotated[list[str], Query(default_factory=list)]


def _asking(request: Request, actor: Reader, session: ReadSession) -> Asking:
    return asking(session, actor.user, request.app.state.readers)


Asked = Annotated[Asking, Depends(_asking)]


def _filters(  # noqa: PLR0913, PLR0917  (one argument for each parameter)
    asked: Asked,
    category: Texts,
    app: Texts,
    domain: Texts,
    project: Texts,
    language: Texts,
    device: Texts,
    kind: Annotated[list[Kind], Query(default_factory=list)],
    weekday: Annotated[list[Annotated[int, Query(ge=1, le=7)]], Query(default_factory=list)],
    q: Annotated[str, Query(max_length=200)] = "",
    from_time: str | None = None,
    to_time: str | None = None,
) -> Filters:
    return Filters(
        categories=category,
        labels={"app": app, "domain": domain, "project": project, "language": language},
        devices=asked.devices_called(device) if device else None,
        kinds=kind,
        text=q.strip(),
        when=TimeOfWeek(frozenset(weekday), clock_time(from_time), clock_time(to_time)),
    )


Filtered = Annotated[Filters, Depends(_filters)]


@router.get("/summary", response_model_exclude_none=True)
def get_summary(  # noqa: PLR0913, PLR0917  (one argument for each parameter)
    request: Request,
    asked: Asked,
    filters: Filtered,
    start: str,
    end: str,
    by: Label | InTime = "app",
    depth: Depth | None = None,
    compare: Compare = None,
    limit: Annotated[int | None, Query(ge=1, le=MOST_ROWS)] = None,
) -> schemas.Summary:
    """Add up primary time by one facet, longest first; what is of time comes in its order, and all of it."""
    period = parse_range(start, end, asked.calendar, at_most=LONGEST_SUMMARY)
    spent = asked.spent(period, filters, compare=compare is not None, step=by, now_us=request.app.state.clock.wall_us())
    most = limit or (MOST_ROWS if by in IN_TIME_ORDER else USUAL_ROWS)
    rows = rows_by(by, spent, limit=most, depth=depth or ANY_DEPTH, device_names=asked.device_names())
    return answers.summary(spent, by, rows)


@router.get("/activity")
def get_activity(  # noqa: PLR0913, PLR0917  (one argument for each parameter)
    request: Request,
    asked: Asked,
    filters: Filtered,
    start: str,
    end: str,
    facets: str = "category,app,title,domain,project",
    depth: Depth | None = None,
    compare: Compare = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> schemas.Activity:
    """Answer everything the page of a period shows at once: totals, pace, several facets, the period before."""
    wanted = list(dict.fromkeys(facets.split(",")))
    unknown = set(wanted).difference(get_args(Label))
    if unknown:
        raise Refusal(400, "facet.unknown", f"Facets are {', '.join(get_args(Label))}, separated by commas.")
    period = parse_range(start, end, asked.calendar, at_most=LONGEST_SUMMARY)
    spent = asked.spent(period, filters, compare=compare is not None, now_us=request.app.state.clock.wall_us())
    names = asked.device_names()
    rows = {facet: rows_by(facet, spent, limit=limit, depth=depth or ANY_DEPTH, device_names=names) for facet in wanted}
    return answers.activity(spent, rows)


@router.get("/heatmap")
def get_heatmap(request: Request, asked: Asked, filters: Filtered, start: str, end: str) -> schemas.Heatmap:
    """Add up the hours of the week; the mean per observed hour is up to the reader."""
    period = parse_range(start, end, asked.calendar, at_most=LONGEST_SUMMARY)
    everything = asked.spent(period).now
    shown = asked.spent(period, filters).now
    return answers.heatmap(period, patterns.week(shown, everything, filters, request.app.state.clock.wall_us()))


@router.get("/calendar")
def get_calendar(
    asked: Asked, filters: Filtered, year: Annotated[int, Query(ge=1990, le=2199)]
) -> schemas.CalendarYear:
    """List the days of a year that hold any time."""
    period = Period(asked.calendar.begin(date(year, 1, 1)), asked.calendar.begin(date(year + 1, 1, 1)))
    return answers.calendar(year, patterns.days_with_activity(asked.spent(period, filters).now))


@router.get("/trends")
def get_trends(
    request: Request,
    asked: Asked,
    filters: Filtered,
    start: str,
    end: str,
    step: Literal["day", "week", "month"] = "day",
    compare: Compare = None,
) -> schemas.Trends:
    """Tell how a range developed, step by step, empty ones too."""
    period = parse_range(start, end, asked.calendar, at_most=LONGEST_TREND[step])
    now_us = request.app.state.clock.wall_us()
    spent = asked.spent(period, filters, compare=compare is not None, step=step, now_us=now_us)
    return answers.trends(period, *patterns.trend(spent, step))


@router.get("/timeline")
def get_timeline(asked: Asked, filters: Filtered, start: str, end: str) -> Timeline:
    """List every segment of a range, both lanes."""
    period = parse_range(start, end, asked.calendar, at_most=LONGEST_TIMELINE)
    both = asked.stretch(period.start_us // MS, period.end_us // MS)
    shown = filters.apply(both, asked.calendar, period).by_start
    return Timeline(
        start=rfc3339(period.start_us),
        end=rfc3339(period.end_us),
        total_seconds=seconds(int(shown.primary.segments.length.sum())),
        segments=_segments(shown, asked.device_names()),
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
def get_day(request: Request, asked: Asked, day: str) -> DayPage:
    """Compose the page of one local day."""
    return day_page(asked, parse_date(day), request.app.state.clock.wall_us())


@router.get("/now")
def get_now(request: Request, asked: Asked) -> Now:
    """Tell what goes on now, as far as it was reported."""
    now_ms = request.app.state.clock.wall_us() // MS
    connection = driver(asked.session)
    return moment.now(
        connection,
        asked.stretch(now_ms - moment.LOOK_BACK_MS, now_ms + daypage.AHEAD_MS),
        known=devices.devices_of(asked.session, asked.user),
        buckets=events.buckets_of(connection, asked.user),
        now_ms=now_ms,
    )
