"""Tree and rules: what a context means to the user. No rule depends on device or time of day."""

from daywright.server.categories.routes import router
from daywright.server.categories.schemas import (
    CategoryOut,
    Document,
    RuleOut,
    WarningOut,
    categories_out,
    rules_file,
    rules_out,
    warnings_out,
)
from daywright.server.categories.service import (
    Labelling,
    Labellings,
    checked,
    ensure_rules,
    first_rules,
    newest,
    replace,
)

__all__ = [
    "CategoryOut",
    "Document",
    "Labelling",
    "Labellings",
    "RuleOut",
    "WarningOut",
    "categories_out",
    "checked",
    "ensure_rules",
    "first_rules",
    "newest",
    "replace",
    "router",
    "rules_file",
    "rules_out",
    "warnings_out",
]
