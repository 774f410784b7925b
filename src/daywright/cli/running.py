"""The word that a running server leaves in its home: taken back when it ends, never just believed."""

import http.client
import json
import os
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs on a home."""

    url: str
    version: str


def note(home: Path, url: str) -> None:
    """Leave word where the server answers."""
    fresh = home / "server.new"
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps({"url": url, "pid": os.getpid()}), encoding="utf-8")
    fresh.replace(_path(home))


def forget(home: Path) -> None:
    """Take the word back, unless another server has left its own."""
    with suppress(OSError):
        if _noted(home)[1] == os.getpid():
            _path(home).unlink()


def find(home: Path) -> Running | None:
    """Return the server that runs on the home: its process lives and it answers as Daywright does."""
    url, pid = _noted(home)
    if not _lives(pid):
        return None
    try:
        with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE_S)) as connection:
            connection.request("GET", "/api/v1/health")
            with connection.getresponse() as answer:
                health = json.loads(answer.read(4096))
    except (OSError, ValueError, http.client.HTTPException):
        return None
    match health:
        case {"status": "ok", "version": str(version)}:
            return Running(url, version)
        case _:
            return None


def _path(home: Path) -> Path:
    return home / "server.json"


def _noted(home: Path) -> tuple[str, int]:
    try:
        match json.loads(_path(home).read_text(encoding="utf-8")):
            case {"url": str(url), "pid": int(pid)}:
                return url, pid
    except (OSError, ValueError):
        pass
    return "", 0


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return pid > 0
