"""What is told about rules: what they would move, what they take, which are missing."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from daywright.server.categories import CategoryOut, Document, RuleOut, WarningOut


class PreviewWanted(Document):
    """A tree and rules to try, over a range (all time without one)."""

    start: str | None = None
    end: str | None = None


class MoveOut(BaseModel):
    """Time that would have another category."""

    model_config = ConfigDict(populate_by_name=True)

    before: str = Field(serialization_alias="from", description="`Work › Docs` or `Uncategorised`")
    after: str = Field(serialization_alias="to")
    seconds: float


class PreviewOut(BaseModel):
    """What a change of rules would move."""

    moved_seconds: float
    days: int = Field(description="local days on which anything would move")
    moves: list[MoveOut] = Field(description="longest first")
    warnings: list[WarningOut]


class HitOut(BaseModel):
    """Time that one rule decides; `rule` is its place in the list."""

    rule: int
    seconds: float


class Hits(BaseModel):
    """Every rule that decides any time of the range."""

    hits: list[HitOut]


class Example(BaseModel):
    """Something a suggestion would match."""

    app: str
    title: str


class SuggestionOut(BaseModel):
    """A rule that would explain time without a category. No time counts for two of them."""

    field: str
    op: str
    value: str
    seconds: float
    contexts: int = Field(description="distinct things it would match")
    examples: list[Example]
    category: list[str] | None = Field(description="where it may belong; null when nothing tells")


class SuggestionsOut(BaseModel):
    """Rules to consider, those that explain most first."""

    uncategorised_seconds: float
    suggestions: list[SuggestionOut]


class ImportWanted(BaseModel):
    """Categories of another program; `classes` is what ActivityWatch keeps under that setting."""

    source: Literal["activitywatch"]
    classes: list[object]
    start: str | None = None
    end: str | None = None


class ImportOut(PreviewOut):
    """The converted tree and rules, and what they would move. Nothing is applied: send them to `PUT /rules`."""

    categories: list[CategoryOut]
    rules: list[RuleOut]
