"""What ActivityWatch clients ask to be kept for them: one JSON value under one key."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base


class Setting(Base):
    """A setting of the ActivityWatch dashboard, verbatim."""

    __tablename__ = "activitywatch_setting"

    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]  # JSON
