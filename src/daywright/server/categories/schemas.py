"""What categories' routes take and answer."""

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from daywright.core.rule_documents import Problem, document_of
from daywright.core.rules import Kind, RuleSet

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


class Document(BaseModel):
    """A tree and rules as sent; checked member by member, so that every problem is named."""

    model_config = ConfigDict(extra="allow")

    categories: Annotated[list[dict[str, object]], BeforeValidator(_few)]
    rules: Annotated[list[dict[str, object]], BeforeValidator(_few)]

    def plain(self) -> dict[str, object]:
        """Return what the core reads; members that are null count as left out, so that an answer can be sent back."""
        return {
            name: [{key: value for key, value in entry.items() if value is not None} for entry in listed]
            for name, listed in (("categories", self.categories), ("rules", self.rules))
        }


class NewRules(Document):
    """A new tree and rules, based on `revision`."""

    revision: int


class RulesFile(BaseModel):
    """Tree and rules as a file of their own; both members are what `PUT /rules` takes."""

    format: str = "daywright rules 1"
    exported: str
    revision: int = Field(description="which revision this was; send the one that holds when putting it back")
    categories: list[CategoryOut]
    rules: list[RuleOut]

    def text(self) -> str:
        """Return what stands in the file."""
        return self.model_dump_json(indent=2, exclude_none=True) + "\n"


class RevisionOut(BaseModel):
    """An earlier, or the present, version of the rules."""

    revision: int
    created: str
    categories: int = Field(description="how many there are")
    rules: int = Field(description="how many there are")
    rules_added: int = Field(description="since the revision before; a changed rule is one removed and one added")
    rules_removed: int


class History(BaseModel):
    """The kept revisions, newest first; the first one holds."""

    revisions: list[RevisionOut]


class Restore(BaseModel):
    """Which revision to go back to."""

    revision: int


def categories_out(ruleset: RuleSet) -> list[CategoryOut]:
    """Write a tree down."""
    return [
        CategoryOut(
            path=list(category.path),
            weight=category.weight,
            colour=category.colour,
            role=category.role.value,
            kind=category.kind,
        )
        for category in ruleset.categories
    ]


def rules_out(ruleset: RuleSet) -> list[RuleOut]:
    """Write rules down, in their order."""
    return [RuleOut.model_validate(_single(rule)) for rule in document_of(ruleset)["rules"]]


def rules_file(revision: int, ruleset: RuleSet, exported: str) -> RulesFile:
    """Write a rule set down as a file."""
    categories, rules = categories_out(ruleset), rules_out(ruleset)
    return RulesFile(exported=exported, revision=revision, categories=categories, rules=rules)


def warnings_out(doubts: Iterable[Problem]) -> list[WarningOut]:
    """Write doubts down."""
    return [WarningOut(code=doubt.code, pointer=doubt.pointer, detail=doubt.detail) for doubt in doubts]


def _single(rule: dict[str, object]) -> dict[str, object]:
    """Write one value as `value`."""
    values = rule["values"]
    if isinstance(values, list) and len(values) == 1:
        return {**{name: member for name, member in rule.items() if name != "values"}, "value": values[0]}
    return rule
