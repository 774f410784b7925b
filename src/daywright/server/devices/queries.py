"""Every question devices asks the database."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from daywright.server.devices.tables import Device

MOST = 1000  # devices of one user that are ever listed

MARK_SEEN = """
    UPDATE device SET last_seen_us = :now, clock_skew_us = :skew
    WHERE id = :device AND (last_seen_us IS NULL OR last_seen_us <= :now)"""
NOTE_DELIVERY = """
    UPDATE device SET last_seen_us = :now WHERE id = :device AND (last_seen_us IS NULL OR last_seen_us <= :now)"""
ZONE = "SELECT zone FROM device WHERE id = ?"
SET_ZONE = "UPDATE device SET zone = ? WHERE id = ?"
HOSTNAME = "SELECT hostname FROM device WHERE id = ?"


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
