"""What a person's labels are made of: a tree of categories and an ordered list of rules, first match wins.

A rule looks at one field of one observation, so it can be applied to the dictionary instead of the events. An absent
label ("") matches nothing. How documents become these values is in `rule_documents`, how they match in `matching`.
"""

from dataclasses import dataclass
from enum import StrEnum

CategoryPath = tuple[str, ...]

NO_RULE = 2**31 - 1
"""Where no rule matched: behind every rule, so that the minimum of two first matches is the better placed."""

PATH_SIGN = " › "
SIGNAL_FROM = 1
NOISE_UP_TO = -1


class Kind(StrEnum):
    """What time in a category counts as."""

    SIGNAL = "signal"
    NOISE = "noise"
    NEUTRAL = "neutral"
    UNCATEGORISED = "uncategorised"


class Role(StrEnum):
    """What a category is for. Focus blocks, meetings and breaks are told apart by it, never by its name."""

    FOCUS = "focus"
    COMMUNICATION = "communication"
    MEETING = "meeting"
    NEUTRAL = "neutral"
    NOISE = "noise"
    PERSONAL = "personal"


class Field(StrEnum):
    """What a rule may look at."""

    APP = "app"
    TITLE = "title"
    DOMAIN = "domain"
    URL = "url"
    PROJECT = "project"
    LANGUAGE = "language"
    BRANCH = "branch"
    FILE = "file"


class Op(StrEnum):
    """How a rule compares. A glob knows `*` and `?` and covers the whole label; a regular expression is RE2's."""

    EQUALS = "equals"
    CONTAINS = "contains"
    DOMAIN_SUFFIX = "domain_suffix"
    GLOB = "glob"
    REGEX = "regex"


def kind_of(weight: int | None) -> Kind:
    """A weight −2…+2 → signal, noise or neutral; None, the weight of no category, is uncategorised."""
    if weight is None:
        return Kind.UNCATEGORISED
    if weight >= SIGNAL_FROM:
        return Kind.SIGNAL
    return Kind.NOISE if weight <= NOISE_UP_TO else Kind.NEUTRAL


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the tree, named by its whole path."""

    path: CategoryPath
    weight: int
    colour: str | None
    """`#rrggbb`, or None to take the parent's."""
    role: Role

    @property
    def label(self) -> str:
        """`Work › Docs`."""
        return PATH_SIGN.join(self.path)

    @property
    def kind(self) -> Kind:
        """Signal, noise or neutral."""
        return kind_of(self.weight)


@dataclass(frozen=True, slots=True)
class Rule:
    """`field` compared by `op` with any of `values` gives `category`."""

    category: CategoryPath
    field: Field
    op: Op
    values: tuple[str, ...]
    ignore_case: bool = True


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A tree and its rules, in order. Every rule's category is in the tree, as is every category's parent."""

    categories: tuple[Category, ...] = ()
    rules: tuple[Rule, ...] = ()

    def category_numbers(self) -> list[int]:
        """Rule number → index of its category."""
        index = {category.path: number for number, category in enumerate(self.categories)}
        return [index[rule.category] for rule in self.rules]
