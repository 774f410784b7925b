"""Rule sets by revision, and which rule each context meets first."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base


class RuleSetRow(Base):
    """One revision of a user's category tree and rules, whole. The newest revision holds."""

    __tablename__ = "ruleset"
    __table_args__ = (UniqueConstraint("user", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    revision: Mapped[int]
    document: Mapped[str]  # JSON: categories and rules
    created_us: Mapped[int]


class ContextRule(Base):
    """The number of the first rule a context meets. Contexts above the highest one here are not classified yet."""

    __tablename__ = "context_rule"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ruleset: Mapped[int] = mapped_column(ForeignKey("ruleset.id", ondelete="CASCADE"), primary_key=True)
    context: Mapped[int] = mapped_column(ForeignKey("context.id", ondelete="CASCADE"), primary_key=True)
    rule: Mapped[int]
