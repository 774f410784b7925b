"""Tree and rules: what a context means to the user. No rule depends on device or time of day."""

from daywright.server.categories.routes import router
from daywright.server.categories.service import Labelling, Labellings, ensure_rules, newest_id

__all__ = ["Labelling", "Labellings", "ensure_rules", "newest_id", "router"]
