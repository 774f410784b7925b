"""Sign-in of a browser and the profile of whoever is signed in."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from daywright import __version__
from daywright.core.localdays import local_date
from daywright.kit.clock import rfc3339
from daywright.server.accounts import service
from daywright.server.accounts.schemas import AuditList, AuditOut, Me, MeChange, TokenSignIn
from daywright.server.foundation import audit
from daywright.server.foundation.access import Scope, anyone, require
from daywright.server.foundation.announcements import TimeChanged
from daywright.server.foundation.database import driver
from daywright.server.foundation.dependencies import Data, Owner, Reader
from daywright.server.foundation.installation import is_demo
from daywright.server.foundation.limiting import Limit, site_of

router = APIRouter()

TRIES = Limit("sign-ins from an address", 30, 60)
MOST_ENTRIES = 200
SIGN_INS = Limit("sign-ins of an account", 10, 60)


def _give_cookie(request: Request, answer: Response, cookie: str) -> None:
    answer.set_cookie(
        service.cookie_name(request),
        cookie,
        max_age=service.BROWSER_LIFE_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


@router.get("/signin", dependencies=[Depends(anyone)], include_in_schema=False)
def follow_link(request: Request, data: Data, code: str = "") -> Response:
    """Sign in by the link that `daywright up` prints, once; a used or wrong code leads to the sign-in page."""
    request.app.state.limiter.take(TRIES, site_of(request))
    cookie = service.sign_in_with_code(data, code, request.app.state.clock.wall_us())
    answer = RedirectResponse("/" if cookie else "/?signin=expired", status_code=303)
    if cookie:
        _give_cookie(request, answer, cookie)
    return answer


@router.post("/api/v1/signin", dependencies=[Depends(anyone)], status_code=204)
def sign_in(request: Request, data: Data, wanted: TokenSignIn) -> Response:
    """Sign a browser in with an admin token."""
    limiter = request.app.state.limiter
    limiter.take(TRIES, site_of(request))
    # Only who holds a good token counts against its owner: nobody can lock them out by guessing.
    user = service.who_signs_in(data, wanted.token)
    limiter.take(SIGN_INS, str(user))
    answer = Response(status_code=204)
    _give_cookie(request, answer, service.sign_in(data, user, request.app.state.clock.wall_us()))
    return answer


@router.post("/api/v1/signout", dependencies=[Depends(require(Scope.READ))], status_code=204)
def sign_out(request: Request, data: Data) -> Response:
    """End this browser's session."""
    if cookie := request.cookies.get(service.cookie_name(request)):
        with data.writing() as session:
            service.sign_out(session, cookie, request.app.state.clock.wall_us())
        request.app.state.authenticate.forget(cookie)
    answer = Response(status_code=204)
    answer.delete_cookie(service.cookie_name(request))
    return answer


@router.get("/api/v1/me")
def me(request: Request, who_asks: Reader, data: Data) -> Me:
    """Return the signed-in person and how their days are cut."""
    with data.reading() as session:
        return _me(request, session, who_asks.user)


@router.patch("/api/v1/me")
def change_me(request: Request, who_asks: Owner, data: Data, wanted: MeChange) -> Me:
    """Change your name, when your days begin, or on which weekday your weeks do; days of all time follow at once."""
    with data.writing() as session:
        service.change_profile(session, who_asks.user, wanted)
        changed = _me(request, session, who_asks.user)
    request.app.state.announcer.announce(TimeChanged(who_asks.user, 0, request.app.state.clock.wall_us()))
    return changed


@router.get("/api/v1/audit")
def list_audit(
    request: Request,
    who_asks: Owner,
    data: Data,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = 50,
    before: Annotated[int | None, Query(ge=1, description="only entries below this one; for the next page")] = None,
) -> AuditList:
    """List what was done to your devices, keys and rights, newest first, and by whom."""
    # What belongs to nobody, a secret that was guessed say, is for whoever looks after the installation.
    keeper = who_asks.user == request.app.state.owner
    with data.reading() as session:
        found = audit.newest(session, who_asks.user, limit + 1, before=before, nobodys=keeper)
        entries = [
            AuditOut(
                id=one.id,
                at=rfc3339(one.at_us),
                actor=one.actor,
                action=one.action,
                subject=one.subject,
                detail=json.loads(one.detail),
            )
            for one in found[:limit]
        ]
    return AuditList(entries=entries, next=entries[-1].id if len(found) > limit else None)


def _me(request: Request, session: Session, user: int) -> Me:
    who = service.profile(session, user)
    now_us = request.app.state.clock.wall_us()
    minutes = int(who.day_start.total_seconds()) // 60
    return Me(
        name=who.name,
        zone=who.zone,
        day_start=f"{minutes // 60:02}:{minutes % 60:02}",
        week_start=who.week_start,
        version=__version__,
        today=local_date(now_us, who.zone, who.day_start).isoformat(),
        now=rfc3339(now_us),
        demo=is_demo(driver(session)),
    )
