"""`daywright status`: server, agent and data at a glance."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from daywright.cli.failure import FailureError
from daywright.cli.local import Home, Json, opened, settings_for
from daywright.cli.terminal import plain
from daywright.server.foundation.settings import Settings

_LEAVES_BY = ("acked", "dead", "evicted", "erased")


def status(
    home: Home = None,
    as_json: Json = False,
    watch: Annotated[bool, typer.Option("--watch", help="Show it anew every second until Ctrl+C.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Check that every event is accounted for; exit code 1 if one is not.")
    ] = False,
    prometheus: Annotated[bool, typer.Option("--prometheus", help="Print the agent's numbers for Prometheus.")] = False,
) -> None:
    """Show whether everything records, and every stage's counters."""
    settings = settings_for(home)
    if check:
        _check(settings.home, as_json)
    elif prometheus:
        from daywright.agent.health import metrics, read_status

        print(metrics(read_status(settings.home), settings.home / "agent"), end="")
    elif watch:
        _watch(settings, as_json)
    else:
        _tell(_answer(settings), as_json)


def _answer(settings: Settings) -> dict[str, Any]:
    from daywright.agent.health import read_status

    buckets, known = _stored(settings)
    return {
        "home": str(settings.home),
        "server": _server(settings.home),
        "enrolment": _enrolment(settings.home),
        "agent": read_status(settings.home),
        "devices": known,
        "buckets": buckets,
    }


def _stored(settings: Settings) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Buckets and devices of the server's database; none where this machine only reports to another one."""
    from daywright.kit.clock import rfc3339
    from daywright.server import devices, events
    from daywright.server.foundation.database import driver

    if not settings.sqlite_path.exists():
        return [], []
    with opened(settings) as (store, _), store.database.reading() as session:
        connection = driver(session)
        buckets = [
            {"name": bucket.name, "hostname": bucket.hostname, "last_event": rfc3339(last) if last else None}
            for bucket in events.buckets_of(connection, store.owner)
            for last in [events.last_event_us(connection, bucket.id)]
        ]
        known = [
            {
                "name": device.name,
                "last_seen": rfc3339(device.last_seen_us) if device.last_seen_us else None,
                "clock_skew_seconds": None if device.clock_skew_us is None else device.clock_skew_us / 1e6,
            }
            for device in devices.devices_of(session, store.owner)
        ]
    return buckets, known


def _server(home: Path) -> dict[str, Any]:
    from daywright.cli import running

    found = running.find(home)
    return {
        "running": found is not None,
        "url": found.url if found else None,
        "version": found.version if found else None,
    }


def _enrolment(home: Path) -> dict[str, Any]:
    from daywright.agent import credentials, enrolment

    try:
        mine = credentials.load(home)
    except credentials.CredentialsError as error:
        return {"enrolled": False, "problem": str(error)}
    if mine is None:
        return {"enrolled": False}
    return {
        "enrolled": True,
        "server": mine.server,
        "device_id": mine.device_id,
        "username": mine.username,
        "key_since": mine.issued_at or None,
        "key_expires": mine.expires_at or None,
        "enrol_again": enrolment.told_to_enrol(home) or None,
    }


def _watch(settings: Settings, as_json: bool) -> None:
    try:
        while True:
            answer = _answer(settings)
            if not as_json:
                print("\x1b[H\x1b[2J", end="")
            _tell(answer, as_json)
            time.sleep(1)
    except KeyboardInterrupt:
        return


def _check(home: Path, as_json: bool) -> None:
    """The law of conservation, at this moment."""
    from daywright.agent.health import conserved, read_counters

    counters = read_counters(home / "agent" / "wal.db")
    if counters is None:
        raise FailureError(f"there is no log that can be read in {home / 'agent'}.")
    holds = conserved(counters)
    if as_json:
        print(json.dumps({"conserved": holds, **counters}))
    else:
        parts = " + ".join(f"{name} {counters[name]}" for name in (*_LEAVES_BY, "pending"))
        print(f"accepted {counters['accepted']} {'=' if holds else '≠'} {parts}")
        print(
            f"refused before they were accepted: {counters['refused']}; known to the server already: {counters['dup']}"
        )
    if not holds:
        raise FailureError("events are not accounted for; please report this with the agent's log.")


def _tell(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    server, agent, enrolment = answer["server"], answer["agent"], answer["enrolment"]
    print(f"home    {answer['home']}")
    print(f"server  {'running at ' + server['url'] if server['running'] else 'not running'}")
    if enrolment["enrolled"]:
        print(f"device  {enrolment['device_id']}, enrolled at {plain(enrolment['server'])}")
        if code := enrolment["enrol_again"]:
            from daywright.agent.enrolment import why_again

            print(f"        {why_again(plain(code))}: run `daywright enroll` on each of them")
    elif "problem" in enrolment:
        print(f"device  {plain(enrolment['problem'])}")
    elif not (Path(answer["home"]) / "token").exists():
        print("device  not enrolled; `daywright enroll` changes that")
    print(f"agent   {'running' if agent.get('running') else 'not running'}")
    for name, value in agent.items():
        if name != "running":
            print(f"        {name}: {_plain(value)}")
    for device in answer["devices"]:
        print(f"device  {plain(device['name'])}, last seen {device['last_seen'] or 'never'}{_skew(device)}")
    for bucket in answer["buckets"]:
        print(f"bucket  {bucket['name']} on {plain(bucket['hostname'])}, last event {bucket['last_event'] or 'never'}")


def _skew(device: dict[str, Any]) -> str:
    from daywright.core.durations import words

    skew = device["clock_skew_seconds"]
    return "" if skew is None else f", clock {words(abs(skew))} {'ahead' if skew > 0 else 'behind'}: set it right"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    return "–" if value is None else plain(str(value))
