"""Ingest, and looking at what was ingested."""

import asyncio
import sqlite3
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from daywright.kit.clock import from_us, rfc3339, to_us
from daywright.server import devices
from daywright.server.accounts import is_zone, profile
from daywright.server.events.schemas import (
    BucketList,
    BucketOut,
    ReceiptOut,
    RecentEventOut,
    RecentEvents,
    ZoneFrom,
    ZoneHistory,
)
from daywright.server.events.service import reading, zones
from daywright.server.events.service.ingest import Source, Stored
from daywright.server.events.service.shape import Facts, decode_batch, facts_of, sent_at_us
from daywright.server.foundation import packing
from daywright.server.foundation.access import Actor
from daywright.server.foundation.announcements import TimeChanged
from daywright.server.foundation.database import driver
from daywright.server.foundation.dependencies import ByDevice, Data, Owner, Reader
from daywright.server.foundation.errors import Refusal
from daywright.wire.ingest import IngestBatch, Receipt

router = APIRouter(prefix="/api/v1")

MAX_SENT = 2 * 1024 * 1024
MAX_INFLATED = 8 * 1024 * 1024
QUICK_BYTES = 128 * 1024  # of a batch that is read in a few milliseconds
_encode = msgspec.json.Encoder().encode


async def _body(request: Request) -> bytes:
    """Read the body, inflated, within the limits; both are counted while reading, not after."""
    body = packing.unpacking(request.headers.get("content-encoding", ""))
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "body.type", "The body must be application/json.")
    sent, parts, inflated = 0, [], 0
    async for chunk in request.stream():
        sent += len(chunk)
        part = packing.unpack(body, chunk, MAX_INFLATED - inflated)
        inflated += len(part)
        if sent > MAX_SENT or inflated > MAX_INFLATED:
            raise Refusal(413, "body.too_large", "The body is too large; send fewer events at once.")
        parts.append(part)
    packing.finish(body)
    return b"".join(parts)


async def _read(request: Request, body: bytes, now_us: int) -> Facts:
    """Read a batch; one that takes long does not hold other requests up."""

    def read() -> Facts:
        return facts_of(_batch(body), hash_key=request.app.state.hash_key, now_us=now_us)

    return read() if len(body) <= QUICK_BYTES else await run_in_threadpool(read)


def _batch(body: bytes) -> IngestBatch:
    try:
        batch = decode_batch(body)
    except msgspec.DecodeError as error:
        raise Refusal(400, "batch.malformed", f"The batch cannot be read: {error}.") from error
    if batch.zone is not None and not is_zone(batch.zone):
        raise Refusal(400, "zone.unknown", "`zone` is not a time zone known here.")
    return batch


async def _store(request: Request, actor: Actor, device: int, read: Facts) -> tuple[Stored, str | None]:
    """Store a batch; what it changed, and the tag of what an enrolled device is asked to do."""
    state = request.app.state
    source = Source(actor.user, device, (read.batch.agent or "daywright").partition("/")[0])
    now_us = state.clock.wall_us()
    sent_us = sent_at_us(read.batch)

    def work(connection: sqlite3.Connection) -> tuple[Stored, str | None]:
        stored = state.ingestor.store(
            connection, source, read.facts, zone=read.batch.zone, now_us=now_us, sent_us=sent_us
        )
        return stored, devices.etag_of(connection, device) if actor.signed else None

    stored, etag = await asyncio.wrap_future(state.writer.submit(work))
    if stored.accepted:
        state.announcer.announce(TimeChanged(actor.user, stored.from_us, stored.to_us))
    return stored, etag


@router.post("/ingest", response_model=ReceiptOut, openapi_extra={"requestBody": {"content": {"application/json": {}}}})
async def ingest(request: Request, actor: ByDevice) -> Response:
    """Store a batch of events; answered after the commit. Safe to send again: an event is (bucket, start, data)."""
    if actor.device is None:
        raise Refusal(403, "auth.device", "This comes from a device: use a write token.")
    now_us = request.app.state.clock.wall_us()
    read = await _read(request, await _body(request), now_us)
    stored, etag = await _store(request, actor, actor.device, read)
    receipt = Receipt(
        batch_id=read.batch.batch_id,
        accepted=stored.accepted,
        duplicate=len(read.facts) - stored.accepted,
        rejected=read.rejected,
        server_time=rfc3339(now_us),
        config_etag=etag,
    )
    return Response(_encode(receipt), media_type="application/json")


@router.get("/buckets")
def list_buckets(actor: Reader, data: Data) -> BucketList:
    """List every stream of events, and when each last held one."""
    with data.reading() as session:
        connection = driver(session)
        uids = {device.id: device.uid for device in devices.devices_of(session, actor.user)}
        found = [
            (bucket, reading.last_event_us(connection, bucket.id))
            for bucket in reading.buckets_of(connection, actor.user)
        ]
    return BucketList(
        buckets=[
            BucketOut(
                id=bucket.aw_id,
                device=uids.get(bucket.device, ""),
                name=bucket.name,
                kind=bucket.kind,
                type=bucket.type,
                client=bucket.client,
                hostname=bucket.hostname,
                created=rfc3339(bucket.created_us),
                last_event=None if last is None else rfc3339(last),
            )
            for bucket, last in found
        ]
    )


@router.get("/events/recent")
def recent_events(
    actor: Reader, data: Data, limit: Annotated[int, Query(ge=1, le=reading.RECENT_MOST)] = 50
) -> RecentEvents:
    """List the newest events over all streams, newest first: the live feed."""
    with data.reading() as session:
        connection = driver(session)
        found = reading.recent(connection, reading.buckets_of(connection, actor.user), limit)
    return RecentEvents(
        events=[
            RecentEventOut(
                id=event.id,
                bucket=event.bucket.aw_id,
                kind=event.bucket.kind,
                device=event.bucket.hostname,
                start=rfc3339(event.start_us),
                end=rfc3339(event.start_us + event.duration_us),
                seconds=event.duration_us / 1e6,
                app=event.app,
                title=event.title,
                domain=event.domain,
                state=event.state,
            )
            for event in found
        ]
    )


@router.get("/zones")
def list_zones(actor: Reader, data: Data) -> ZoneHistory:
    """List the zones you lived in, oldest first; the first holds from the beginning."""
    with data.reading() as session:
        known = zones.zones_of(driver(session), actor.user)
        home = profile(session, actor.user).zone
    later = [ZoneFrom(since=from_us(since), zone=zone) for since, zone in known[1:]]
    return ZoneHistory(zones=[ZoneFrom(zone=known[0][1] if known else home), *later])


@router.put("/zones")
def change_zones(request: Request, actor: Owner, data: Data, wanted: ZoneHistory) -> ZoneHistory:
    """Set where you lived when; local days of all time follow at once."""
    now_us = request.app.state.clock.wall_us()
    with data.writing() as session:
        zones.replace(driver(session), actor.user, [(_since_us(one, now_us), one.zone) for one in wanted.zones])
    request.app.state.announcer.announce(TimeChanged(actor.user, 0, now_us))
    return list_zones(actor, data)


def _since_us(one: ZoneFrom, now_us: int) -> int:
    since_us = 0 if one.since is None else to_us(one.since)
    if not 0 <= since_us <= now_us:
        raise Refusal(400, "zone.history", "A zone begins between 1970 and now.")
    return since_us
