"""Devices: made once, recognised by name, seen whenever they deliver; renamed, let in and shut out by their owner."""

import platform
import sqlite3
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from sqlalchemy.orm import Session

from daywright.server import accounts
from daywright.server.devices import queries, tables
from daywright.server.foundation import audit
from daywright.server.foundation.errors import Refusal

UNKNOWN: Final = "unknown"  # platform of a host that only others told of
SKEW_US: Final = 60_000_000  # a delivery whose clock is further from ours than this is flagged


@dataclass(frozen=True, slots=True)
class Device:
    """A device as other features see it. `last_seen_us` is the server's time of its last delivery.

    `clock_skew_us`: how far ahead of ours its clock was then (negative: behind), None when it was within a minute.
    """

    id: int
    uid: str
    name: str
    hostname: str
    platform: str
    companion: bool
    last_seen_us: int | None
    clock_skew_us: int | None


def _value(row: tables.Device) -> Device:
    return Device(
        id=row.id,
        uid=row.uid,
        name=row.name,
        hostname=row.hostname,
        platform=row.platform,
        companion=row.companion,
        last_seen_us=row.last_seen_us,
        clock_skew_us=row.clock_skew_us,
    )


def devices_of(session: Session, user: int) -> list[Device]:
    """Return the user's devices in the order they came."""
    return [_value(row) for row in queries.of_user(session, user)]


def ensure_device(session: Session, user: int, name: str, now_us: int, *, hostname: str | None = None) -> Device:
    """Return the user's device of that name; the first call makes it. `hostname` is the name unless given."""
    row = queries.named(session, user, name)
    if row is None:
        system = platform.system().lower()
        row = _new(session, user, tables.Device(name=name, hostname=hostname or name, platform=system), now_us)
    return _value(row)


def ensure_host(session: Session, user: int, hostname: str, now_us: int, *, companion: bool) -> Device | None:
    """Return the user's device with that host name; the first call makes it. None when there are too many already."""
    row = queries.at_host(session, user, hostname) or queries.named(session, user, hostname)
    if row is None:
        if queries.count(session, user) >= queries.MOST:
            return None
        row = tables.Device(name=hostname, hostname=hostname, platform=UNKNOWN, companion=companion)
        row = _new(session, user, row, now_us)
    return _value(row)


def _new(session: Session, user: int, row: tables.Device, now_us: int) -> tables.Device:
    row.user, row.uid, row.created_us, row.companion = user, str(uuid4()), now_us, bool(row.companion)
    session.add(row)
    session.flush()
    return row


def note_delivery(connection: sqlite3.Connection, device: int, now_us: int) -> None:
    """Note that the device delivered, by a program that does not tell its clock. Needs a writing transaction."""
    connection.execute(queries.NOTE_DELIVERY, {"now": now_us, "device": device})


def find(session: Session, user: int, uid: str) -> tables.Device:
    """Return the user's device that the outside calls so. Another user's is none."""
    row = queries.with_uid(session, user, uid)
    if row is None:
        raise Refusal(404, "device.unknown", "There is no such device.")
    return row


def find_called(session: Session, user: int, called: str) -> tables.Device:
    """Return the user's device with that id, or of that name."""
    return (
        queries.with_uid(session, user, called) or queries.named(session, user, called) or find(session, user, called)
    )


def rename(session: Session, device: tables.Device, name: str, now_us: int, *, actor: str) -> None:
    """Call the device something else; what it recorded goes along."""
    taken = queries.named(session, device.user, name)
    if taken is not None and taken.id != device.id:
        raise Refusal(409, "device.name_taken", "Another of your devices has that name.")
    if device.name != name:
        device.name = name
        audit.note(session, audit.Deed(device.user, actor, "device renamed", device.uid), now_us)


def approve(session: Session, device: tables.Device, now_us: int, *, actor: str) -> None:
    """Let in a device that waits for it."""
    if device.state == "revoked":
        raise Refusal(409, "device.shut_out", "That device was shut out; it has to be enrolled again.")
    if device.state == "pending":
        device.state = "active"
        audit.note(session, audit.Deed(device.user, actor, "device approved", device.uid), now_us)


def revoke(session: Session, device: tables.Device, now_us: int, *, actor: str) -> None:
    """Shut the device out, its tokens too. What it has recorded stays. A running server refuses it within seconds."""
    if device.state == "revoked":
        return
    device.state, device.revoked_us = "revoked", now_us
    tokens = accounts.revoke_tokens_of(session, device.id, now_us)
    audit.note(session, audit.Deed(device.user, actor, "device revoked", device.uid), now_us, tokens=tokens)


def mark_seen(connection: sqlite3.Connection, device: int, now_us: int, *, sent_us: int | None) -> None:
    """Note a delivery, sent when the device's clock showed `sent_us`, inside the writer's transaction."""
    skew_us = 0 if sent_us is None else sent_us - now_us
    flagged = skew_us if abs(skew_us) > SKEW_US else None
    connection.execute(queries.MARK_SEEN, {"now": now_us, "skew": flagged, "device": device})


def zone_of(connection: sqlite3.Connection, device: int) -> str | None:
    """Return the zone the device last told, inside the writer's transaction."""
    zone: str | None = connection.execute(queries.ZONE, (device,)).fetchone()[0]
    return zone


def set_zone(connection: sqlite3.Connection, device: int, zone: str) -> None:
    """Note the zone the device is in, inside the writer's transaction."""
    connection.execute(queries.SET_ZONE, (zone, device))


def hostname_of(connection: sqlite3.Connection, device: int) -> str:
    """Return the device's host name, inside the writer's transaction."""
    return str(connection.execute(queries.HOSTNAME, (device,)).fetchone()[0])
