"""Events of a bucket: read, counted, added, replaced, deleted; and heartbeats."""

import math

import msgspec
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse
from starlette.routing import Route

from daywright.kit.clock import US_PER_SECOND
from daywright.server.activitywatch import schemas
from daywright.server.activitywatch.routes.given import (
    JSON,
    Body,
    Editor,
    Looker,
    Receives,
    Reporter,
    answer,
    json_body,
)
from daywright.server.activitywatch.service import access, messages, reading
from daywright.server.activitywatch.service.receiver import Beat, Receiver
from daywright.server.events import Given
from daywright.server.foundation.access import Actor, Scope
from daywright.server.foundation.dependencies import Data
from daywright.server.foundation.errors import Refusal
from daywright.server.foundation.numbers import RowNumber

router = APIRouter(prefix="/api/0/buckets/{bucket}")

QUICK_BYTES = 128 * 1024  # of events that are read in a few milliseconds
FARTHEST_S = 1e12
_events = msgspec.json.Decoder(list[schemas.IncomingEvent])
_event = msgspec.json.Decoder(schemas.IncomingEvent)


@router.get("/events", responses=schemas.answers(schemas.EVENTS))
def aw_events(
    actor: Looker, data: Data, bucket: str, start: str | None = None, end: str | None = None, limit: str | None = None
) -> Response:
    """List the events of a range, newest start first, cut off at its ends."""
    asked = reading.range_of(start, end, limit)
    with data.reading() as session:
        pieces = reading.events_json(session, reading.bucket_of(session, actor, bucket), asked)
    return StreamingResponse(iter(pieces), media_type=JSON) if len(pieces) > 3 else answer(b"".join(pieces))  # noqa: PLR2004  (more than one piece)


@router.post("/events", openapi_extra=schemas.takes(schemas.EVENTS))
async def aw_insert(request: Request, actor: Reporter, receiver: Receives, bucket: str, body: Body) -> Response:
    """Store events; one with the number of an event of this bucket replaces it. Answers them as they are stored."""
    access.check_bucket(request, bucket)
    now_us = request.app.state.clock.wall_us()
    given = _given(body, now_us) if len(body) <= QUICK_BYTES else await run_in_threadpool(_given, body, now_us)
    if actor.scope < Scope.ADMIN and any(one.id is not None for one in given):
        raise Refusal(403, "auth.scope", "Replacing events needs a token with admin scope.")
    kept = await receiver.insert(actor, bucket, given)
    return answer(b"[" + b",".join(map(messages.event_json, kept)) + b"]")


def _given(body: bytes, now_us: int) -> list[Given]:
    one = body.lstrip().startswith(b"{")
    events = [messages.read(body, _event)] if one else messages.read(body, _events)
    return [messages.given(event, now_us) for event in events]


@router.get("/events/count", responses=schemas.answers({"type": "integer"}))
def aw_count(actor: Looker, data: Data, bucket: str, start: str | None = None, end: str | None = None) -> int:
    """Count the events of a range."""
    with data.reading() as session:
        return reading.count(session, actor, bucket, reading.range_of(start, end, None))


@router.get("/events/{event}", responses=schemas.answers(schemas.EVENT))
def aw_event(actor: Looker, data: Data, bucket: str, event: RowNumber) -> Response:
    """Return an event by its number."""
    with data.reading() as session:
        return answer(reading.event(session, actor, bucket, event))


@router.delete("/events/{event}")
async def aw_delete_event(actor: Editor, receiver: Receives, bucket: str, event: RowNumber) -> dict[str, int]:
    """Delete an event; `success` is 0 when it was not there."""
    return {"success": int(await receiver.delete(actor, bucket, event))}


@router.post("/heartbeat", openapi_extra=schemas.takes(schemas.EVENT))
async def aw_heartbeat(
    request: Request, actor: Reporter, receiver: Receives, bucket: str, body: Body, pulsetime: float
) -> Response:
    """Extend the bucket's last event if it shows the same and is `pulsetime` seconds old at most, else add one."""
    return await _beat(request, actor, bucket, body, pulsetime, receiver)


async def _beat(
    request: Request, actor: Actor, bucket: str, body: bytes, pulsetime: float, receiver: Receiver
) -> Response:
    access.check_bucket(request, bucket)
    if not math.isfinite(pulsetime):
        raise messages.malformed("`pulsetime` is no number of seconds")
    pulse_us = round(max(-FARTHEST_S, min(pulsetime, FARTHEST_S)) * US_PER_SECOND)
    given = messages.event_of(body, None)
    kept = await receiver.heartbeat(Beat(actor, bucket, Given(given.start_us, given.duration_us, given.data), pulse_us))
    return answer(messages.event_json(kept))


async def _quick_heartbeat(request: Request) -> Response:
    """Do what `aw_heartbeat` does, without what the framework does for routes in general."""
    actor = await access.reporting(request)
    body = await json_body(request)
    try:
        pulsetime = float(request.query_params["pulsetime"])
    except (KeyError, ValueError):
        raise messages.malformed("`pulsetime` is no number of seconds") from None
    return await _beat(request, actor, request.path_params["bucket"], body, pulsetime, request.app.state.receiver)


# Most requests of a day are heartbeats. Asked before all other routes, this one answers three times as many.
shortcut = Route("/api/0/buckets/{bucket}/heartbeat", _quick_heartbeat, methods=["POST"])
