"""How the agent is doing, for whoever asks on this machine.

A running agent answers on a Unix socket that only its owner can open: what is in memory, as one JSON object, or over
HTTP (`/health`, `/metrics`). The counters come from the log itself, read by whoever asks, so that they are there
whether the agent runs or not.
"""

import contextlib
import json
import os
import select
import socket
import sqlite3
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from daywright.agent.vault import kept_by
from daywright.agent.wal import Letter
from daywright.agent.wal.letters import letters
from daywright.kit import prometheus
from daywright.kit.clock import rfc3339
from daywright.kit.prometheus import Metric, single

SOCKET_NAME = "health.sock"
_ANSWER_S = 2.0
_LARGEST = 256 * 1024
_LONGEST_WORDS = 8192
_COUNTERS = ("accepted", "acked", "dead", "evicted", "erased", "refused", "dup")
_LEAVES_BY = ("acked", "dead", "evicted", "erased")
Gauges = Mapping[str, object]


class HealthSocket:
    """Answers questions about the agent; driven by the main thread's own waiting."""

    def __init__(self, folder: Path, hear: Callable[[str], Gauges]) -> None:
        self._hear = hear
        self._folder = folder
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        path = folder / SOCKET_NAME
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            with _short(folder) as short:
                self._listener.bind(short)
        finally:
            os.umask(before)
        self._listener.listen(8)
        self._listener.setblocking(False)  # noqa: FBT003  the socket's own word

    def fileno(self) -> int:
        """What to wait on."""
        return self._listener.fileno()

    def answer(self) -> None:
        """Answer one caller: one line in (`status`, `sync`, …), one JSON object out; or one HTTP request."""
        with contextlib.suppress(OSError):
            caller, _ = self._listener.accept()
            with closing(caller):
                caller.settimeout(_ANSWER_S)
                if _uid(caller) not in {os.geteuid(), 0}:
                    return
                words = caller.recv(_LONGEST_WORDS).decode(errors="replace").strip()
                if words.startswith(("GET ", "HEAD ")):
                    caller.sendall(self._page(words.split()[1]))
                else:
                    caller.sendall(json.dumps(dict(self._hear(words))).encode())

    def _page(self, path: str) -> bytes:
        status, kind, body = "200 OK", "application/json", ""
        if path == "/health":
            body = json.dumps({"ok": True})
        elif path == "/metrics":
            kind, body = prometheus.CONTENT_TYPE, metrics(dict(self._hear("status")), self._folder)
        else:
            status, body = "404 Not Found", "{}"
        content = body.encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\nConnection: close"
        return f"{head}\r\n\r\n".encode() + content

    def close(self) -> None:
        """Stop answering."""
        self._listener.close()
        (self._folder / SOCKET_NAME).unlink(missing_ok=True)


def read_status(home: Path) -> dict[str, object]:
    """Everything known about the agent of `home`: `running`, its gauges, and the log's counters. Never raises."""
    folder = home / "agent"
    live = ask(home, "status")
    counters = read_counters(folder / "wal.db")
    status: dict[str, object] = {"running": live is not None, "installed": folder.is_dir()}
    if counters is not None:
        oldest_us = counters["oldest_us"]
        status |= {name: number for name, number in counters.items() if name != "oldest_us"}
        status |= {"oldest": rfc3339(oldest_us) if oldest_us else None, "conserved": conserved(counters)}
    status |= live or {}
    if live is None:
        status["status"] = "stopped"
        if folder.is_dir():
            status["at_rest"] = kept_by(folder)
    return status


def ask(home: Path, word: str) -> dict[str, object] | None:
    """The running agent's answer to `status` or `sync`; None when none runs."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line, _short(home / "agent") as short:
            line.settimeout(_ANSWER_S)
            line.connect(short)
            line.sendall(word.encode() + b"\n")
            said = json.loads(_everything(line))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def read_counters(path: Path) -> dict[str, int] | None:
    """The counters and rows of a log, read without writing; None when it cannot be read."""
    try:
        with _reading(path) as db:
            found = dict.fromkeys(_COUNTERS, 0) | dict(db.execute("SELECT name, value FROM counter").fetchall())
            rows = dict(db.execute("SELECT state, count(*) FROM event GROUP BY state").fetchall())
            oldest = db.execute("SELECT coalesce(min(wall_us), 0) FROM event WHERE state<>2").fetchone()[0]
    except (sqlite3.Error, FileNotFoundError):
        return None
    waiting, leased, dead = (rows.get(state, 0) for state in range(3))
    return found | {"pending": waiting + leased, "in_batch": leased, "dead_rows": dead, "oldest_us": oldest}


def read_letters(path: Path) -> list[Letter]:
    """The dead letters of a log, read without writing; none when it cannot be read."""
    try:
        with _reading(path) as db:
            return letters(db)
    except (sqlite3.Error, FileNotFoundError):
        return []


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.exists():
        raise FileNotFoundError(path)
    # A cleanly closed log has no companions and may be read as it is; an open one must be read through them.
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    with closing(sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, timeout=1)) as db:
        db.execute("BEGIN")
        yield db


def metrics(gauges: Mapping[str, object], folder: Path) -> str:
    """What Prometheus may know: numbers, and the one word for how deliveries go."""
    counters = read_counters(folder / "wal.db") or {}
    status = str(gauges.get("status", "stopped"))
    found = [
        single("daywright_agent_up", "gauge", "Whether the agent runs.", float(bool(gauges.get("pid")))),
        Metric("daywright_agent_status", "gauge", "How deliveries go.", {(("status", status),): 1.0}),
    ]
    if counters:
        by_outcome: dict[tuple[tuple[str, str], ...], float] = {
            (("outcome", name),): float(counters[name]) for name in _COUNTERS
        }
        found += [
            Metric("daywright_agent_events_total", "counter", "Events, by what became of them.", by_outcome),
            single("daywright_agent_pending", "gauge", "Events that wait.", counters["pending"]),
            single("daywright_agent_dead_letters", "gauge", "Events that were set aside.", counters["dead_rows"]),
            single(
                "daywright_agent_oldest_pending_timestamp_seconds",
                "gauge",
                "When the oldest event that waits ended; 0: none waits.",
                counters["oldest_us"] / 1e6,
            ),
            single("daywright_agent_conserved", "gauge", "Whether every event is accounted for.", conserved(counters)),
        ]
    for name, text in (("failures", "Deliveries that failed in a row."), ("queued", "Events still in memory.")):
        if isinstance(number := gauges.get(name), int):
            found.append(single(f"daywright_agent_{name}", "gauge", text, number))
    return prometheus.text(found)


def conserved(counters: Mapping[str, int]) -> bool:
    """Invariant I4: what was accepted is confirmed, set aside, evicted, erased, or still here."""
    return counters["accepted"] == counters["pending"] + sum(counters[name] for name in _LEAVES_BY)


@contextmanager
def _short(folder: Path) -> Iterator[str]:
    """A name for the socket that fits into the 108 bytes an address has, however deep `folder` lies."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{handle}/{SOCKET_NAME}"
    finally:
        os.close(handle)


def _uid(caller: socket.socket) -> int:
    _, uid, _ = struct.unpack("3i", caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return int(uid)


def _everything(line: socket.socket) -> bytes:
    said = b""
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    while len(said) < _LARGEST and waiting.poll(int(_ANSWER_S * 1000)):
        piece = line.recv(65536)
        if not piece:
            break
        said += piece
    return said
