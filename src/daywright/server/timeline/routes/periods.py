"""Reading periods: sums by any facet, a whole page at once, patterns of the week and the year, trends."""

from datetime import date, timedelta
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request

from daywright.core.periods import Period
from daywright.server.foundation.errors import Refusal
from daywright.server.timeline.routes.asked import LONGEST, Asked, Filtered
from daywright.server.timeline.schemas import Activity, CalendarYear, Heatmap, Summary, Trends
from daywright.server.timeline.service import answers, patterns
from daywright.server.timeline.service.asking import parse_range
from daywright.server.timeline.service.facets import ANY_DEPTH, IN_TIME_ORDER, rows_by

router = APIRouter(prefix="/api/v1")

LONGEST_TREND = {"day": timedelta(days=4000), "week": LONGEST, "month": LONGEST}
USUAL_ROWS, MOST_ROWS = 100, 10_000

Label = Literal["app", "title", "domain", "project", "language", "branch", "category", "kind", "device"]
InTime = Literal["hour", "day", "week", "month", "weekday", "weekday_hour"]
Depth = Annotated[int, Query(ge=1, le=5, description="categories are rolled up to this depth of the tree")]
Compare = Annotated[Literal["previous"] | None, Query(description="with the period before, of the same local length")]


@router.get("/summary", response_model_exclude_none=True)
def get_summary(  # noqa: PLR0913, PLR0917  (one argument for each parameter)
    request: Request,
    opened: Asked,
    filters: Filtered,
    start: str,
    end: str,
    by: Label | InTime = "app",
    depth: Depth | None = None,
    compare: Compare = None,
    limit: Annotated[int | None, Query(ge=1, le=MOST_ROWS)] = None,
) -> Summary:
    """Add up primary time by one facet, longest first; what is of time comes in its order, and all of it."""
    now_us = request.app.state.clock.wall_us()
    with opened() as asked:
        period = parse_range(start, end, asked.calendar, at_most=LONGEST)
        spent = asked.spent(period, filters, compare=compare, step=by, now_us=now_us)
        most = limit or (MOST_ROWS if by in IN_TIME_ORDER else USUAL_ROWS)
        rows = rows_by(by, spent, limit=most, depth=depth or ANY_DEPTH, device_names=asked.device_names())
        return answers.summary(spent, by, rows)


@router.get("/activity")
def get_activity(  # noqa: PLR0913, PLR0917  (one argument for each parameter)
    request: Request,
    opened: Asked,
    filters: Filtered,
    start: str,
    end: str,
    facets: str = "category,app,title,domain,project",
    depth: Depth | None = None,
    compare: Compare = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> Activity:
    """Answer everything the page of a period shows at once: totals, pace, several facets, the period before."""
    wanted = list(dict.fromkeys(facets.split(",")))
    unknown = set(wanted).difference(get_args(Label))
    if unknown:
        raise Refusal(400, "facet.unknown", f"Facets are {', '.join(get_args(Label))}, separated by commas.")
    now_us = request.app.state.clock.wall_us()
    with opened() as asked:
        period = parse_range(start, end, asked.calendar, at_most=LONGEST)
        spent = asked.spent(period, filters, compare=compare, now_us=now_us)
        names = asked.device_names()
        rows = {
            facet: rows_by(facet, spent, limit=limit, depth=depth or ANY_DEPTH, device_names=names) for facet in wanted
        }
        return answers.activity(spent, rows)


@router.get("/heatmap")
def get_heatmap(request: Request, opened: Asked, filters: Filtered, start: str, end: str) -> Heatmap:
    """Add up the hours of the week; the mean per observed hour is up to the reader."""
    with opened() as asked:
        period = parse_range(start, end, asked.calendar, at_most=LONGEST)
        everything = asked.spent(period).now
        shown = asked.spent(period, filters, step="weekday_hour").now
        return answers.heatmap(period, patterns.week(shown, everything, filters, request.app.state.clock.wall_us()))


@router.get("/calendar")
def get_calendar(opened: Asked, filters: Filtered, year: Annotated[int, Query(ge=1990, le=2199)]) -> CalendarYear:
    """List the days of a year that hold any time."""
    with opened() as asked:
        period = Period(asked.calendar.begin(date(year, 1, 1)), asked.calendar.begin(date(year + 1, 1, 1)))
        return answers.calendar(year, patterns.days_with_activity(asked.spent(period, filters).now))


@router.get("/trends")
def get_trends(
    request: Request,
    opened: Asked,
    filters: Filtered,
    start: str,
    end: str,
    step: Literal["day", "week", "month"] = "day",
    compare: Compare = None,
) -> Trends:
    """Tell how a range developed, step by step, empty ones too."""
    now_us = request.app.state.clock.wall_us()
    with opened() as asked:
        period = parse_range(start, end, asked.calendar, at_most=LONGEST_TREND[step])
        spent = asked.spent(period, filters, compare=compare, step=step, now_us=now_us)
        return answers.trends(period, *patterns.trend(spent, step))
