"""Which rules would explain time that has no category: one proposal per site, application or repeated part of a title.

A page is proposed by its domain, anything else by its application; a browser explains nothing, so its windows without
a known page are proposed by the name of the site that ends their titles. Proposals are ranked by the time they explain;
how much that is exactly, and that no time counts twice, is found by matching them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from daywright.core.applications import Family, family_of
from daywright.core.rules import Field, Op

SEPARATOR: Final = re.compile(r"\s+[-–—|·•:]\s+")
SHORTEST_PART: Final = 3
LONGEST_PART: Final = 60
MOST_OF_PARENT: Final = 0.6
"""When one subdomain has more of its parent's time than this, it is proposed itself."""

SHARED: Final = frozenset(
    {
        *("google.com", "microsoft.com", "live.com", "office.com", "apple.com", "yahoo.com", "sharepoint.com"),
        *("github.io", "gitlab.io", "readthedocs.io", "vercel.app", "netlify.app", "pages.dev", "web.app"),
        *("blogspot.com", "wordpress.com", "substack.com", "medium.com", "tumblr.com", "fandom.com", "notion.site"),
        *("herokuapp.com", "amazonaws.com", "azurewebsites.net", "atlassian.net", "slack.com"),
    }
)
"""Domains whose subdomains have nothing to do with each other."""

SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gv", "ne", "net", "nom", "or", "org", "sch"})


class Seen(NamedTuple):
    """Time of one thing without a category."""

    app: str
    title: str
    domain: str
    project: str
    ms: int


class Proposal(NamedTuple):
    """A rule without a category, and the time it was thought of for."""

    field: Field
    op: Op
    value: str
    ms: int


def proposals(seen: Iterable[Seen], limit: int) -> list[Proposal]:
    """Propose at most `limit` rules, those that explain most first."""
    total: dict[tuple[Field, Op, str], int] = defaultdict(int)
    for one in seen:
        for key in _keys(one):
            total[key] += one.ms
    ranked = [Proposal(*key, ms) for key, ms in _by_parents(total).items() if ms > 0]
    return sorted(ranked, key=lambda one: (-one.ms, one.field, one.value))[:limit]


def _keys(one: Seen) -> Iterator[tuple[Field, Op, str]]:
    if one.domain:
        yield Field.DOMAIN, Op.DOMAIN_SUFFIX, one.domain
    elif one.app and family_of(one.app) is not Family.BROWSER:
        yield Field.APP, Op.EQUALS, one.app
    elif one.app and (part := site_part(one.title)):
        yield Field.TITLE, Op.CONTAINS, part
    elif one.project:
        yield Field.PROJECT, Op.EQUALS, one.project
    elif not one.app and one.title:
        yield Field.TITLE, Op.EQUALS, one.title


def site_part(title: str) -> str:
    """`Cats - YouTube — Mozilla Firefox` → `YouTube`; empty when a browser's title names no site of its own."""
    parts = SEPARATOR.split(title)
    while len(parts) > 1 and _names_browser(parts[-1]):
        parts.pop()
    last = parts[-1].strip()
    return last if len(parts) > 1 and SHORTEST_PART <= len(last) <= LONGEST_PART else ""


def _names_browser(part: str) -> bool:
    words = part.casefold().replace("\u200e", "").split()
    named = (" ".join(words), words[-1] if words else "", " ".join(words[-2:]))
    return part.startswith("Profile ") or any(family_of(name) is Family.BROWSER for name in named)


def parent_domain(domain: str) -> str:
    """`a.b.example.co.uk` → `example.co.uk`; empty for what has no parent worth a rule."""
    labels = domain.split(".")
    if labels[-1].isdigit() or ":" in domain:
        return ""
    known = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else 2  # noqa: PLR2004
    parent = ".".join(labels[-known:])
    return parent if len(labels) > known and parent not in SHARED else ""


def _by_parents(total: Mapping[tuple[Field, Op, str], int]) -> dict[tuple[Field, Op, str], int]:
    """Put subdomains together under their parent where none of them stands out."""
    families: dict[str, list[tuple[Field, Op, str]]] = defaultdict(list)
    for key in total:
        if key[0] is Field.DOMAIN:
            families[parent_domain(key[2]) or key[2]].append(key)
    joined = dict(total)
    for parent, keys in families.items():
        whole = sum(total[key] for key in keys)
        if len(keys) > 1 and max(total[key] for key in keys if key[2] != parent) <= MOST_OF_PARENT * whole:
            for key in keys:
                joined.pop(key)
            joined[Field.DOMAIN, Op.DOMAIN_SUFFIX, parent] = whole
    return joined
