"""What the routes ask for: who calls, a body of JSON, this machine, the receiver."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from daywright.server.activitywatch.service import access
from daywright.server.activitywatch.service.buckets import Place
from daywright.server.activitywatch.service.receiver import Receiver
from daywright.server.foundation.access import Actor
from daywright.server.foundation.errors import Refusal

JSON = "application/json"


async def json_body(request: Request) -> bytes:
    """Read a body that says it is JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise Refusal(415, "body.type", "The body must be application/json.")
    return await request.body()


async def _place(request: Request) -> Place:
    state = request.app.state
    return Place(state.database, state.device, state.clock.wall_us())


async def _receiver(request: Request) -> Receiver:
    receiver: Receiver = request.app.state.receiver
    return receiver


def answer(content: bytes) -> Response:
    """Answer JSON that is written already."""
    return Response(content, media_type=JSON)


Greeted = Annotated[Actor, Depends(access.greeting)]
Reporter = Annotated[Actor, Depends(access.reporting)]
Looker = Annotated[Actor, Depends(access.reading)]
Editor = Annotated[Actor, Depends(access.editing)]
Body = Annotated[bytes, Depends(json_body)]
Here = Annotated[Place, Depends(_place)]
Receives = Annotated[Receiver, Depends(_receiver)]
