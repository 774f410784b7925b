"""The socket an open page listens on."""

import asyncio

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from daywright import __version__
from daywright.kit.clock import rfc3339
from daywright.server.foundation.dependencies import Reader
from daywright.server.live.service import Hub, Listener

router = APIRouter()


@router.websocket("/api/v1/live")
async def live(socket: WebSocket, actor: Reader) -> None:
    """Greet, then push `{"changed": {"from", "to"}}` whenever recorded time changes."""
    hub: Hub = socket.app.state.hub
    listener = Listener(asyncio.get_running_loop())
    hub.join(actor.user, listener)
    try:
        await socket.accept()
        await socket.send_json({"hello": {"version": __version__}})
        pushing = asyncio.create_task(_push(socket, listener))
        try:
            while True:
                await socket.receive_text()
        finally:
            pushing.cancel()
    except WebSocketDisconnect:
        pass
    finally:
        hub.leave(actor.user, listener)


async def _push(socket: WebSocket, listener: Listener) -> None:
    while True:
        from_us, to_us = await listener.next()
        await socket.send_json({"changed": {"from": rfc3339(from_us), "to": rfc3339(to_us)}})
