"""The day cache, reductions over it, and the pages that read one timeline."""

from daywright.server.timeline.routes import router
from daywright.server.timeline.service.asking import Asking, asking
from daywright.server.timeline.service.days import Days
from daywright.server.timeline.service.pages import day_page
from daywright.server.timeline.service.verifying import Checked, verify

__all__ = ["Asking", "Checked", "Days", "asking", "day_page", "router", "verify"]
