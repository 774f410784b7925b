"""The day cache, reductions over it, and the pages that read one timeline."""

from daywright.server.timeline.routes import router
from daywright.server.timeline.schemas import DayPage
from daywright.server.timeline.service.asking import Asking, asking, parse_date
from daywright.server.timeline.service.days import day_versions
from daywright.server.timeline.service.labelled import Readers
from daywright.server.timeline.service.pages import day_page
from daywright.server.timeline.service.relabelling import Preview, ground, preview
from daywright.server.timeline.service.suggesting import Suggestion, suggestions
from daywright.server.timeline.service.verifying import Checked, verify

__all__ = [
    "Asking",
    "Checked",
    "DayPage",
    "Preview",
    "Readers",
    "Suggestion",
    "asking",
    "day_page",
    "day_versions",
    "ground",
    "parse_date",
    "preview",
    "router",
    "suggestions",
    "verify",
]
