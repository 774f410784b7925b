"""The face that ActivityWatch's watchers, scripts and dashboard know: `/api/0`, on top of `events`."""

from daywright.server.activitywatch.routes import router
from daywright.server.activitywatch.routes.events import shortcut
from daywright.server.activitywatch.service.access import FACE
from daywright.server.activitywatch.service.history import Brought, Home, Tally, bring
from daywright.server.activitywatch.service.query import Queries
from daywright.server.activitywatch.service.receiver import Receiver
from daywright.server.activitywatch.service.sources import Source, SourceError, open_source

__all__ = [
    "FACE",
    "Brought",
    "Home",
    "Queries",
    "Receiver",
    "Source",
    "SourceError",
    "Tally",
    "bring",
    "open_source",
    "router",
    "shortcut",
]
