"""`daywright sync`: deliver now what waits."""

import json
import os
import time
from pathlib import Path
from typing import Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, Json, settings_for

_LOOK_S = 0.1
_REFUSED = {"login_needed", "device_revoked", "subject_erased"}


def sync(
    server: Annotated[str | None, typer.Option(help="Where to, when no agent runs and none is enrolled.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for the running agent.")] = 30.0,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Deliver what waits, by the running agent or without one, and say how it went."""
    folder = settings_for(home).home
    told = _by_the_agent(folder, timeout) or _alone(folder, server)
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    elif not told["pending"]:
        print(f"Delivered {told['delivered']} events; nothing waits.")
    if not told["pending"]:
        return
    sentence = str(told["last_error"] or f"{told['pending']} events still wait.")
    raise FailureError(sentence, _code(str(told["status"])))


def _code(status: str) -> ExitCode:
    if status == "offline":
        return ExitCode.UNREACHABLE
    return ExitCode.REFUSED if status in _REFUSED else ExitCode.FAILURE


def _by_the_agent(home: Path, timeout: float) -> dict[str, object] | None:
    """Hurry the running agent and watch until nothing waits or it failed; None: none runs."""
    from daywright.agent.health import ask, read_counters

    log = home / "agent" / "wal.db"
    before = read_counters(log)
    said = ask(home, "sync")
    if said is None:
        return None
    end = time.monotonic() + timeout
    while True:
        counters = read_counters(log) or {"pending": 0, "acked": 0}
        if not counters["pending"] or time.monotonic() >= end:
            break
        said = ask(home, "status") or said
        if said.get("failures") or said.get("status") == "server_rejects_everything":
            break
        time.sleep(_LOOK_S)
    return {
        "status": said.get("status"),
        "last_error": said.get("last_error"),
        "delivered": counters["acked"] - (before or counters)["acked"],
        "pending": counters["pending"],
    }


def _alone(home: Path, server: str | None) -> dict[str, object]:
    from daywright.agent import config, credentials, once
    from daywright.agent.transports.choice import stranger
    from daywright.agent.wal import AlreadyRunning, StorageError
    from daywright.cli import running
    from daywright.kit.clock import SystemClock

    # Without another word this machine's own server is meant.
    here = running.find(home)
    known = credentials.settings_of(home).get("server") or (here.url if here else None)
    flags = ["--server", server or known] if server or known else []
    try:
        settings = config.load(
            ["--home", str(home), *[str(flag) for flag in flags]],
            config.surroundings(os.environ),
            credentials.settings_of,
        )
    except config.ConfigError as error:
        raise FailureError(f"{error}.", ExitCode.USAGE) from None
    if unknown := stranger(settings):
        raise FailureError(unknown, ExitCode.NOT_ENROLLED)
    try:
        done = once.deliver(settings, SystemClock())
    except AlreadyRunning as error:
        raise FailureError(f"{error}, and does not answer; try again in a moment.") from None
    except (StorageError, OSError) as error:
        raise FailureError(f"the log cannot be used: {error}.") from None
    return {
        "status": done.gauge.status,
        "last_error": done.gauge.sentence or None,
        "delivered": done.acked,
        "pending": done.pending,
    }
