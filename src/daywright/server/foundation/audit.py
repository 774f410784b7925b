"""What was done to devices, keys and rights, and by whom: a list that only grows.

Each entry carries a hash over itself and the entry before, so that a changed or missing one shows. It holds names and
ids, never secrets.
"""

import hashlib
from dataclasses import dataclass

import msgspec
from sqlalchemy import ForeignKey, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from daywright.kit.clock import rfc3339
from daywright.server.foundation.database import Base

MOST_READ = 1000  # entries in one reading
_encode = msgspec.json.Encoder(order="sorted").encode


class AuditEntry(Base):
    """One thing that was done. `user` is whose things it was done to, empty when nobody's."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at_us: Mapped[int]
    user: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    actor: Mapped[str]  # `owner`, `device UUID`, `console`, `address …`
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    hash: Mapped[bytes]


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, to whose things, by whom, to what."""

    user: int | None
    actor: str
    action: str
    subject: str


def note(session: Session, deed: Deed, now_us: int, **detail: object) -> None:
    """Add an entry. Needs a writing transaction: its lock keeps the chain one line."""
    before = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    entry = AuditEntry(
        at_us=now_us,
        user=deed.user,
        actor=deed.actor,
        action=deed.action,
        subject=deed.subject,
        detail=_encode(detail).decode(),
        hash=b"",
    )
    entry.hash = _hash(before or b"", entry)
    session.add(entry)
    session.flush()


def newest(
    session: Session, user: int, limit: int, *, before: int | None = None, nobodys: bool = False
) -> list[AuditEntry]:
    """Return the user's newest entries, newest first: those below `before`, with `nobodys` also what concerns all."""
    whose = AuditEntry.user == user
    wanted = select(AuditEntry).where(or_(whose, AuditEntry.user.is_(None)) if nobodys else whose)
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    return list(session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(min(limit, MOST_READ))))


def count(session: Session) -> int:
    """Return how many entries there are."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def first_break(session: Session) -> int | None:
    """Return the id of the first entry that does not follow from the one before; None when the chain is whole."""
    before = b""
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=MOST_READ)):
        if entry.hash != _hash(before, entry):
            return entry.id
        before = entry.hash
    return None


def _hash(before: bytes, entry: AuditEntry) -> bytes:
    # The user is left out: it is emptied when an account is erased, and the chain has to survive that.
    told = (rfc3339(entry.at_us), entry.actor, entry.action, entry.subject, entry.detail)
    return hashlib.sha256(before + _encode(told)).digest()
