"""What this machine says of where it is: the names of time zones it gives, the best first."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

_LIBRARY = "zoneinfo/"


def machine_zones(environment: Mapping[str, str], root: Path = Path("/")) -> Iterator[str]:
    """Yield the IANA names this machine goes by, `Europe/Berlin`: from TZ, /etc/localtime, /etc/timezone.

    Nobody here checks that such a zone exists. Rules of POSIX like `CET-1CEST` name no place and are left out.
    """
    told = environment.get("TZ", "").removeprefix(":")
    if told.startswith("/"):
        yield from _in_library(told)
    elif "/" in told or told == "UTC":
        yield told
    with contextlib.suppress(OSError):  # a copy, or a system that has none; the next file may tell
        yield from _in_library(str((root / "etc/localtime").readlink()))
    try:
        written = (root / "etc/timezone").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return
    if written:
        yield written


def machine_zone(environment: Mapping[str, str], root: Path = Path("/")) -> str:
    """Return the best of them, empty where the machine gives none."""
    return next(machine_zones(environment, root), "")


def _in_library(path: str) -> Iterator[str]:
    name = path.partition(_LIBRARY)[2].removeprefix("posix/")
    if name and not name.startswith("right/"):
        yield name
