"""Corrections: set or erase a time, change that, take it back."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from daywright.core.corrections import Span
from daywright.kit.clock import rfc3339
from daywright.server.foundation.access import Actor
from daywright.server.foundation.announcements import TimeChanged
from daywright.server.foundation.database import Database, driver
from daywright.server.foundation.dependencies import Data, Owner
from daywright.server.timeline.routes.asked import LONGEST, Asked
from daywright.server.timeline.schemas import CorrectionOut, Corrections, CorrectionWanted, Undone, UndoWanted
from daywright.server.timeline.service import corrections
from daywright.server.timeline.service.asking import asking, parse_instant, parse_range
from daywright.server.timeline.service.corrections import Changed, Held, Wanted, Writing

router = APIRouter(prefix="/api/v1/corrections")

CHANGE_HEADER = "X-Daywright-Change"


@router.get("")
def list_corrections(opened: Asked, start: str, end: str) -> Corrections:
    """List what was entered by hand in a range."""
    with opened() as asked:
        span = parse_range(start, end, asked.calendar, at_most=LONGEST)
        held = corrections.between(driver(asked.session), asked.user, Span(span.start_us, span.end_us))
    return Corrections(corrections=[_out(one) for one in held])


@router.post("", status_code=201)
def add_correction(request: Request, actor: Owner, data: Data, wanted: CorrectionWanted) -> CorrectionOut:
    """Say what a time was, whatever was observed. Observations stay as they are."""
    undone = _changed(request, actor, data, lambda to: corrections.add(to, _checked(request, to, wanted)))
    return _there(undone)


@router.put("/{correction}")
def change_correction(
    request: Request, actor: Owner, data: Data, correction: int, wanted: CorrectionWanted
) -> CorrectionOut:
    """Say it differently; that makes it the newest."""
    return _there(
        _changed(request, actor, data, lambda to: corrections.change(to, correction, _checked(request, to, wanted)))
    )


@router.delete("/{correction}", status_code=204)
def delete_correction(request: Request, actor: Owner, data: Data, correction: int) -> Response:
    """Take it back: what was observed counts again. The change to undo stands in `X-Daywright-Change`."""
    done = _changed(request, actor, data, lambda to: corrections.withdraw(to, correction))
    return Response(status_code=204, headers={CHANGE_HEADER: str(done.change)})


@router.post("/undo")
def undo_correction(request: Request, actor: Owner, data: Data, wanted: UndoWanted) -> Undone:
    """Undo the newest change of a correction; undoing that is redoing it."""
    return _changed(request, actor, data, lambda to: corrections.undo(to, wanted.id))


def _changed(request: Request, actor: Actor, data: Database, change: Callable[[Writing], Changed]) -> Undone:
    """Do a change in a transaction, and have every open page look at that time again once it is stored."""
    state = request.app.state
    with data.writing() as session:
        writing = Writing(session, actor.user, state.hash_key, state.clock.wall_us())
        done = change(writing)
        held = corrections.between(writing.connection, writing.user, done.span)
    state.announcer.announce(TimeChanged(actor.user, done.span.start_us, done.span.end_us))
    now = next((one for one in held if one.id == done.correction), None)
    return Undone(change=done.change, correction=_out(now) if now else None)


def _checked(request: Request, writing: Writing, wanted: CorrectionWanted) -> Wanted:
    calendar = asking(writing.session, writing.user, request.app.state.readers).calendar
    span = Span(parse_instant(wanted.start, calendar), parse_instant(wanted.end, calendar))
    said = Wanted(span, wanted.action == "erase", tuple(wanted.category or ()), wanted.title or "")
    return corrections.checked(said, tree=corrections.tree_of(writing.connection, writing.user), now_us=writing.now_us)


def _there(done: Undone) -> CorrectionOut:
    if done.correction is None:
        raise LookupError("what was just said is not there")
    return done.correction


def _out(held: Held) -> CorrectionOut:
    return CorrectionOut(
        id=held.id,
        change=held.change,
        start=rfc3339(held.span.start_us),
        end=rfc3339(held.span.end_us),
        action="erase" if held.erase else "set",
        category=list(held.category) or None,
        title=held.title or None,
        created=rfc3339(held.created_us),
    )
