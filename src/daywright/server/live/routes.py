"""The socket an open page listens on."""

import asyncio
from contextlib import suppress

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from daywright import __version__
from daywright.kit.clock import rfc3339
from daywright.server.foundation.dependencies import Reader
from daywright.server.foundation.errors import Refusal
from daywright.server.live.service import Hub, Listener

router = APIRouter()

SIGNED_OUT = 4401


@router.websocket("/api/v1/live")
async def live(socket: WebSocket, actor: Reader) -> None:
    """Greet, then push `{"changed": {"from", "to"}}` whenever recorded time changes."""
    hub: Hub = socket.app.state.hub
    listener = Listener(asyncio.get_running_loop())
    if not hub.join(actor.user, listener):
        raise Refusal(503, "live.too_many", "Too many pages are open.")
    pushing: asyncio.Task[None] | None = None
    try:
        await socket.accept()
        await socket.send_json({"hello": {"version": __version__}})
        pushing = asyncio.create_task(_push(socket, listener))
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass  # nothing a page may say matters here
    except WebSocketDisconnect:
        pass
    finally:
        hub.leave(actor.user, listener)
        if pushing:
            pushing.cancel()


async def _push(socket: WebSocket, listener: Listener) -> None:
    with suppress(WebSocketDisconnect):  # the page has left, which its own side notices
        while True:
            from_us, to_us = await listener.next()
            if socket.app.state.authenticate(socket) is None:
                await socket.close(SIGNED_OUT)
                return
            await socket.send_json({"changed": {"from": rfc3339(from_us), "to": rfc3339(to_us)}})
