"""What a device is asked to do: versions that only rise, kept as the bytes that are signed."""

import sqlite3

import msgspec
from sqlalchemy.orm import Session

from daywright.kit.clock import US_PER_DAY
from daywright.server.devices import queries
from daywright.server.devices.tables import Device, DeviceConfig
from daywright.server.foundation import audit
from daywright.server.foundation.errors import Refusal
from daywright.wire import enrolment as wire

KEY_AGE_US = 90 * US_PER_DAY  # an older key has to be replaced
_encode = msgspec.json.Encoder().encode


def wishes(row: DeviceConfig) -> wire.DeviceConfig:
    """Read what a device is asked to do."""
    return msgspec.json.decode(row.body, type=wire.DeviceConfig)


def ensure(session: Session, device: Device, now_us: int) -> DeviceConfig:
    """Return what the device is asked to do; the first call asks nothing of it. Needs a writing transaction."""
    row = queries.config_of(session, device.id)
    if row is None:
        body = _encode(wire.DeviceConfig(device_id=device.uid, version=1))
        row = DeviceConfig(device=device.id, version=1, body=body, etag=wire.config_etag(body), changed_us=now_us)
        session.add(row)
        session.flush()
    return row


def change(session: Session, device: Device, wanted: wire.DeviceConfig, now_us: int, *, actor: str) -> DeviceConfig:
    """Ask something else of the device, unless that is what it is asked already; `wanted.version` is the one known."""
    row = ensure(session, device, now_us)
    if wanted.version != row.version:
        raise Refusal(
            409,
            "config.stale",
            f"The settings were changed elsewhere: they are at version {row.version}. Load them again.",
        )
    if wanted != wishes(row):
        _replace(row, msgspec.structs.replace(wanted, version=row.version + 1), now_us)
        deed = audit.Deed(device.user, actor, "config changed", device.uid)
        audit.note(session, deed, now_us, version=row.version)
    return row


def ask_to_rotate(session: Session, device: Device, key_id: str, now_us: int) -> None:
    """Ask the device to replace that key."""
    row = ensure(session, device, now_us)
    now = wishes(row)
    if now.rotate_key != key_id:
        _replace(row, msgspec.structs.replace(now, version=row.version + 1, rotate_key=key_id), now_us)


def announce_keys(session: Session, device: Device, keys: list[str], now_us: int) -> DeviceConfig:
    """Tell the device which keys may sign its settings from now on; no keys: nothing changes."""
    row = ensure(session, device, now_us)
    now = wishes(row)
    if keys and now.signing_keys != keys:
        _replace(row, msgspec.structs.replace(now, version=row.version + 1, signing_keys=keys), now_us)
    return row


def ask_to_enrol(session: Session, device: Device, why: str | None, now_us: int) -> None:
    """Ask whoever looks after the device to enrol it anew, or ask it no longer."""
    row = ensure(session, device, now_us)
    now = wishes(row)
    if now.enrol_again != why:
        _replace(row, msgspec.structs.replace(now, version=row.version + 1, enrol_again=why), now_us)


def current(session: Session, device: Device, now_us: int) -> DeviceConfig | None:
    """Return what the device is asked to do; None when that has to be written first: see `renew`."""
    row = queries.config_of(session, device.id)
    return None if row is None or _overdue(session, device, row, now_us) else row


def renew(session: Session, device: Device, now_us: int) -> DeviceConfig:
    """Write down what the device is asked to do, a new key included when its own is too old."""
    row = ensure(session, device, now_us)
    if (key_id := _overdue(session, device, row, now_us)) is not None:
        ask_to_rotate(session, device, key_id, now_us)
    return row


def _overdue(session: Session, device: Device, row: DeviceConfig, now_us: int) -> str | None:
    """Return the device's key when it is too old and the device has not been asked to replace it."""
    old = [key for key in queries.keys_of(session, device.id) if key.state == "active"]
    asked = wishes(row).rotate_key
    return next((key.key_id for key in old if key.created_us + KEY_AGE_US < now_us and key.key_id != asked), None)


def _replace(row: DeviceConfig, wanted: wire.DeviceConfig, now_us: int) -> None:
    row.version, row.body, row.changed_us = wanted.version, _encode(wanted), now_us
    row.etag = wire.config_etag(row.body)


def etag_of(connection: sqlite3.Connection, device: int) -> str | None:
    """Return the tag of what the device is asked to do, inside the writer's transaction."""
    row = connection.execute(queries.CONFIG_ETAG, (device,)).fetchone()
    return None if row is None else str(row[0])
