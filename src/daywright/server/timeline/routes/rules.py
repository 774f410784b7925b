"""Rules seen through the time they label: preview, hits, suggestions, import."""

from typing import Annotated

from fastapi import APIRouter, Query

from daywright.core.activitywatch_classes import convert
from daywright.core.periods import Period
from daywright.core.rules import RuleSet
from daywright.server import categories
from daywright.server.timeline.routes.asked import LONGEST, Asked
from daywright.server.timeline.schemas import (
    Example,
    HitOut,
    Hits,
    ImportOut,
    ImportWanted,
    MoveOut,
    PreviewOut,
    PreviewWanted,
    SuggestionOut,
    SuggestionsOut,
)
from daywright.server.timeline.service import relabelling, suggesting
from daywright.server.timeline.service.asking import Asking, parse_range
from daywright.server.timeline.service.facets import seconds

router = APIRouter(prefix="/api/v1/rules")

BEGINNING, END = "1990-01-01", "2200-01-01"


def _span(asked: Asking, start: str | None, end: str | None) -> Period | None:
    if start is None and end is None:
        return None
    return parse_range(start or BEGINNING, end or END, asked.calendar, at_most=2 * LONGEST)


def _preview(opened: Asked, wanted: RuleSet, start: str | None, end: str | None) -> PreviewOut:
    with opened() as asked:
        on = relabelling.ground(asked, _span(asked, start, end))
    shown = relabelling.preview(on, wanted)
    return PreviewOut(
        moved_seconds=seconds(shown.moved_ms),
        days=shown.days,
        moves=[MoveOut(before=move.before, after=move.after, seconds=seconds(move.ms)) for move in shown.moves],
        warnings=categories.warnings_out(shown.doubts),
    )


@router.post("/preview")
def preview_rules(opened: Asked, wanted: PreviewWanted) -> PreviewOut:
    """Tell what other rules would move, without changing anything."""
    ruleset, doubts = categories.checked(wanted.plain())
    shown = _preview(opened, ruleset, wanted.start, wanted.end)
    return shown.model_copy(update={"warnings": [*categories.warnings_out(doubts), *shown.warnings]})


@router.post("/import")
def import_rules(opened: Asked, wanted: ImportWanted) -> ImportOut:
    """Convert the categories of another program and tell what they would move, without changing anything."""
    made = convert(wanted.classes)
    ruleset, doubts = categories.checked(made.document)
    shown = _preview(opened, ruleset, wanted.start, wanted.end)
    return ImportOut(
        moved_seconds=shown.moved_seconds,
        days=shown.days,
        moves=shown.moves,
        warnings=[*categories.warnings_out([*made.problems, *doubts]), *shown.warnings],
        categories=categories.categories_out(ruleset),
        rules=categories.rules_out(ruleset),
    )


@router.get("/hits")
def rule_hits(opened: Asked, start: str | None = None, end: str | None = None) -> Hits:
    """Tell how much time each rule decides."""
    with opened() as asked:
        on = relabelling.ground(asked, _span(asked, start, end))
    taken = relabelling.taken(on, on.labelling)
    return Hits(hits=[HitOut(rule=rule, seconds=seconds(ms)) for rule, ms in enumerate(taken.tolist()) if ms])


@router.get("/suggestions")
def rule_suggestions(
    opened: Asked, start: str | None = None, end: str | None = None, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> SuggestionsOut:
    """Suggest rules for time without a category, by the time they explain."""
    with opened() as asked:
        on = relabelling.ground(asked, _span(asked, start, end))
    found = suggesting.suggestions(on, limit)
    return SuggestionsOut(
        uncategorised_seconds=seconds(found.uncategorised_ms),
        suggestions=[
            SuggestionOut(
                field=one.rule.field.value,
                op=one.rule.op.value,
                value=one.rule.value,
                seconds=seconds(one.ms),
                contexts=one.contexts,
                examples=[Example(app=app, title=title) for app, title in one.examples],
                category=list(one.category) if one.category else None,
            )
            for one in found.found
        ],
    )
