"""The day cache: per user and UTC day, the columns of its segments. Can be dropped and rebuilt from events."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base


class Day(Base):
    """One UTC day of one user. `built_from` is the version of the change it was last built for."""

    __tablename__ = "day"

    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    utc_day: Mapped[int] = mapped_column(primary_key=True)
    built_from: Mapped[int]
    blob: Mapped[bytes]
