"""Which buckets to read: those the person named, else those of this machine, by type and host. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from daywright.core.applications import application_of
from daywright.wire.activitywatch import Bucket

TYPES: Final = {"window": "currentwindow", "afk": "afkstatus", "web": "web.tab.current"}
SYNCED: Final = "-synced-from-"
HOST_SIGN: Final = "{hostname}"
NOBODY: Final = frozenset({"", "unknown"})  # browsers do not know the name of their machine


@dataclass(frozen=True, slots=True)
class Wanted:
    """Ids of buckets, as far as the person named them; `{hostname}` stands for this machine."""

    hostname: str
    window: str = ""
    afk: str = ""
    web: str = ""

    def named(self, signal: str) -> list[str]:
        """Return the ids named for a signal; several are separated by commas."""
        told: str = getattr(self, signal)
        return [name.strip().replace(HOST_SIGN, self.hostname) for name in told.split(",") if name.strip()]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A bucket of theirs and the bucket of ours its events go to."""

    id: str
    signal: str
    bucket: str
    app: str = ""


def choose(buckets: Iterable[Bucket], wanted: Wanted) -> tuple[list[Chosen], list[str]]:
    """Return the buckets to read, and in words what is missing."""
    known = list(buckets)
    chosen: list[Chosen] = []
    missing: list[str] = []
    for signal, kind in TYPES.items():
        names = wanted.named(signal)
        if names:
            there = {one.id for one in known}
            missing += [f"there is no bucket {name}" for name in names if name not in there]
            found = [name for name in names if name in there]
        else:
            found = _found([one for one in known if one.type == kind and SYNCED not in one.id], wanted.hostname)
            if not found and signal != "web":
                missing.append(f"there is no {signal} bucket of {wanted.hostname}")
        chosen += [_chosen(name, signal) for name in found]
    return chosen, missing


def _found(candidates: list[Bucket], hostname: str) -> list[str]:
    """Return those of this host and of no host; where this host has none and only one other has, those of that one."""
    host = hostname.casefold()
    own = [one.id for one in candidates if one.hostname.casefold() in {host, *NOBODY}]
    others = {one.hostname.casefold() for one in candidates}
    return own or ([one.id for one in candidates] if len(others) == 1 else [])


def _chosen(name: str, signal: str) -> Chosen:
    app = application_of(signal, name) if signal == "web" else ""
    return Chosen(name, signal, f"{signal}-{app}" if app.isascii() and app.replace("-", "").isalnum() else signal, app)
