"""What a device asks for itself: its settings, its next key, to tell how it is, to leave."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from daywright.server.devices import queries
from daywright.server.devices.service import config, overview, registry, rotation
from daywright.server.foundation.access import Actor
from daywright.server.foundation.database import Database
from daywright.server.foundation.dependencies import ByDevice, BySignature, Data
from daywright.server.foundation.errors import Refusal
from daywright.wire.enrolment import CONFIG_SIGNATURE_HEADER, DeviceReport

router = APIRouter(prefix="/api/v1/devices/self")

_encode = msgspec.json.Encoder().encode


@router.get("/config", response_class=Response)
def read_own_config(request: Request, actor: ByDevice, data: Data) -> Response:
    """Tell a device what it is asked to do, signed; 304 when it has that already."""
    etag, body = _config(data, _device(actor), request.app.state.clock.wall_us())
    headers = {"ETag": f'"{etag}"', CONFIG_SIGNATURE_HEADER: request.app.state.keyring.sign(body)}
    known = {one.strip() for one in request.headers.get("if-none-match", "").split(",")}
    if headers["ETag"] in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _config(data: Database, device: int, now_us: int) -> tuple[str, bytes]:
    with data.reading() as session:
        row = config.current(session, queries.device(session, device), now_us)
        if row is not None:
            return row.etag, row.body
    with data.writing() as session:
        row = config.renew(session, queries.device(session, device), now_us)
        return row.etag, row.body


@router.post("/keys", status_code=201, response_class=Response)
def make_next_key(request: Request, actor: BySignature, data: Data) -> Response:
    """Give a device its next key, this once; signing with it makes it the one in use. The old one is good for a day."""
    state = request.app.state
    made = rotation.next_key(data, state.keyring, _device(actor), request.state.key_id, state.clock.wall_us())
    return Response(_encode(made), status_code=201, media_type="application/json")


async def _report(request: Request) -> DeviceReport:
    body = await request.body()
    if len(body) > overview.MOST_BYTES:
        raise Refusal(413, "body.too_large", "The body is too large.")
    try:
        return msgspec.json.decode(body, type=DeviceReport)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(400, "request.malformed", f"The report cannot be read: {error}.") from error


@router.post(
    "/status",
    status_code=204,
    response_class=Response,
    openapi_extra={"requestBody": {"content": {"application/json": {}}}},
)
def report_own_status(
    request: Request, actor: ByDevice, data: Data, report: Annotated[DeviceReport, Depends(_report)]
) -> Response:
    """Keep what a device tells of itself: what waits there, what it set aside, which settings it goes by."""
    with data.writing() as session:
        overview.keep_report(session, _device(actor), report, request.app.state.clock.wall_us())
    return Response(status_code=204)


@router.delete("", status_code=204)
def leave(request: Request, actor: BySignature, data: Data) -> Response:
    """Shut a device out at its own wish. What it has recorded stays."""
    with data.writing() as session:
        device = queries.device(session, _device(actor))
        registry.revoke(session, device, request.app.state.clock.wall_us(), actor=f"device {device.uid}")
    return Response(status_code=204)


def _device(actor: Actor) -> int:
    if actor.device is None:  # the rules let only devices in
        raise Refusal(403, "auth.device", "This comes from a device: use a write token.")
    return actor.device
