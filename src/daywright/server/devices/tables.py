"""Devices that report for a user."""

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
