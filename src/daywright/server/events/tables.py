"""Buckets, the dictionary, the facts and what they make stale. Times are integer microseconds since 1970, UTC."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base


class Bucket(Base):
    """One watcher's stream on one device."""

    __tablename__ = "bucket"
    __table_args__ = (UniqueConstraint("user", "device", "name"), UniqueConstraint("user", "aw_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    device: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"))
    name: Mapped[str]
    aw_id: Mapped[str]
    kind: Mapped[str]
    type: Mapped[str]
    client: Mapped[str]
    hostname: Mapped[str]
    created_us: Mapped[int]
    data: Mapped[str]  # JSON object
    longest_us: Mapped[int]  # no event of the bucket is longer: bounds every look-back
    rank: Mapped[int] = mapped_column(server_default="2")  # own watchers before pushed before imported; see Rank


class Context(Base):
    """A distinct thing seen. `data` is canonical JSON; the columns after it are labels taken from it."""

    __tablename__ = "context"
    __table_args__ = (UniqueConstraint("user", "hash"), Index("ix_context_user_id", "user", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    hash: Mapped[bytes]
    kind: Mapped[str]
    data: Mapped[str]
    app: Mapped[str]
    title: Mapped[str]
    domain: Mapped[str]
    project: Mapped[str]
    language: Mapped[str]
    branch: Mapped[str]
    entity: Mapped[str]


class Event(Base):
    """A fact: integers only. It *is* (bucket, start, context); a longer duration wins."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("bucket", "start", "context"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[int] = mapped_column(ForeignKey("bucket.id", ondelete="CASCADE"))
    start: Mapped[int]
    context: Mapped[int] = mapped_column(ForeignKey("context.id"))
    duration: Mapped[int]
    counts: Mapped[str | None]  # JSON object of numbers
    origin: Mapped[int | None] = mapped_column(ForeignKey("context.id"))


class DirtyDay(Base):
    """A UTC day of a user whose cached form is older than its events. `version` differs with every change."""

    __tablename__ = "dirty_day"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    utc_day: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class Zone(Base):
    """From when on a user lived in which zone."""

    __tablename__ = "zone"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    from_us: Mapped[int] = mapped_column(primary_key=True)
    tzid: Mapped[str]
