"""The tree and the rules: read, replace, undo, go back, take along."""

from fastapi import APIRouter, Request, Response

from daywright.core.rule_documents import Problem
from daywright.kit.clock import rfc3339
from daywright.server.categories import service
from daywright.server.categories.schemas import (
    History,
    NewRules,
    Restore,
    RevisionOut,
    Rules,
    RulesFile,
    categories_out,
    rules_file,
    rules_out,
    warnings_out,
)
from daywright.server.foundation.announcements import TimeChanged
from daywright.server.foundation.database import driver
from daywright.server.foundation.dependencies import Data, Owner, Reader

router = APIRouter(prefix="/api/v1")

ALL_TIME = (0, 2**52)


def _rules(held: service.Revision, doubts: tuple[Problem, ...] = ()) -> Rules:
    return Rules(
        revision=held.revision,
        categories=categories_out(held.ruleset),
        rules=rules_out(held.ruleset),
        warnings=warnings_out(doubts),
    )


def _tell(request: Request, user: int) -> None:
    """Have every open page look again, once a change is stored."""
    request.app.state.announcer.announce(TimeChanged(user, *ALL_TIME))


@router.get("/rules", response_model_exclude_none=False)
def get_rules(actor: Reader, data: Data) -> Rules:
    """Return the tree and the rules that hold."""
    with data.reading() as session:
        return _rules(service.newest(driver(session), actor.user))


@router.put("/rules")
def put_rules(request: Request, actor: Owner, data: Data, wanted: NewRules) -> Rules:
    """Replace tree and rules; all history is labelled by them from now on. A stale revision is refused with 409."""
    now_us = request.app.state.clock.wall_us()
    with data.writing() as session:
        held, doubts = service.replace(
            driver(session), actor.user, base=wanted.revision, document=wanted.plain(), now_us=now_us
        )
    _tell(request, actor.user)
    return _rules(held, doubts)


@router.post("/rules/undo")
def undo_rules(request: Request, actor: Owner, data: Data) -> Rules:
    """Go back to the version before; that is a new revision, so undoing twice is redoing."""
    with data.writing() as session:
        held = service.undo(driver(session), actor.user, request.app.state.clock.wall_us())
    _tell(request, actor.user)
    return _rules(held)


@router.get("/rules/history")
def rules_history(actor: Reader, data: Data) -> History:
    """List the revisions that can be gone back to, newest first."""
    with data.reading() as session:
        kept = service.history(driver(session), actor.user)
    return History(
        revisions=[
            RevisionOut(
                revision=one.revision,
                created=rfc3339(one.created_us),
                categories=one.categories,
                rules=one.rules,
                rules_added=one.added,
                rules_removed=one.removed,
            )
            for one in kept
        ]
    )


@router.post("/rules/restore")
def restore_rules(request: Request, actor: Owner, data: Data, wanted: Restore) -> Rules:
    """Go back to a revision; that is a new revision, so this can be undone as well."""
    with data.writing() as session:
        held = service.restore(driver(session), actor.user, wanted.revision, request.app.state.clock.wall_us())
    _tell(request, actor.user)
    return _rules(held)


@router.get("/rules/export", response_model=RulesFile)
def export_rules(request: Request, actor: Reader, data: Data) -> Response:
    """Hand out tree and rules as a file. `PUT /rules` takes it back, with the revision that holds then."""
    with data.reading() as session:
        held = service.newest(driver(session), actor.user)
    content = rules_file(held.revision, held.ruleset, rfc3339(request.app.state.clock.wall_us()))
    return Response(
        content.text(),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="daywright-rules.json"'},
    )
