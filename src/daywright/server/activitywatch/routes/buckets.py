"""Who this server is, and its buckets."""

from socket import gethostname
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from daywright import __version__
from daywright.server.activitywatch import schemas
from daywright.server.activitywatch.routes.given import Body, Editor, Greeted, Here, Looker, Receives, Reporter, answer
from daywright.server.activitywatch.schemas import BucketChange, IncomingBucket
from daywright.server.activitywatch.service import access, buckets, messages
from daywright.server.events import Rank
from daywright.server.foundation.dependencies import Data
from daywright.server.foundation.errors import Refusal

router = APIRouter(prefix="/api/0")

_bucket = msgspec.json.Decoder(IncomingBucket)
_change = msgspec.json.Decoder(BucketChange)


@router.get("/info")
def aw_info(actor: Greeted, data: Data, here: Here) -> dict[str, Any]:
    """Tell which server this is."""
    with data.reading() as session:
        uid = buckets.uid_of(session, here, actor)
    version = f"v{__version__} (daywright)"
    return {"hostname": gethostname(), "version": version, "testing": False, "device_id": uid}


@router.get("/buckets/", responses=schemas.answers({"type": "object"}))
@router.get("/buckets", include_in_schema=False)
def aw_buckets(actor: Looker, data: Data) -> Response:
    """List all buckets by id, each with the time it tells of."""
    with data.reading() as session:
        return answer(buckets.listed(session, actor))


@router.get("/buckets/{bucket}", responses=schemas.answers(schemas.BUCKET))
def aw_bucket(actor: Looker, data: Data, bucket: str) -> Response:
    """Describe a bucket."""
    with data.reading() as session:
        return answer(messages.json_text(buckets.described(session, actor, bucket)))


@router.post("/buckets/{bucket}", openapi_extra=schemas.takes(schemas.BUCKET))
def aw_create_bucket(request: Request, actor: Reporter, here: Here, bucket: str, body: Body) -> Response:
    """Make a bucket; one that is there already stays as it is, and the answer is 304."""
    wanted = messages.read(body, _bucket)
    access.check_bucket(request, bucket, wanted.type)
    made = buckets.create(here, actor, bucket, wanted, Rank.PUSH)
    return answer(b"{}") if made else Response(status_code=304)


@router.put("/buckets/{bucket}", openapi_extra=schemas.takes(schemas.BUCKET))
def aw_change_bucket(actor: Editor, here: Here, bucket: str, body: Body) -> Response:
    """Change what is given of a bucket's type, client, hostname and data."""
    buckets.change(here, actor, bucket, messages.read(body, _change))
    return answer(b"{}")


@router.delete("/buckets/{bucket}")
async def aw_delete_bucket(
    actor: Editor, data: Data, receiver: Receives, bucket: str, force: str | None = None
) -> Response:
    """Delete a bucket and its events; `force=1` says that this is meant."""
    if force in (None, "", "0", "false"):
        await run_in_threadpool(_exists, data, actor, bucket)
        raise Refusal(401, "bucket.force", "Deleting a bucket deletes its events; say `force=1` if that is meant.")
    await receiver.delete_bucket(actor, bucket)
    return answer(b"{}")


def _exists(data: Data, actor: Editor, bucket: str) -> None:
    with data.reading() as session:
        buckets.described(session, actor, bucket)
