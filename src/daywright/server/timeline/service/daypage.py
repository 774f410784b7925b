"""The page of one local day: totals, where it went, breaks, blocks, the band."""

from dataclasses import dataclass
from statistics import median

import numpy as np

from daywright.core import dayview, flatten
from daywright.core.applications import display_name
from daywright.core.rules import Kind, Role
from daywright.core.score import productivity
from daywright.core.segments import Bools, time_by
from daywright.kit.clock import rfc3339
from daywright.server.timeline import schemas
from daywright.server.timeline.service.facets import seconds
from daywright.server.timeline.service.labelled import Stretch
from daywright.server.timeline.service.meanings import KINDS
from daywright.server.timeline.service.spent import per_hour

AHEAD_MS = 600_000  # how far a device's clock may run ahead of ours
TOP = 40
BAND_GAP_MS = 30_000  # neighbours of one category this close are drawn as one piece
MOST_PIECES = 4000


@dataclass(frozen=True, slots=True)
class DayFrame:
    """The day that is asked for and what surrounds it; milliseconds since 1970."""

    date: str
    from_ms: int
    to_ms: int
    now_ms: int
    zone: str
    device_names: dict[int, str]


@dataclass(frozen=True, slots=True)
class KindTotals:
    """Milliseconds of primary time by kind, in the order of `KINDS`."""

    by_kind: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.by_kind)


def kind_totals(primary: Stretch) -> KindTotals:
    """Add up primary time by kind."""
    return KindTotals(tuple(int(ms) for ms in time_by(primary.kind, primary.segments.length, len(KINDS))))


def usual(days: list[KindTotals]) -> schemas.Usual | None:
    """Return the medians over comparable days that had any activity; None when there are fewer than three."""
    active = [day for day in days if day.total]
    if len(active) < 3:  # noqa: PLR2004  (two days are no habit)
        return None
    return schemas.Usual(
        days=len(active),
        total_seconds=seconds(round(median(day.total for day in active))),
        signal_seconds=seconds(round(median(day.by_kind[0] for day in active))),
    )


def page(day: Stretch, frame: DayFrame, comparable: list[KindTotals]) -> schemas.DayPage:
    """Compose the page."""
    primary = day.primary
    totals = kind_totals(primary)
    categories = primary.labelling.categories
    per_category = time_by(primary.category, primary.segments.length, len(categories))
    score, coverage = productivity(
        [(seconds(int(ms)), categories[place].weight) for place, ms in enumerate(per_category)], seconds(totals.total)
    )
    start, length = primary.segments.start, primary.segments.length
    one_day = np.zeros(len(start), np.int8)
    switches = len(
        dayview.switches(start, length, one_day, category=primary.category, project=primary.codes("project"))
    )
    return schemas.DayPage(
        date=frame.date,
        start=_instant(frame.from_ms),
        end=_instant(frame.to_ms),
        zone=frame.zone,
        as_of=_instant(frame.now_ms),
        total_seconds=seconds(totals.total),
        signal_seconds=seconds(totals.by_kind[0]),
        noise_seconds=seconds(totals.by_kind[1]),
        neutral_seconds=seconds(totals.by_kind[2]),
        uncategorised_seconds=seconds(totals.by_kind[3]),
        score=score,
        coverage=coverage or 0.0,
        switches=switches,
        switches_per_hour=per_hour(switches, totals.total),
        first_activity=_instant(int(start[0])) if len(start) else None,
        last_activity=_instant(int(start[-1] + length[-1])) if len(start) else None,
        usual=usual(comparable),
        categories=_categories(primary, per_category, totals.by_kind[3]),
        places=_places(primary),
        titles=_titles(primary),
        breaks=_breaks(primary),
        focus_blocks=_focus_blocks(primary),
        band=_band(primary),
        parallel=_parallel(day.parallel, frame.device_names),
    )


def _instant(ms: int) -> str:
    return rfc3339(ms * 1000)


def _path(stretch: Stretch, number: int) -> list[str]:
    category = stretch.category_at(number)
    return list(category.path) if category else []


def _kind(stretch: Stretch, number: int) -> Kind:
    category = stretch.category_at(number)
    return category.kind if category else Kind.UNCATEGORISED


def _categories(primary: Stretch, per_category: np.ndarray, uncategorised_ms: int) -> list[schemas.CategoryTime]:
    rows = [
        schemas.CategoryTime(
            path=list(category.path),
            seconds=seconds(int(per_category[place])),
            weight=category.weight,
            colour=category.colour,
            kind=category.kind,
        )
        for place, category in enumerate(primary.labelling.categories)
        if per_category[place]
    ]
    rows.sort(key=lambda row: (-row.seconds, row.path))
    if uncategorised_ms:
        ms = seconds(uncategorised_ms)
        rows.append(schemas.CategoryTime(path=[], seconds=ms, weight=0, colour=None, kind=Kind.UNCATEGORISED))
    return rows


def _ranked(primary: Stretch, key: np.ndarray) -> list[tuple[int, int, int]]:
    """Rank the distinct keys (−1 is none) by time: (key, milliseconds, category that most of it belongs to)."""
    width = len(primary.labelling.categories) + 1
    pair = np.where(key >= 0, key * width + primary.category + 1, -1)
    known, place = np.unique(pair, return_inverse=True)
    total = np.bincount(place, primary.segments.length, len(known)).astype(np.int64)
    ranked: dict[int, tuple[int, int, int]] = {}
    for at in np.argsort(-total, kind="stable").tolist():
        if known[at] < 0 or not total[at]:
            continue
        one, category = int(known[at]) // width, int(known[at]) % width - 1
        had = ranked.get(one)
        ranked[one] = (one, int(total[at]) + (had[1] if had else 0), had[2] if had else category)
    return sorted(ranked.values(), key=lambda row: -row[1])


def _places(primary: Stretch) -> list[schemas.Place]:
    domain, app = primary.codes("domain").astype(np.int64), primary.codes("app").astype(np.int64)
    sites = len(primary.dictionary.texts["domain"])
    key = np.where(domain >= 0, domain, np.where(app >= 0, app + sites, -1))
    rows = [
        schemas.Place(
            key=primary.text("domain", one) if one < sites else display_name(primary.text("app", one - sites)),
            is_site=one < sites,
            seconds=seconds(ms),
            category=_path(primary, category),
            kind=_kind(primary, category),
        )
        for one, ms, category in _ranked(primary, key)
    ]
    return sorted(rows, key=lambda row: (-row.seconds, row.key))[:TOP]


def _titles(primary: Stretch) -> list[schemas.TitleTime]:
    title, app = primary.codes("title").astype(np.int64), primary.codes("app").astype(np.int64)
    width = len(primary.dictionary.texts["app"]) + 1
    key = np.where(title >= 0, title * width + app + 1, -1)
    rows = [
        schemas.TitleTime(
            title=primary.text("title", one // width),
            app=display_name(primary.text("app", one % width - 1)),
            seconds=seconds(ms),
            category=_path(primary, category),
            kind=_kind(primary, category),
        )
        for one, ms, category in _ranked(primary, key)
    ]
    return sorted(rows, key=lambda row: (-row.seconds, row.title, row.app))[:TOP]


def _label(stretch: Stretch, span: dayview.Span, among: Bools | None = None) -> tuple[int, str]:
    """Return category and name of a span: those of its longest segment, of those `among` which may name it.

    A project names it best, or what the person called it; then a category.
    """
    length = stretch.segments.length if among is None else stretch.segments.length * among
    at = span.first + int(np.argmax(length[span.first : span.last + 1]))
    number = int(stretch.category[at])
    project = stretch.text("project", int(stretch.codes("project")[at]))
    if not project and stretch.segments.role[at] == flatten.Role.BY_HAND:
        project = stretch.text("title", int(stretch.codes("title")[at]))
    category = stretch.category_at(number)
    return number, project or (
        category.path[-1] if category else display_name(stretch.text("app", int(stretch.codes("app")[at])))
    )


def _breaks(primary: Stretch) -> list[schemas.Break]:
    start, length = primary.segments.start, primary.segments.length
    return [
        schemas.Break(
            start=_instant(span.start),
            end=_instant(span.end),
            seconds=seconds(span.end - span.start),
            after=_label(primary, dayview.Span(0, 0, span.first, span.first))[1],
        )
        for span in dayview.pauses(start, length)
    ]


def _focus_blocks(primary: Stretch) -> list[schemas.FocusBlock]:
    roles = np.array([*(category.role is Role.FOCUS for category in primary.labelling.categories), False])
    focus = roles[primary.category]
    blocks = dayview.focus_blocks(primary.segments.start, primary.segments.length, focus)
    found = []
    for span in blocks:
        number, label = _label(primary, span, among=focus)
        found.append(
            schemas.FocusBlock(
                start=_instant(span.start),
                end=_instant(span.end),
                seconds=seconds(span.end - span.start),
                category=_path(primary, number),
                label=label,
            )
        )
    return found


def _band(primary: Stretch) -> list[schemas.BandPiece]:
    role = primary.segments.role
    look = primary.category.astype(np.int64) * len(flatten.Role) + role
    pieces = dayview.runs(primary.segments.start, primary.segments.length, look, BAND_GAP_MS)
    band = []
    for span in pieces[:MOST_PIECES]:
        number, label = _label(primary, span)
        band.append(
            schemas.BandPiece(
                start=_instant(span.start),
                end=_instant(span.end),
                kind=_kind(primary, number),
                passive=bool(role[span.first] == flatten.Role.PASSIVE),
                by_hand=bool(role[span.first] == flatten.Role.BY_HAND),
                category=_path(primary, number),
                label=label,
            )
        )
    return band


def _parallel(parallel: Stretch, device_names: dict[int, str]) -> list[schemas.ParallelPiece]:
    pieces = []
    for device in np.unique(parallel.segments.device):
        own = parallel.where(parallel.segments.device == device)
        look = own.codes("app")
        for span in dayview.runs(own.segments.start, own.segments.length, look, BAND_GAP_MS)[:MOST_PIECES]:
            name = display_name(own.text("app", int(look[span.first])))
            end, on = _instant(span.end), device_names.get(int(device), "")
            pieces.append(schemas.ParallelPiece(start=_instant(span.start), end=end, label=name, device=on))
    return sorted(pieces, key=lambda piece: piece.start)
