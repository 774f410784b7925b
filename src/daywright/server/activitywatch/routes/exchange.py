"""Buckets with all their events, out and in."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from daywright.server.activitywatch import schemas
from daywright.server.activitywatch.routes.given import JSON, Editor, Here, Looker, Receives
from daywright.server.activitywatch.service import importing, reading
from daywright.server.foundation.dependencies import Data

router = APIRouter(prefix="/api/0")


@router.get("/buckets/{bucket}/export", responses=schemas.answers(schemas.EXPORT))
def aw_export_bucket(actor: Looker, data: Data, bucket: str) -> Response:
    """Hand out a bucket with its events as a file."""
    with data.reading() as session:
        pieces = reading.exported(session, actor, bucket)
    return _file(pieces, f"aw-bucket-export_{quote(bucket, safe='')}.json")


@router.get("/export", responses=schemas.answers(schemas.EXPORT))
def aw_export(actor: Looker, data: Data) -> Response:
    """Hand out all buckets with their events as a file."""
    with data.reading() as session:
        pieces = reading.exported(session, actor, None)
    return _file(pieces, "aw-buckets-export.json")


def _file(pieces: list[bytes], name: str) -> Response:
    return StreamingResponse(
        iter(pieces), media_type=JSON, headers={"Content-Disposition": f"attachment; filename={name}"}
    )


@router.post("/import", openapi_extra=schemas.takes(schemas.EXPORT))
async def aw_import(request: Request, actor: Editor, here: Here, receiver: Receives) -> dict[str, int]:
    """Take an export in: buckets that are missing are made, events that are missing are added."""
    kind = request.headers.get("content-type", "")
    files = importing.exports_in(kind, await request.body())
    taken = [await run_in_threadpool(importing.take, receiver, here, actor, file) for file in files]
    return {
        "buckets": sum(one.buckets for one in taken),
        "events": sum(one.events for one in taken),
        "skipped": sum(one.skipped for one in taken),
    }
