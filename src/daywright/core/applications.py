"""One name for an application, whatever its window manager calls it.

`Navigator`, `firefox-esr`, `Firefox.exe` and `org.mozilla.firefox` are one browser. What is not in the table keeps its
own name. Besides, the table says in whose windows the pages of a web bucket and the files of an editor bucket show.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

REMEMBERED: Final = 8192
"""Different names a person meets in years; each costs two regular expressions once."""


class Family(Enum):
    """What an application is to us."""

    BROWSER = "browser"
    EDITOR = "editor"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Application:
    """One row: the key is the first way to fold its name, `also` are the others.

    `show`: keys of further applications in whose windows the pages or files of its bucket appear.
    """

    key: str
    name: str
    family: Family
    also: tuple[str, ...] = ()
    show: tuple[str, ...] = ()


def application_key(name: str) -> str:
    """Return the key under which all spellings of an application meet: `Navigator` → `firefox`.

    An unknown name is its own key, without case, `.exe` and the like.
    """
    return _key(name)


def display_name(name: str) -> str:
    """Return how people call it: `code-oss` → `VS Code`; an unknown name as it is, without `.exe` and the like."""
    known = APPLICATIONS.get(_key(name))
    return known.name if known else ENDING.sub("", name.strip())


def is_browser(name: str) -> bool:
    """Tell whether windows of this application show pages."""
    known = APPLICATIONS.get(_key(name))
    return known is not None and known.family is Family.BROWSER


def applications_of(kind: str, bucket: str) -> frozenset[str]:
    """Return the keys of the applications in whose windows a bucket's pages or files show.

    `kind` is `web`, `editor` or `beat`, `bucket` its name: `web-firefox`, `aw-watcher-web-chrome_HOST`,
    `aw-watcher-vscode_HOST`, or for heartbeats the editor. A bucket that names no application may show in any browser,
    or in any editor with windows of its own. Other kinds show nowhere.
    """
    if kind not in SHOWING:
        return frozenset()
    named = _named(kind, bucket)
    if not named:
        return frozenset(key for key, known in APPLICATIONS.items() if known.family is SHOWING[kind])
    if named in VENDORS:
        return VENDORS[named]
    known = APPLICATIONS.get(named)
    return frozenset({named, *known.show}) if known else frozenset({named})


def application_of(kind: str, bucket: str) -> str:
    """Return the key of the one application a web, editor or beat bucket belongs to, empty where it names none."""
    named = _named(kind, bucket) if kind in SHOWING else ""
    return "" if named in VENDORS else named


def _named(kind: str, bucket: str) -> str:
    """The application a bucket's name speaks of, as a key: what is left without prefix, kind and host."""
    rest = PREFIX.sub("", bucket.strip().casefold())
    rest = re.sub(rf"^{kind}[0-9]*(?=[-_.]|$)", "", rest)
    if rest.startswith("_"):
        return ""  # only a host is left
    rest = rest.strip("-.")
    for candidate in (rest, rest.partition("_")[0]):
        key = _key(candidate)
        if key in APPLICATIONS or key in VENDORS:
            return key
    key = _key(rest.partition("_")[0])
    return "" if key in NAMELESS else key


@lru_cache(maxsize=REMEMBERED)
def _key(name: str) -> str:
    folded = ENDING.sub("", name.strip().casefold())
    folded = BETWEEN.sub("-", folded)
    return ALIASES.get(folded, folded)


ENDING: Final = re.compile(r"\.(exe|app|desktop)$", re.IGNORECASE)
BETWEEN: Final = re.compile(r"[\s_-]+")
PREFIX: Final = re.compile(r"^(daywright-|aw-watcher-|aw-)")
NAMELESS: Final = frozenset({"", "unknown", "browser", "other"})
SHOWING: Final[Mapping[str, Family]] = MappingProxyType(
    {"web": Family.BROWSER, "editor": Family.EDITOR, "beat": Family.EDITOR}
)
