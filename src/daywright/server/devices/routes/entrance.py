"""Who may come in: secrets for that, made by the owner, and the machines that bring one."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from daywright.kit.clock import rfc3339, to_us
from daywright.server.devices.schemas import NewSecret, SecretList, SecretOut, SecretWanted
from daywright.server.devices.service import enrolling, entrance
from daywright.server.devices.tables import EnrolSecret
from daywright.server.foundation.access import anyone
from daywright.server.foundation.dependencies import Data, Owner
from daywright.server.foundation.errors import Refusal
from daywright.server.foundation.limiting import Limit, site_of
from daywright.wire.enrolment import EnrolRequest

router = APIRouter(prefix="/api/v1")

MOST_BYTES = 16 * 1024
TRIES = Limit("enrolments from an address", 10, 60)
TRIES_OF_SECRET = Limit("enrolments with a secret", 100, 3600)
NOTED = Limit("refused enrolments that are written down", 60, 3600)
_encode = msgspec.json.Encoder().encode


async def _wish(request: Request) -> EnrolRequest:
    body = await request.body()
    if len(body) > MOST_BYTES:
        raise Refusal(413, "body.too_large", "The body is too large.")
    try:
        return msgspec.json.decode(body, type=EnrolRequest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(400, "request.malformed", f"The wish cannot be read: {error}.") from error


async def _tried(request: Request) -> None:
    request.app.state.limiter.take(TRIES, site_of(request))


@router.post(
    "/enroll",
    status_code=201,
    dependencies=[Depends(anyone), Depends(_tried)],
    openapi_extra={"requestBody": {"content": {"application/json": {}}}},
    response_class=Response,
)
def enroll(request: Request, data: Data, wish: Annotated[EnrolRequest, Depends(_wish)]) -> Response:
    """Make a machine that brings an enrolment secret a device, and give it its key, this once."""
    state, site = request.app.state, site_of(request)
    now_us = state.clock.wall_us()
    state.limiter.take(TRIES_OF_SECRET, entrance.digest(wish.enrollment_secret).hex())
    try:
        answer = enrolling.enrol(data, state.keyring, wish, enrolling.Door(_audience(request), site), now_us)
    except Refusal:
        if state.limiter.has_room(NOTED, ""):
            enrolling.note_refusal(data, site, now_us)
        raise
    return Response(_encode(answer), status_code=201, media_type="application/json")


def _audience(request: Request) -> str:
    """Return the authority the machine knows us by, always with a port."""
    host = request.headers["host"].lower()
    if ":" in host.rpartition("]")[2]:
        return host
    return f"{host}:{443 if request.url.scheme == 'https' else 80}"


@router.get("/admin/enroll-secrets")
def list_enroll_secrets(request: Request, actor: Owner, data: Data) -> SecretList:
    """List the enrolment secrets, newest first, without what they are."""
    now_us = request.app.state.clock.wall_us()
    with data.reading() as session:
        return SecretList(
            secrets=[SecretOut.model_validate(_told(one, now_us)) for one in entrance.listed(session, actor.user)]
        )


@router.post("/admin/enroll-secrets", status_code=201)
def create_enroll_secret(request: Request, actor: Owner, data: Data, wanted: SecretWanted) -> NewSecret:
    """Make an enrolment secret; it is shown this once."""
    now_us = request.app.state.clock.wall_us()
    shape = entrance.Wanted(
        label=wanted.label,
        max_uses=wanted.max_uses,
        expires_us=None if wanted.expires_at is None else to_us(wanted.expires_at),
        require_approval=wanted.require_approval,
    )
    with data.writing() as session:
        row, secret = entrance.create(session, actor.user, shape, now_us, actor="owner")
        return NewSecret.model_validate({**_told(row, now_us), "secret": secret})


@router.delete("/admin/enroll-secrets/{secret}", status_code=204)
def revoke_enroll_secret(request: Request, actor: Owner, data: Data, secret: str) -> Response:
    """Let nobody in with that secret any more; devices that are in stay."""
    with data.writing() as session:
        entrance.revoke(session, actor.user, secret, request.app.state.clock.wall_us(), actor="owner")
    return Response(status_code=204)


def _told(row: EnrolSecret, now_us: int) -> dict[str, object]:
    return {
        "id": row.uid,
        "label": row.label,
        "max_uses": row.max_uses,
        "uses": row.uses,
        "created": rfc3339(row.created_us),
        "expires": rfc3339(row.expires_us),
        "require_approval": row.require_approval,
        "state": entrance.state_of(row, now_us),
    }
