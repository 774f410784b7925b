"""What of an observation may be kept. Runs in memory, before anything is compared, queued or written.

In this order: (1) private windows, lock screens and excluded applications become one nameless thing; (2) the person's
own rules; (3) secrets in text; (4) addresses, to their host unless allowed, never with their query; (5) length caps.
What cannot be judged is treated as private. `redact` is idempotent, and what it hides leaves no trace in its answer.

The agent runs this on everything it sees: no pattern engine but the standard one, no array library.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from types import MappingProxyType
from urllib.parse import unquote

from daywright.core import globs
from daywright.core.applications import Family, application_key, family_of
from daywright.core.domains import domain_of, domain_pattern
from daywright.core.private_windows import EXCLUDED_APPS, is_among, is_lock_screen, is_private_window
from daywright.core.rules import Field, Op
from daywright.core.secrets import scrub
from daywright.core.titles import normalise, readable

APP_CAP = 256
TEXT_CAP = 1_024
FULL_ADDRESS_CAP = 2_048
_READ_CAP = 8_192
_ROUNDS = 8
# Where a browser's own words stand in a title; a longer title may have lost them on its way here. A message of Wayland
# holds 4,096 bytes: Chromium cuts titles at 4,000 of them, GTK at 4,083, and both may cut a character in two.
_TITLE_END = 400
_CUT_FROM_BYTES = 3_950


class Capture(IntEnum):
    """How much of an observation a person lets through; each level holds the ones before it."""

    NOTHING = 0
    PLACE = 1
    """The application, the domain, the project."""
    TITLE = 2
    ADDRESS = 3
    """Addresses without their query, and paths of files."""


class Act(StrEnum):
    """What a person's rule does."""

    EXCLUDE = "exclude"
    HIDE_TITLE = "hide_title"


@dataclass(frozen=True, slots=True)
class PrivacyRule:
    """A person's wish about what looks like this. Case never counts.

    A domain stands for itself and everything below it. Where only a browser's title is known, a rule about a domain
    holds for titles that name it.
    """

    field: Field
    op: Op
    value: str
    act: Act

    def __post_init__(self) -> None:
        if self.field not in {Field.APP, Field.TITLE, Field.DOMAIN}:
            raise ValueError(f"privacy rules look at app, title or domain, not {self.field}")
        if self.op not in {Op.EQUALS, Op.CONTAINS, Op.GLOB}:
            raise ValueError(f"privacy rules compare by equals, contains or glob, not {self.op}")
        if not self.value.strip():
            raise ValueError("a privacy rule needs a value")


_DEFAULT_CAPTURE: Mapping[str, Capture] = MappingProxyType({"window": Capture.TITLE, "web": Capture.PLACE})


@dataclass(frozen=True, slots=True)
class Policy:
    """What a person allows. Without changes: window titles, the domains of pages, the files of editors."""

    rules: tuple[PrivacyRule, ...] = ()
    excluded_apps: frozenset[str] = EXCLUDED_APPS
    """Keys as of `application_key`."""
    capture: Mapping[str, Capture] = field(default_factory=lambda: _DEFAULT_CAPTURE)
    """By kind; kinds that are not listed are captured whole."""
    address_mark: Callable[[str], str] | None = None
    """A keyed hash of a whole address, if the person allows to recognise addresses without reading them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a watcher saw; "" is absent."""

    kind: str
    app: str = ""
    window_class: str = ""
    """A further name of the application, for rules only: never kept."""
    title: str = ""
    url: str = ""
    url_mark: str = ""
    file: str = ""
    project: str = ""
    language: str = ""
    branch: str = ""
    incognito: bool | None = None
    """None: nobody can tell."""
    locked: bool = False


PRIVATE = Observation(kind="private")
"""All that is kept of what is private: that something was in front."""


def redact(seen: Observation, policy: Policy) -> Observation | None:
    """What may be kept of an observation: less of it, PRIVATE, or None where this kind is not captured at all."""
    if seen == PRIVATE:
        return PRIVATE
    level = policy.capture.get(seen.kind, Capture.ADDRESS)
    if level is Capture.NOTHING:
        return None
    if _lost_its_end(seen):
        return PRIVATE
    seen = _readable(seen)
    if _is_private(seen, policy):
        return PRIVATE
    acts = {rule.act for rule in policy.rules if _concerns(rule, seen)}
    if Act.EXCLUDE in acts:
        return PRIVATE
    return _kept(seen, min(level, Capture.PLACE) if Act.HIDE_TITLE in acts else level, policy)


def _lost_its_end(seen: Observation) -> bool:
    """A title too long to have come whole may have lost the words that call its window private."""
    long = len(seen.title.encode(errors="replace")) > _CUT_FROM_BYTES
    return long and family_of(seen.app) in {Family.BROWSER, None}


def _readable(seen: Observation) -> Observation:
    """One bounded line per text, so that nothing invisible keeps a rule or a secret from being found."""
    return replace(
        seen,
        app=readable(seen.app[:_READ_CAP])[:APP_CAP].strip(),
        window_class=readable(seen.window_class[:_READ_CAP])[:APP_CAP].strip(),
        title=readable(seen.title[:_READ_CAP]),
        url=readable(seen.url[:_READ_CAP]),
        file=readable(seen.file[:_READ_CAP]),
        project=readable(seen.project[:_READ_CAP]),
        language=readable(seen.language[:_READ_CAP]),
        branch=readable(seen.branch[:_READ_CAP]),
    )


def _is_private(seen: Observation, policy: Policy) -> bool:
    names = (seen.app, seen.window_class)
    if seen.locked or seen.incognito or is_lock_screen(*names) or is_among(names, policy.excluded_apps):
        return True
    if any(is_private_window(name, seen.title[-_TITLE_END:]) for name in {*names} - {""} or {""}):
        return True
    # Uncertain: a page nobody vouches for, an address that cannot be read.
    return (seen.kind == "web" and seen.incognito is None) or (
        bool(seen.url) and not domain_of(seen.url) and not _HOSTLESS.match(seen.url)
    )


_HOSTLESS = re.compile(
    r"(?P<scheme>file|about|data|javascript|blob|view-source|resource|devtools|chrome|edge|brave|opera|vivaldi|"
    r"[a-z-]{2,16}-extension):",
    re.IGNORECASE,
)


def _concerns(rule: PrivacyRule, seen: Observation) -> bool:
    value = rule.value.casefold().strip()
    match rule.field:
        case Field.APP:
            return any(
                _compares(rule.op, value, name.casefold())
                or (rule.op is Op.EQUALS and application_key(name) == application_key(value))
                for name in (seen.app, seen.window_class)
                if name
            )
        case Field.TITLE:
            shown = {seen.title.casefold(), normalise(seen.title).casefold()} - {""}
            return any(_compares(rule.op, value, title) for title in shown)
        case _:
            return _concerns_domain(rule.op, value, seen)


def _concerns_domain(op: Op, value: str, seen: Observation) -> bool:
    if seen.url:
        domain = domain_of(seen.url)
        if op is not Op.EQUALS:
            return bool(domain) and _compares(op, value, domain)
        wanted = domain_pattern(value) or value
        return domain == wanted or domain.endswith(f".{wanted}")
    if not seen.title or family_of(seen.app or seen.window_class) not in {Family.BROWSER, None}:
        return False
    return _names_site(value, normalise(seen.title).casefold())


def _names_site(value: str, title: str) -> bool:
    """True if a title speaks of the site: by its domain, or by its name as one of the title's parts."""
    bare = value.strip("*.? ")
    if bare and bare in title:
        return True
    names = {name for name in re.split(r"[*.?/\s]+", bare)[:-1] if len(name) >= _NAME_LENGTH}
    parts = {re.sub(r"\W+", "", part) for part in re.split(r"\s[-–—|·•:]\s|: ", title)}
    words = set(re.findall(r"[\w-]+", title))
    return not names.isdisjoint(parts) or any(len(name) >= _TELLING_LENGTH and name in words for name in names)


_NAME_LENGTH = 3
_TELLING_LENGTH = 6
"""A name this long is no ordinary word by accident; shorter ones must be a whole part of the title."""


def _compares(op: Op, value: str, text: str) -> bool:
    match op:
        case Op.EQUALS:
            return value == text
        case Op.CONTAINS:
            return value in text
        case _:
            return globs.matches(value, text)


def _kept(seen: Observation, level: Capture, policy: Policy) -> Observation:
    mark = policy.address_mark
    return Observation(
        kind=seen.kind,
        app=seen.app,
        title=_title(seen.title) if level >= Capture.TITLE else "",
        url=_address(seen.url, level),
        url_mark=seen.url_mark or (mark(seen.url) if mark and seen.url else ""),
        file=_capped(seen.file, TEXT_CAP) if level >= Capture.ADDRESS else "",
        project=_capped(seen.project, APP_CAP),
        language=_capped(seen.language, APP_CAP),
        branch=_capped(seen.branch, APP_CAP),
        incognito=seen.incognito,
    )


def _title(title: str) -> str:
    """Scrubbed before it is cut, as half a secret has no shape; and after, as noise may have split one."""
    for _round in range(_ROUNDS):
        calm = normalise(scrub(title))
        if calm == title:
            return calm
        title = calm
    return ""  # a title that never comes to rest is made to deceive


def _address(url: str, level: Capture) -> str:
    """The scheme and the host; with their permission the path as well, free of secrets."""
    if not url:
        return ""
    domain = domain_of(url)
    if not domain:
        found = _HOSTLESS.match(url)
        return f"{found['scheme'].lower()}:" if found else ""
    scheme, _, rest = url.partition("://")
    if not rest or not scheme.isalnum():
        scheme, rest = "https", ""
    host = f"[{domain}]" if ":" in domain else domain
    if level < Capture.ADDRESS:
        return f"{scheme.lower()}://{host}/"
    path = re.split(r"[?#]", rest, maxsplit=1)[0].partition("/")[2]
    spoken = unquote(path)
    safe = scrub(spoken)
    return f"{scheme.lower()}://{host}/{path if safe == spoken else safe}"[:FULL_ADDRESS_CAP]


def _capped(text: str, cap: int) -> str:
    return scrub(text)[:cap].strip()
