"""Images: columns that follow from other rows, kept so that a fresh process goes on where the last one ended.

An image is a cache. It says by its stamp what it was made from; who reads it compares that with what holds, and makes
the columns again when they differ or the bytes are damaged. Images of a user can be dropped at any time, and have to be
when words are taken out of the dictionary.
"""

import sqlite3
import zlib
from typing import NamedTuple

import structlog
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base

log = structlog.get_logger()

_READ = "SELECT id, stamp, checksum FROM image WHERE user = ? AND name = ?"
_SAVE = """
    INSERT INTO image (user, name, stamp, checksum, blob) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (user, name) DO UPDATE
    SET stamp = excluded.stamp, checksum = excluded.checksum, blob = excluded.blob"""
_DROP = "DELETE FROM image WHERE user = ?"
_DROP_SOME = "DELETE FROM image WHERE user = ? AND name >= ? AND name < ?"


class ImageRow(Base):
    """One image of a user, by name."""

    __tablename__ = "image"
    __table_args__ = (UniqueConstraint("user", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str]
    stamp: Mapped[bytes]
    checksum: Mapped[int]
    blob: Mapped[bytes]


class Image(NamedTuple):
    """What an image was made from, and its bytes."""

    stamp: bytes
    blob: bytes


def read(connection: sqlite3.Connection, user: int, name: str, stamp: bytes | None = None) -> Image | None:
    """Return an image; None when there is none, it has another stamp than the one given, or it is damaged."""
    row = connection.execute(_READ, (user, name)).fetchone()
    if row is None or (stamp is not None and row[1] != stamp):
        return None
    with connection.blobopen("image", "blob", row[0], readonly=True) as opened:  # four times as fast as a SELECT
        blob = opened.read()
    if zlib.crc32(blob) != row[2]:
        log.warning("image damaged, making it again", user=user, image=name)
        return None
    return Image(row[1], blob)


def save(connection: sqlite3.Connection, user: int, name: str, image: Image) -> None:
    """Keep an image in place of the one before it. Needs a writing transaction."""
    connection.execute(_SAVE, (user, name, image.stamp, zlib.crc32(image.blob), image.blob))


def drop(connection: sqlite3.Connection, user: int) -> None:
    """Forget all images of a user. Needs a writing transaction."""
    connection.execute(_DROP, (user,))


def drop_some(connection: sqlite3.Connection, user: int, beginning: str) -> None:
    """Forget the images whose names begin like this. Needs a writing transaction."""
    connection.execute(_DROP_SOME, (user, beginning, beginning + "\U0010ffff"))
