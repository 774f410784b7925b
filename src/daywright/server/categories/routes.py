"""The tree and the rules: read, replace, undo, go back, take along."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

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
    rules_out,
    warnings_out,
)
from daywright.server.foundation.announcements import TimeChanged
from daywright.server.foundation.database import after_commit, driver
from daywright.server.foundation.dependencies import Owner, Reader, ReadSession, WriteSession

router = APIRouter(prefix="/api/v1")

ALL_TIME = (0, 2**52)


def _rules(held: service.Revision, doubts: tuple[Problem, ...] = ()) -> Rules:
    return Rules(
        revision=held.revision,
        categories=categories_out(held.ruleset),
        rules=rules_out(held.ruleset),
        warnings=warnings_out(doubts),
    )


def _tell(request: Request, session: Session, user: int) -> None:
    """Once the change is stored, have every open page look again."""
    after_commit(session, lambda: request.app.state.announcer.announce(TimeChanged(user, *ALL_TIME)))


@router.get("/rules", response_model_exclude_none=False)
def get_rules(actor: Reader, session: ReadSession) -> Rules:
    """Return the tree and the rules that hold."""
    return _rules(service.newest(driver(session), actor.user))


@router.put("/rules")
def put_rules(request: Request, actor: Owner, session: WriteSession, wanted: NewRules) -> Rules:
    """Replace tree and rules; all history is labelled by them from now on. A stale revision is refused with 409."""
    now_us = request.app.state.clock.wall_us()
    held, doubts = service.replace(
        driver(session), actor.user, base=wanted.revision, document=wanted.plain(), now_us=now_us
    )
    _tell(request, session, actor.user)
    return _rules(held, doubts)


@router.post("/rules/undo")
def undo_rules(request: Request, actor: Owner, session: WriteSession) -> Rules:
    """Go back to the version before; that is a new revision, so undoing twice is redoing."""
    held = service.undo(driver(session), actor.user, request.app.state.clock.wall_us())
    _tell(request, session, actor.user)
    return _rules(held)


@router.get("/rules/history")
def rules_history(actor: Reader, session: ReadSession) -> History:
    """List the revisions that can be gone back to, newest first."""
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
            for one in service.history(driver(session), actor.user)
        ]
    )


@router.post("/rules/restore")
def restore_rules(request: Request, actor: Owner, session: WriteSession, wanted: Restore) -> Rules:
    """Go back to a revision; that is a new revision, so this can be undone as well."""
    held = service.restore(driver(session), actor.user, wanted.revision, request.app.state.clock.wall_us())
    _tell(request, session, actor.user)
    return _rules(held)


@router.get("/rules/export", response_model=RulesFile)
def export_rules(request: Request, actor: Reader, session: ReadSession) -> Response:
    """Hand out tree and rules as a file. `PUT /rules` takes it back, with the revision that holds then."""
    held = service.newest(driver(session), actor.user)
    content = RulesFile(
        exported=rfc3339(request.app.state.clock.wall_us()),
        revision=held.revision,
        categories=categories_out(held.ruleset),
        rules=rules_out(held.ruleset),
    )
    return Response(
        content.model_dump_json(indent=2, exclude_none=True) + "\n",
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="daywright-rules.json"'},
    )
