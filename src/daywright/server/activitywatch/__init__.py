"""The face that ActivityWatch's watchers, scripts and dashboard know: `/api/0`, on top of `events`."""

from daywright.server.activitywatch.routes import router
from daywright.server.activitywatch.service.access import FACE
from daywright.server.activitywatch.service.receiver import Receiver

__all__ = ["FACE", "Receiver", "router"]
