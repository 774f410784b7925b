"""Users, their tokens, and their signed-in browsers. Secrets are kept as SHA-256 only."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base


class User(Base):
    """A person. In local mode there is exactly one, the owner."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str]  # IANA name; where the person lives now
    day_start_minutes: Mapped[int]  # minutes after midnight at which a local day begins
    week_start: Mapped[int]  # ISO weekday, Monday is 1
    created_us: Mapped[int]


class Token(Base):
    """A credential for a program. One that may write belongs to one device."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    device: Mapped[int | None] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    scope: Mapped[int]
    hash: Mapped[bytes] = mapped_column(unique=True)
    created_us: Mapped[int]
    revoked_us: Mapped[int | None]


class SigninCode(Base):
    """One-time code of the link that `daywright up` prints."""

    __tablename__ = "signin_code"

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    expires_us: Mapped[int]


class Browser(Base):
    """A signed-in browser: a cookie's hash, until it expires or signs out."""

    __tablename__ = "browser"

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_us: Mapped[int]
    expires_us: Mapped[int]
