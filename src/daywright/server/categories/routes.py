"""The tree and the rules: read, replace, undo."""

from fastapi import APIRouter, Request

from daywright.core.rule_documents import Problem, document_of
from daywright.server.categories import service
from daywright.server.categories.schemas import CategoryOut, NewRules, RuleOut, Rules, WarningOut
from daywright.server.foundation.announcements import TimeChanged
from daywright.server.foundation.database import driver
from daywright.server.foundation.dependencies import Data, Owner, Reader

router = APIRouter(prefix="/api/v1")

ALL_TIME = (0, 2**52)


def _rules(held: service.Revision, doubts: tuple[Problem, ...] = ()) -> Rules:
    document = document_of(held.ruleset)
    return Rules(
        revision=held.revision,
        categories=[
            CategoryOut(
                path=list(category.path),
                weight=category.weight,
                colour=category.colour,
                role=category.role.value,
                kind=category.kind,
            )
            for category in held.ruleset.categories
        ],
        rules=[RuleOut.model_validate(_single(rule)) for rule in document["rules"]],
        warnings=[WarningOut(code=doubt.code, pointer=doubt.pointer, detail=doubt.detail) for doubt in doubts],
    )


def _single(rule: dict[str, object]) -> dict[str, object]:
    """Write one value as `value`."""
    values = rule["values"]
    if isinstance(values, list) and len(values) == 1:
        return {**{name: member for name, member in rule.items() if name != "values"}, "value": values[0]}
    return rule


@router.get("/rules", response_model_exclude_none=False)
def get_rules(actor: Reader, data: Data) -> Rules:
    """Return the tree and the rules that hold."""
    with data.reading() as session:
        held = service.newest(driver(session), actor.user)
    return _rules(held)


@router.put("/rules")
def put_rules(request: Request, actor: Owner, data: Data, wanted: NewRules) -> Rules:
    """Replace tree and rules; all history is labelled by them from now on. A stale revision is refused with 409."""
    document: dict[str, object] = {
        "categories": [_given(category) for category in wanted.categories],
        "rules": [_given(rule) for rule in wanted.rules],
    }
    now_us = request.app.state.clock.wall_us()
    with data.writing() as session:
        held, doubts = service.replace(
            driver(session), actor.user, base=wanted.revision, document=document, now_us=now_us
        )
    request.app.state.announcer.announce(TimeChanged(actor.user, *ALL_TIME))
    return _rules(held, doubts)


def _given(entry: dict[str, object]) -> dict[str, object]:
    """Leave out members that are null, so that what was read can be sent back."""
    return {name: member for name, member in entry.items() if member is not None}


@router.post("/rules/undo")
def undo_rules(request: Request, actor: Owner, data: Data) -> Rules:
    """Go back to the version before; that is a new revision, so undoing twice is redoing."""
    with data.writing() as session:
        held = service.undo(driver(session), actor.user, request.app.state.clock.wall_us())
    request.app.state.announcer.announce(TimeChanged(actor.user, *ALL_TIME))
    return _rules(held)
