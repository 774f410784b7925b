"""The tree and rules a new user starts with, and the domains known to distract.

Order: what the address says, then the application, then the title, then the language of a file. Browsers have no rule
of their own: a page nobody knows stays uncategorised, so that it is asked about instead of being called browsing.
"""

from collections.abc import Iterable

from daywright.core.rules import PATH_SIGN, Field, Op, Rule, RuleSet
from daywright.core.starter import apps, pages, sites
from daywright.core.starter.listing import Listing
from daywright.core.starter.tree import CATEGORIES

DISTRACTING: Listing = sites.DISTRACTING
"""The known distracting domains by category."""

DISTRACTING_DOMAINS: tuple[str, ...] = tuple(domain for _category, domains in DISTRACTING for domain in domains)
"""The same in one list. Each stands for itself and everything below it."""

_LOCAL: Listing = (("Development › Local pages", ("127.0.0.1", "0.0.0.0", "::1")),)  # noqa: S104
_LOCAL_NAMES: Listing = (("Development › Local pages", ("localhost", "test", "home.arpa")),)
_OWN: Listing = (("Planning › Tasks & time", (pages.OWN_PAGE,)),)


def _rules(field: Field, op: Op, listed: Listing, *, ignore_case: bool = True) -> Iterable[Rule]:
    for category, values in listed:
        yield Rule(tuple(category.split(PATH_SIGN)), field, op, values, ignore_case)


STARTER = RuleSet(
    CATEGORIES,
    (
        *_rules(Field.TITLE, Op.REGEX, _OWN, ignore_case=False),
        *_rules(Field.DOMAIN, Op.EQUALS, _LOCAL),
        *_rules(Field.DOMAIN, Op.DOMAIN_SUFFIX, _LOCAL_NAMES),
        *_rules(Field.DOMAIN, Op.DOMAIN_SUFFIX, sites.WORK),
        *_rules(Field.DOMAIN, Op.DOMAIN_SUFFIX, sites.MUSIC),
        *_rules(Field.DOMAIN, Op.DOMAIN_SUFFIX, sites.DISTRACTING),
        *_rules(Field.DOMAIN, Op.DOMAIN_SUFFIX, sites.PERSONAL),
        *_rules(Field.DOMAIN, Op.REGEX, sites.WORLDWIDE),
        *_rules(Field.APP, Op.EQUALS, apps.APPS),
        *_rules(Field.APP, Op.GLOB, apps.FAMILIES),
        *_rules(Field.TITLE, Op.REGEX, pages.TITLES, ignore_case=False),
        *_rules(Field.LANGUAGE, Op.EQUALS, pages.LANGUAGES),
    ),
)
"""What a user has before changing anything."""
