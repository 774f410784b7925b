"""What the routes of periods answer. Durations are seconds, instants RFC 3339 in UTC."""

from pydantic import BaseModel, Field

from daywright.core.rules import Kind


class SummaryRow(BaseModel):
    """Time under one key."""

    key: str
    seconds: float
    category: str | None = Field(default=None, description="where most of it belongs: `Work › Docs`")
    previous_seconds: float | None = Field(default=None, description="under the same key in the period before")


class PreviousSummary(BaseModel):
    """The period before, up to the same point when this one still runs."""

    start: str
    end: str
    total_seconds: float


class Summary(BaseModel):
    """Primary time in a range, by one facet."""

    start: str
    end: str
    total_seconds: float = Field(description="all primary time of the range that passes the filters, labelled or not")
    rows: list[SummaryRow]
    previous: PreviousSummary | None = None


class FacetRow(BaseModel):
    """Time under one key of a facet."""

    key: str
    seconds: float
    previous_seconds: float | None = Field(default=None, description="under the same key in the period before")
    category: str | None = Field(default=None, description="where most of it belongs: `Work › Docs`")
    kind: Kind | None = Field(default=None, description="what that category counts as")
    colour: str | None = Field(default=None, description="of a category: its own, else that of the nearest above it")
    label: str | None = Field(default=None, description="what people call it, where the key is not that")


class PreviousActivity(BaseModel):
    """The period before, up to the same point when this one still runs."""

    start: str
    end: str
    total_seconds: float
    signal_seconds: float
    noise_seconds: float
    score: float | None
    coverage: float


class Activity(BaseModel):
    """Everything the page of a period shows."""

    start: str
    end: str
    total_seconds: float
    signal_seconds: float
    noise_seconds: float
    neutral_seconds: float
    uncategorised_seconds: float
    score: float | None = Field(description="0 to 100; null below 15 categorised minutes")
    coverage: float = Field(description="share of the time that has a category, 0 to 1")
    switches_per_hour: float
    active_days: int
    first_activity: str | None
    last_activity: str | None
    facets: dict[str, list[FacetRow]]
    previous: PreviousActivity | None


class HeatmapCell(BaseModel):
    """One hour of one weekday. Observed is what passed of such hours on days with any activity."""

    weekday: int = Field(ge=1, le=7)
    hour: int = Field(ge=0, le=23)
    seconds: float
    signal_seconds: float
    observed_hours: float


class Heatmap(BaseModel):
    """The 168 hours of a week: Monday first, each day from midnight; a night belongs to the day before it."""

    start: str
    end: str
    cells: list[HeatmapCell]


class CalendarDay(BaseModel):
    """One local day that holds any time."""

    date: str
    total_seconds: float
    signal_seconds: float
    noise_seconds: float
    score: float | None


class CalendarYear(BaseModel):
    """The days of a year; those without data are absent."""

    year: int
    days: list[CalendarDay]


class TrendPoint(BaseModel):
    """One day, week or month; the first and the last may be cut by the range."""

    key: str
    start: str
    end: str
    total_seconds: float
    signal_seconds: float
    noise_seconds: float
    score: float | None
    coverage: float


class Trends(BaseModel):
    """How a range developed. `previous` has a point for each of `points`, under the same key."""

    start: str
    end: str
    points: list[TrendPoint]
    previous: list[TrendPoint] | None
