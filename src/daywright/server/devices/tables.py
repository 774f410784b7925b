"""Devices that report for a user, how they were let in, and the keys they sign with."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base


class Device(Base):
    """One machine or phone of one user."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("user", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(unique=True)  # UUID, what the outside calls it
    name: Mapped[str]
    hostname: Mapped[str]
    platform: Mapped[str]
    companion: Mapped[bool]  # a phone, say: it yields to an active desktop
    created_us: Mapped[int]
    last_seen_us: Mapped[int | None]
    clock_skew_us: Mapped[int | None]  # how far ahead its clock was at the last delivery; empty when near enough
    zone: Mapped[str | None]  # IANA name, as it last told
    state: Mapped[str] = mapped_column(default="active", server_default="active")  # or pending, or revoked
    revoked_us: Mapped[int | None]
    clone_suspected_us: Mapped[int | None]  # since when two machines seem to report with its key


class EnrolSecret(Base):
    """What lets machines in, so many times until then. Only its SHA-256 is kept."""

    __tablename__ = "enrol_secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(unique=True)  # the eight signs that stand in the secret itself
    hash: Mapped[bytes] = mapped_column(unique=True)
    label: Mapped[str]
    max_uses: Mapped[int]
    uses: Mapped[int]
    require_approval: Mapped[bool]
    created_us: Mapped[int]
    expires_us: Mapped[int]
    revoked_us: Mapped[int | None]


class Enrolment(Base):
    """How an enrolled device came in. `device_uid` is the machine's own random name and is never shown."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("user", "device_uid"),)

    device: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    device_uid: Mapped[str]
    secret: Mapped[int | None] = mapped_column(ForeignKey("enrol_secret.id", ondelete="SET NULL"), index=True)
    username: Mapped[str]
    agent_version: Mapped[str]
    audience: Mapped[str]  # the authority its signatures are for
    request_id: Mapped[str]
    enrolled_us: Mapped[int]


class DeviceKey(Base):
    """A key a device signs with, sealed. At most two of one device are good at any time."""

    __tablename__ = "device_key"
    __table_args__ = (UniqueConstraint("device", "key_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"))
    key_id: Mapped[str]
    sealed: Mapped[bytes]
    state: Mapped[str]  # active; next, until its first use; grace, for a day after the next took over
    created_us: Mapped[int]
    until_us: Mapped[int | None]


class DeviceConfig(Base):
    """What a device is asked to do: the very bytes it gets, and their tag."""

    __tablename__ = "device_config"

    device: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int]
    body: Mapped[bytes]
    etag: Mapped[str]
    changed_us: Mapped[int]


class DeviceReport(Base):
    """What a device last told of itself."""

    __tablename__ = "device_report"

    device: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    at_us: Mapped[int]
    body: Mapped[bytes]


class DeviceLine(Base):
    """A run of a device's agent that reported lately."""

    __tablename__ = "device_line"

    device: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]  # of its newest report
    at_us: Mapped[int]
    returned_us: Mapped[int | None]  # when it last reported after another run had taken its place


class DeviceNonce(Base):
    """Nonces of requests that must not work twice even when the server was restarted in between."""

    __tablename__ = "device_nonce"

    device: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    nonce: Mapped[str] = mapped_column(primary_key=True)
    until_us: Mapped[int] = mapped_column(index=True)
