"""What categories' routes take and answer."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from daywright.core.rules import Kind

MOST_ENTRIES = 5000  # more than any list of rules may hold; each wrong one among them costs an error

Given = TypeVar("Given")


def _few(entries: Given) -> Given:
    if isinstance(entries, list) and len(entries) > MOST_ENTRIES:
        raise ValueError(f"at most {MOST_ENTRIES} entries")
    return entries


class CategoryOut(BaseModel):
    """A node of the tree."""

    path: list[str]
    weight: int = Field(ge=-2, le=2)
    colour: str | None
    role: str
    kind: Kind


class RuleOut(BaseModel):
    """`field` compared by `op`: with `value`, or with any of `values`."""

    category: list[str]
    field: str
    op: str
    value: str | None = None
    values: list[str] | None = None
    ignore_case: bool


class WarningOut(BaseModel):
    """A doubt about a rule that was stored all the same."""

    code: str
    pointer: str
    detail: str


class Rules(BaseModel):
    """A user's category tree and ordered rules; the first rule that matches wins."""

    revision: int
    categories: list[CategoryOut]
    rules: list[RuleOut]
    warnings: list[WarningOut] = Field(default=[], description="doubts about what was just stored")


class NewRules(BaseModel):
    """A new tree and rules, based on `revision`; checked member by member, so that every problem is named."""

    model_config = ConfigDict(extra="allow")

    revision: int
    categories: Annotated[list[dict[str, object]], BeforeValidator(_few)]
    rules: Annotated[list[dict[str, object]], BeforeValidator(_few)]
