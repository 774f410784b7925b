"""Pushes to open pages: what changed, as it changes."""

from daywright.server.live.routes import router
from daywright.server.live.service import Hub

__all__ = ["Hub", "router"]
