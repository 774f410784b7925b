"""A log of events with fields, one line each, in a file with a cap. Losing the log loses nothing else.

`2026-03-02T12:04:31.250000Z INFO batch sent events=40`. Titles, addresses and secrets have no place in it.
"""

import contextlib
import os
import threading
from pathlib import Path

from daywright.kit.clock import Clock, rfc3339

MOST_BYTES = 1024 * 1024
_STANDARD_ERROR = 2
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class EventLog:
    """Appends to `path`; at the cap the file becomes `path.1` and a new one begins. None: standard error."""

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self.level = "INFO"

    def debug(self, event: str, **fields: object) -> None:
        """Write one line that only somebody who searches for a fault wants."""
        self.write("DEBUG", event, **fields)

    def info(self, event: str, **fields: object) -> None:
        """Write one line."""
        self.write("INFO", event, **fields)

    def warning(self, event: str, **fields: object) -> None:
        """Write one line of which a person should know."""
        self.write("WARNING", event, **fields)

    def error(self, event: str, **fields: object) -> None:
        """Write one line about something that must not happen."""
        self.write("ERROR", event, **fields)

    def write(self, level: str, event: str, **fields: object) -> None:
        """Write one line if it is of the level wanted. A full or broken disk is not this caller's problem."""
        if LEVELS.index(level) < LEVELS.index(self.level):
            return
        words = " ".join([level, event, *(f"{name}={_word(value)}" for name, value in fields.items())])
        line = f"{rfc3339(self._clock.wall_us())} {words}\n".encode(errors="replace")
        with self._lock, contextlib.suppress(OSError):
            if self._path is None:
                os.write(_STANDARD_ERROR, line)
            else:
                self._append(line, self._path)

    @staticmethod
    def _append(line: bytes, path: Path) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(handle, line)
            full = os.fstat(handle).st_size >= MOST_BYTES
        finally:
            os.close(handle)
        if full:
            path.replace(path.with_name(f"{path.name}.1"))


def _word(value: object) -> str:
    text = str(value).replace("\n", " ")
    return f'"{text}"' if " " in text else text
