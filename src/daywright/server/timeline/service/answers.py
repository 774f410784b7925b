"""From sums to answers: what the routes of periods send."""

from collections.abc import Sequence
from typing import Final

from daywright.core.applications import display_name
from daywright.core.periods import Period
from daywright.core.reductions import Totals
from daywright.core.rules import Category, Kind
from daywright.kit.clock import rfc3339
from daywright.server.timeline import schemas
from daywright.server.timeline.service.facets import Compared, Row, seconds
from daywright.server.timeline.service.meanings import path_text
from daywright.server.timeline.service.patterns import HourOfWeek, Point
from daywright.server.timeline.service.spent import Spent, per_hour

CATEGORISED: Final = ("app", "title", "domain")  # facets whose rows say under which category most of their time went
MS_PER_HOUR: Final = 3_600_000


def summary(spent: Compared, by: str, rows: Sequence[Row]) -> schemas.Summary:
    """Answer `/summary`."""
    now, before = spent.now, spent.before
    previous = None
    if before:
        total = seconds(before.totals.total_ms)
        previous = schemas.PreviousSummary(**_edges(before.period), total_seconds=total)
    return schemas.Summary(
        **_edges(now.period),
        total_seconds=seconds(now.totals.total_ms),
        rows=[
            schemas.SummaryRow(
                key=row.key,
                seconds=seconds(row.ms),
                category=path_text(row.category.path if row.category else ()) if by in CATEGORISED else None,
                previous_seconds=_seconds(row.before_ms),
            )
            for row in rows
        ],
        previous=previous,
    )


def activity(spent: Compared, facets: dict[str, list[Row]]) -> schemas.Activity:
    """Answer `/activity`."""
    now, totals = spent.now, spent.now.totals
    extent = now.extent
    colours = _colours(now.meanings.labelling.categories)
    return schemas.Activity(
        **_edges(now.period),
        total_seconds=seconds(totals.total_ms),
        signal_seconds=seconds(totals.of(Kind.SIGNAL)),
        noise_seconds=seconds(totals.of(Kind.NOISE)),
        neutral_seconds=seconds(totals.of(Kind.NEUTRAL)),
        uncategorised_seconds=seconds(totals.of(Kind.UNCATEGORISED)),
        score=totals.productivity.score,
        coverage=totals.productivity.coverage or 0.0,
        switches_per_hour=per_hour(now.switches(), totals.total_ms),
        active_days=now.active_days(),
        first_activity=rfc3339(extent.start_us) if extent else None,
        last_activity=rfc3339(extent.end_us) if extent else None,
        facets={facet: [_facet_row(facet, row, colours) for row in rows] for facet, rows in facets.items()},
        previous=_previous(spent.before) if spent.before else None,
    )


def _previous(before: Spent) -> schemas.PreviousActivity:
    totals = before.totals
    return schemas.PreviousActivity(
        **_edges(before.period),
        total_seconds=seconds(totals.total_ms),
        signal_seconds=seconds(totals.of(Kind.SIGNAL)),
        noise_seconds=seconds(totals.of(Kind.NOISE)),
        score=totals.productivity.score,
        coverage=totals.productivity.coverage or 0.0,
    )


def _facet_row(facet: str, row: Row, colours: dict[tuple[str, ...], str | None]) -> schemas.FacetRow:
    named = display_name(row.key) if facet == "app" else row.key
    labelled = facet not in ("device", "kind", "category")
    return schemas.FacetRow(
        key=row.key,
        seconds=seconds(row.ms),
        previous_seconds=_seconds(row.before_ms),
        category=path_text(row.category.path if row.category else ()) if labelled else None,
        kind=row.kind,
        colour=colours.get(row.category.path) if row.category and facet == "category" else None,
        label=named if named != row.key else None,
    )


def _colours(categories: Sequence[Category]) -> dict[tuple[str, ...], str | None]:
    """Colour of each category: its own, else that of the nearest above it."""
    own = {category.path: category.colour for category in categories}
    return {
        path: next((own[path[:depth]] for depth in range(len(path), 0, -1) if own.get(path[:depth])), None)
        for path in own
    }


def heatmap(period: Period, cells: Sequence[HourOfWeek]) -> schemas.Heatmap:
    """Answer `/heatmap`."""
    return schemas.Heatmap(
        **_edges(period),
        cells=[
            schemas.HeatmapCell(
                weekday=cell.weekday,
                hour=cell.hour,
                seconds=seconds(cell.ms),
                signal_seconds=seconds(cell.signal_ms),
                observed_hours=cell.observed_ms / MS_PER_HOUR,
            )
            for cell in cells
        ],
    )


def calendar(year: int, days: Sequence[Point]) -> schemas.CalendarYear:
    """Answer `/calendar`."""
    return schemas.CalendarYear(
        year=year,
        days=[
            schemas.CalendarDay(date=day.step.key, **_main(day.totals), score=day.totals.productivity.score)
            for day in days
        ],
    )


def trends(period: Period, points: Sequence[Point], previous: Sequence[Point] | None) -> schemas.Trends:
    """Answer `/trends`."""
    return schemas.Trends(
        **_edges(period),
        points=[_point(point) for point in points],
        previous=None if previous is None else [_point(point) for point in previous],
    )


def _point(point: Point) -> schemas.TrendPoint:
    return schemas.TrendPoint(
        key=point.step.key,
        start=rfc3339(point.step.start_us),
        end=rfc3339(point.step.end_us),
        **_main(point.totals),
        score=point.totals.productivity.score,
        coverage=point.totals.productivity.coverage or 0.0,
    )


def _main(totals: Totals) -> dict[str, float]:
    return {
        "total_seconds": seconds(totals.total_ms),
        "signal_seconds": seconds(totals.of(Kind.SIGNAL)),
        "noise_seconds": seconds(totals.of(Kind.NOISE)),
    }


def _edges(period: Period) -> dict[str, str]:
    return {"start": rfc3339(period.start_us), "end": rfc3339(period.end_us)}


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else seconds(ms)
