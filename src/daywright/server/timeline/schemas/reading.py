"""What the timeline's routes answer. Durations are seconds, instants RFC 3339 in UTC."""

from typing import Literal

from pydantic import BaseModel, Field

from daywright.core.rules import Kind


class Segment(BaseModel):
    """A stretch of the timeline in which nothing changed."""

    start: str
    end: str
    app: str
    title: str
    domain: str
    project: str
    language: str
    category: str
    kind: Kind
    device: str
    lane: Literal["primary", "parallel"]
    role: Literal["active", "passive", "parallel", "by_hand"]
    passive: bool = Field(description="media that played without input")


class Timeline(BaseModel):
    """Every segment of a range, both lanes, by start."""

    start: str
    end: str
    total_seconds: float = Field(description="the primary lane")
    segments: list[Segment]


class CategoryTime(BaseModel):
    """Time of one category itself, without that of its children. An empty path is uncategorised time."""

    path: list[str]
    seconds: float
    weight: int
    colour: str | None
    kind: Kind


class Place(BaseModel):
    """An application or, where pages are known, a site."""

    key: str
    is_site: bool
    seconds: float
    category: list[str]
    kind: Kind


class TitleTime(BaseModel):
    """Time under one title of one application."""

    title: str
    app: str
    seconds: float
    category: list[str]
    kind: Kind


class Break(BaseModel):
    """Time without activity between the first and the last of the day."""

    start: str
    end: str
    seconds: float
    after: str = Field(description="what came before it")


class FocusBlock(BaseModel):
    """15 minutes or more, three quarters of it focus, no break over 4 minutes."""

    start: str
    end: str
    seconds: float
    category: list[str]
    label: str


class BandPiece(BaseModel):
    """Neighbouring time of one category, for drawing."""

    start: str
    end: str
    kind: Kind
    passive: bool
    by_hand: bool = Field(description="what the person said it was")
    category: list[str]
    label: str


class ParallelPiece(BaseModel):
    """What went on beside the primary timeline; never added."""

    start: str
    end: str
    label: str
    device: str


class Usual(BaseModel):
    """The same weekday of the last eight weeks, up to the same time of day: medians."""

    days: int
    total_seconds: float
    signal_seconds: float


class DayPage(BaseModel):
    """Everything the page of one local day shows."""

    date: str
    start: str
    end: str
    zone: str
    as_of: str
    total_seconds: float
    signal_seconds: float
    noise_seconds: float
    neutral_seconds: float
    uncategorised_seconds: float
    score: float | None = Field(description="0 to 100; null below 15 categorised minutes")
    coverage: float = Field(description="share of the time that has a category, 0 to 1")
    switches: int = Field(description="changes of category or project to what then lasted at least 30 s")
    switches_per_hour: float
    first_activity: str | None
    last_activity: str | None
    usual: Usual | None
    categories: list[CategoryTime]
    places: list[Place]
    titles: list[TitleTime]
    breaks: list[Break]
    focus_blocks: list[FocusBlock]
    band: list[BandPiece]
    parallel: list[ParallelPiece]


class NowDevice(BaseModel):
    """The device that tells what goes on."""

    id: str
    name: str


class Now(BaseModel):
    """What goes on at this moment, as far as it was reported."""

    presence: Literal["active", "away", "locked", "unknown"]
    app: str | None
    title: str | None
    domain: str | None
    category: list[str]
    kind: Kind | None
    since: str | None = Field(description="since when the same thing is in front")
    device: NowDevice | None
    last_event_at: str | None
