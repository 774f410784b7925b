"""The day cache, which can be dropped and rebuilt, and corrections, which are the user's own records and cannot."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base


class Day(Base):
    """One UTC day of one user. `built_from` is the version of the change it was last built for."""

    __tablename__ = "day"

    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    utc_day: Mapped[int] = mapped_column(primary_key=True)
    built_from: Mapped[int]
    blob: Mapped[bytes]


class Correction(Base):
    """A change of a correction; rows are added, never overwritten but for `newest`.

    `correction` is the id of the first change, by which the outside knows it; its newest change holds, unless that
    withdraws it. What a correction says (title, category) is its context. Of two that overlap the later `placed` wins.
    """

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_user_start_us", "user", "start_us"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    correction: Mapped[int | None] = mapped_column(index=True)  # empty only until the first row knows its id
    start_us: Mapped[int]
    end_us: Mapped[int]
    erase: Mapped[bool]
    context: Mapped[int] = mapped_column(ForeignKey("context.id"))
    placed: Mapped[int | None]  # the change whose place in time counts; see `correction`
    made_us: Mapped[int]
    withdrawn: Mapped[bool]
    newest: Mapped[bool]
