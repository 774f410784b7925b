"""`daywright status`: server, agent and data at a glance."""

import json
from pathlib import Path
from typing import Any

from daywright.cli.local import Home, Json, opened, settings_for

PATIENCE_S = 2.0


def status(home: Home = None, as_json: Json = False) -> None:
    """Show whether everything records, and every stage's counters."""
    from daywright.agent.health import read_status
    from daywright.kit.clock import rfc3339
    from daywright.server import devices, events
    from daywright.server.foundation.database import driver

    settings = settings_for(home)
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
    answer = {
        "home": str(settings.home),
        "server": _server(settings.home),
        "agent": read_status(settings.home),
        "devices": known,
        "buckets": buckets,
    }
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        _show(answer)


def _server(home: Path) -> dict[str, Any]:
    import http.client
    from urllib.parse import urlsplit

    try:
        url = json.loads((home / "server.json").read_text(encoding="utf-8"))["url"]
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE_S)
        connection.request("GET", "/api/v1/health")
        health = json.loads(connection.getresponse().read())
        connection.close()
    except (OSError, ValueError, KeyError):
        return {"running": False, "url": None, "version": None}
    return {"running": True, "url": url, "version": health.get("version")}


def _show(answer: dict[str, Any]) -> None:
    server, agent = answer["server"], answer["agent"]
    print(f"home    {answer['home']}")
    print(f"server  {'running at ' + server['url'] if server['running'] else 'not running'}")
    print(f"agent   {'running' if agent.get('running') else 'not running'}")
    for name, value in agent.items():
        if name != "running":
            print(f"        {name}: {_plain(value)}")
    for device in answer["devices"]:
        print(f"device  {device['name']}, last seen {device['last_seen'] or 'never'}{_skew(device)}")
    for bucket in answer["buckets"]:
        print(f"bucket  {bucket['name']} on {bucket['hostname']}, last event {bucket['last_event'] or 'never'}")


def _skew(device: dict[str, Any]) -> str:
    from daywright.core.durations import words

    skew = device["clock_skew_seconds"]
    return "" if skew is None else f", clock {words(abs(skew))} {'ahead' if skew > 0 else 'behind'}: set it right"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    return "–" if value is None else str(value)
