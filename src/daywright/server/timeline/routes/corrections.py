"""Corrections: set or erase a time, change that, take it back."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from daywright.core.corrections import Span
from daywright.kit.clock import rfc3339
from daywright.server.foundation.announcements import TimeChanged
from daywright.server.foundation.database import after_commit, driver
from daywright.server.foundation.dependencies import Owner, WriteSession
from daywright.server.foundation.errors import Refusal
from daywright.server.timeline.routes.reading import LONGEST_SUMMARY, Asked
from daywright.server.timeline.schemas import CorrectionOut, Corrections, CorrectionWanted, Undone, UndoWanted
from daywright.server.timeline.service import corrections
from daywright.server.timeline.service.asking import asking, parse_instant, parse_range
from daywright.server.timeline.service.corrections import Changed, Held, Wanted, Writing

router = APIRouter(prefix="/api/v1/corrections")

CHANGE_HEADER = "X-Daywright-Change"


@router.get("")
def list_corrections(asked: Asked, start: str, end: str) -> Corrections:
    """List what was entered by hand in a range."""
    span = parse_range(start, end, asked.calendar, at_most=LONGEST_SUMMARY)
    held = corrections.between(driver(asked.session), asked.user, Span(span.start_us, span.end_us))
    return Corrections(corrections=[_out(one) for one in held])


@router.post("", status_code=201)
def add_correction(request: Request, actor: Owner, session: WriteSession, wanted: CorrectionWanted) -> CorrectionOut:
    """Say what a time was, whatever was observed. Observations stay as they are."""
    writing = _writing(request, session, actor.user)
    return _kept(request, writing, corrections.add(writing, _checked(request, writing, wanted)))


@router.put("/{correction}")
def change_correction(
    request: Request, actor: Owner, session: WriteSession, correction: int, wanted: CorrectionWanted
) -> CorrectionOut:
    """Say it differently; that makes it the newest."""
    writing = _writing(request, session, actor.user)
    changed = corrections.change(writing, correction, _checked(request, writing, wanted))
    return _kept(request, writing, changed)


@router.delete("/{correction}", status_code=204)
def delete_correction(request: Request, actor: Owner, session: WriteSession, correction: int) -> Response:
    """Take it back: what was observed counts again. The change to undo stands in `X-Daywright-Change`."""
    writing = _writing(request, session, actor.user)
    changed = corrections.withdraw(writing, correction)
    _tell(request, writing, changed)
    return Response(status_code=204, headers={CHANGE_HEADER: str(changed.change)})


@router.post("/undo")
def undo_correction(request: Request, actor: Owner, session: WriteSession, wanted: UndoWanted) -> Undone:
    """Undo the newest change of a correction; undoing that is redoing it."""
    writing = _writing(request, session, actor.user)
    changed = corrections.undo(writing, wanted.id)
    _tell(request, writing, changed)
    held = _held(writing, changed)
    return Undone(change=changed.change, correction=_out(held) if held else None)


def _writing(request: Request, session: Session, user: int) -> Writing:
    state = request.app.state
    return Writing(session, user, state.hash_key, state.clock.wall_us())


def _checked(request: Request, writing: Writing, wanted: CorrectionWanted) -> Wanted:
    calendar = asking(writing.session, writing.user, request.app.state.readers).calendar
    span = Span(parse_instant(wanted.start, calendar), parse_instant(wanted.end, calendar))
    said = Wanted(span, wanted.action == "erase", tuple(wanted.category or ()), wanted.title or "")
    return corrections.checked(said, tree=corrections.tree_of(writing.connection, writing.user), now_us=writing.now_us)


def _tell(request: Request, writing: Writing, changed: Changed) -> None:
    """Once the change is stored, have every open page look at that time again."""
    news = TimeChanged(writing.user, changed.span.start_us, changed.span.end_us)
    after_commit(writing.session, lambda: request.app.state.announcer.announce(news))


def _held(writing: Writing, changed: Changed) -> Held | None:
    held = corrections.between(writing.connection, writing.user, changed.span)
    return next((one for one in held if one.id == changed.correction), None)


def _kept(request: Request, writing: Writing, changed: Changed) -> CorrectionOut:
    _tell(request, writing, changed)
    held = _held(writing, changed)
    if held is None:
        raise Refusal(404, "correction.unknown", "There is no such correction.")
    return _out(held)


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
