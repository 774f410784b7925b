"""Every question devices asks the database."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from daywright.server.devices.tables import (
    Device,
    DeviceConfig,
    DeviceKey,
    DeviceLine,
    DeviceReport,
    Enrolment,
    EnrolSecret,
)
from daywright.wire import enrolment as wire

MOST = 1000  # devices, or secrets, of one user that are ever listed

MARK_SEEN = """
    UPDATE device SET last_seen_us = :now, clock_skew_us = :skew
    WHERE id = :device AND (last_seen_us IS NULL OR last_seen_us <= :now)"""
NOTE_DELIVERY = """
    UPDATE device SET last_seen_us = :now WHERE id = :device AND (last_seen_us IS NULL OR last_seen_us <= :now)"""
ZONE = "SELECT zone FROM device WHERE id = ?"
SET_ZONE = "UPDATE device SET zone = ? WHERE id = ?"
HOSTNAME = "SELECT hostname FROM device WHERE id = ?"
CONFIG_ETAG = "SELECT etag FROM device_config WHERE device = ?"

SIGNER = """
    SELECT device.id, device.user, device.state, enrolment.audience, device_key.sealed, device_key.state
    FROM device JOIN enrolment ON enrolment.device = device.id JOIN device_key ON device_key.device = device.id
    WHERE device.uid = ? AND device_key.key_id = ? AND (device_key.until_us IS NULL OR device_key.until_us > ?)"""
FORGET_NONCES = "DELETE FROM device_nonce WHERE until_us <= ?"
KEEP_NONCE = "INSERT INTO device_nonce (device, nonce, until_us) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


def of_user(session: Session, user: int) -> list[Device]:
    """Return the user's devices in the order they came."""
    return list(session.scalars(select(Device).where(Device.user == user).order_by(Device.id).limit(MOST)))


def at_host(session: Session, user: int, hostname: str) -> Device | None:
    """Return the user's oldest device with that host name."""
    here = select(Device).where(Device.user == user, Device.hostname == hostname)
    return session.scalars(here.order_by(Device.id).limit(1)).first()


def count(session: Session, user: int) -> int:
    """Return how many devices the user has."""
    return session.scalar(select(func.count()).select_from(Device).where(Device.user == user)) or 0


def named(session: Session, user: int, name: str) -> Device | None:
    """Return the user's device of that name."""
    return session.scalars(select(Device).where(Device.user == user, Device.name == name)).first()


def with_uid(session: Session, user: int, uid: str) -> Device | None:
    """Return the user's device that the outside calls so."""
    return session.scalars(select(Device).where(Device.user == user, Device.uid == uid)).first()


def device(session: Session, number: int) -> Device:
    """Return the device of that row, which must exist."""
    return session.get_one(Device, number)


def secrets_of(session: Session, user: int) -> list[EnrolSecret]:
    """Return the user's enrolment secrets, newest first."""
    wanted = select(EnrolSecret).where(EnrolSecret.user == user).order_by(EnrolSecret.id.desc())
    return list(session.scalars(wanted.limit(MOST)))


def secret_with(session: Session, user: int, uid: str) -> EnrolSecret | None:
    """Return the user's secret with that id."""
    return session.scalars(select(EnrolSecret).where(EnrolSecret.user == user, EnrolSecret.uid == uid)).first()


def usable_secret(session: Session, digest: bytes, now_us: int) -> EnrolSecret | None:
    """Return the secret with that hash if it would let one more in."""
    return session.scalars(select(EnrolSecret).where(EnrolSecret.hash == digest, *_good(now_us))).first()


def use_secret(session: Session, digest: bytes, now_us: int) -> EnrolSecret | None:
    """Use a secret up by one; None when it lets nobody in (any more). One statement: two cannot both be the last."""
    statement = update(EnrolSecret).where(EnrolSecret.hash == digest, *_good(now_us))
    return session.scalar(statement.values(uses=EnrolSecret.uses + 1).returning(EnrolSecret))


def _good(now_us: int) -> tuple[ColumnElement[bool], ...]:
    return EnrolSecret.uses < EnrolSecret.max_uses, EnrolSecret.expires_us > now_us, EnrolSecret.revoked_us.is_(None)


def answered(session: Session, digest: bytes, device_uid: str, request_id: str, since_us: int) -> Enrolment | None:
    """Return the enrolment that this very wish led to, if that was lately and its secret was not revoked since."""
    wanted = select(Enrolment).join(EnrolSecret, EnrolSecret.id == Enrolment.secret)
    same = EnrolSecret.hash == digest, Enrolment.device_uid == device_uid, Enrolment.request_id == request_id
    return session.scalars(
        wanted.where(*same, Enrolment.enrolled_us > since_us, EnrolSecret.revoked_us.is_(None))
    ).first()


def enrolment_of(session: Session, user: int, device_uid: str) -> Enrolment | None:
    """Return how that machine came in, if it did."""
    return session.scalars(select(Enrolment).where(Enrolment.user == user, Enrolment.device_uid == device_uid)).first()


def enrolments(session: Session, user: int) -> dict[int, Enrolment]:
    """Return how each of the user's enrolled devices came in."""
    found = session.scalars(select(Enrolment).where(Enrolment.user == user).limit(MOST))
    return {one.device: one for one in found}


def keys_of(session: Session, number: int) -> list[DeviceKey]:
    """Return the device's keys, the oldest first."""
    return list(session.scalars(select(DeviceKey).where(DeviceKey.device == number).order_by(DeviceKey.id).limit(MOST)))


def active_keys(session: Session, user: int) -> dict[int, DeviceKey]:
    """Return the key in use of each of the user's devices."""
    wanted = select(DeviceKey).join(Device, Device.id == DeviceKey.device)
    found = session.scalars(wanted.where(Device.user == user, DeviceKey.state == "active").limit(MOST))
    return {one.device: one for one in found}


def forget_keys(session: Session, number: int, *states: str) -> None:
    """Drop the device's keys in these states, or all."""
    which = [DeviceKey.device == number, *([DeviceKey.state.in_(states)] if states else [])]
    session.execute(delete(DeviceKey).where(*which))


def keys_sealed_otherwise(session: Session, seal_id: bytes) -> list[DeviceKey]:
    """Return some of the keys that another key sealed."""
    prefix = func.substr(DeviceKey.sealed, 1, len(seal_id))
    return list(session.scalars(select(DeviceKey).where(prefix != seal_id).order_by(DeviceKey.id).limit(10 * MOST)))


def config_of(session: Session, number: int) -> DeviceConfig | None:
    """Return what the device is asked to do, if it was ever asked."""
    return session.get(DeviceConfig, number)


def configs(session: Session, user: int) -> dict[int, DeviceConfig]:
    """Return what each of the user's devices is asked to do."""
    wanted = select(DeviceConfig).join(Device, Device.id == DeviceConfig.device).where(Device.user == user)
    return {one.device: one for one in session.scalars(wanted.limit(MOST))}


def active(session: Session) -> Iterator[Device]:
    """Iterate every user's devices that are let in."""
    wanted = select(Device).where(Device.state == "active").order_by(Device.id)
    yield from session.scalars(wanted.execution_options(yield_per=MOST))


def report_of(session: Session, number: int) -> wire.DeviceReport | None:
    """Return what the device last told of itself."""
    row = session.get(DeviceReport, number)
    return None if row is None else msgspec.json.decode(row.body, type=wire.DeviceReport)


def lines_of(session: Session, number: int) -> list[DeviceLine]:
    """Return the runs of the device's agent that are remembered, the one that reported last first."""
    wanted = select(DeviceLine).where(DeviceLine.device == number)
    return list(session.scalars(wanted.order_by(DeviceLine.at_us.desc(), DeviceLine.line).limit(MOST)))


def keep_report(session: Session, number: int, body: bytes, now_us: int) -> None:
    """Keep what the device tells of itself, in place of what it told before."""
    session.merge(DeviceReport(device=number, at_us=now_us, body=body))


def reports(session: Session, user: int) -> dict[int, DeviceReport]:
    """Return what each of the user's devices last told of itself."""
    wanted = select(DeviceReport).join(Device, Device.id == DeviceReport.device).where(Device.user == user)
    return {one.device: one for one in session.scalars(wanted.limit(MOST))}
