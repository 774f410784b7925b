"""Every question accounts asks the database."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from daywright.server.accounts.tables import Browser, SigninCode, Token, User

SET_ZONE = "UPDATE user SET zone = ? WHERE id = ?"


def owner(session: Session) -> User | None:
    """Return the first user of this installation."""
    return session.scalars(select(User).order_by(User.id).limit(1)).first()


def user(session: Session, user_id: int) -> User:
    """Return the user with that id, which must exist."""
    return session.get_one(User, user_id)


def named(session: Session, name: str) -> bool:
    """Tell whether a user has that name."""
    return session.scalars(select(User.id).where(User.name == name)).first() is not None


def live_token(session: Session, digest: bytes) -> Token | None:
    """Return the unrevoked token with that hash."""
    return session.scalars(select(Token).where(Token.hash == digest, Token.revoked_us.is_(None))).first()


def live_browser(session: Session, digest: bytes, now_us: int) -> Browser | None:
    """Return the signed-in browser with that cookie hash."""
    return session.scalars(select(Browser).where(Browser.hash == digest, Browser.expires_us > now_us)).first()


def tokens_of(session: Session, user_id: int) -> list[Token]:
    """Return the user's tokens, newest first, the first 1,000."""
    return list(session.scalars(select(Token).where(Token.user == user_id).order_by(Token.id.desc()).limit(1000)))


def revoke(session: Session, user_id: int, name: str, now_us: int) -> int:
    """Revoke every live token of that name; how many there were."""
    statement = update(Token).where(Token.user == user_id, Token.name == name, Token.revoked_us.is_(None))
    return len(session.scalars(statement.values(revoked_us=now_us).returning(Token.id)).all())


def revoke_of_device(session: Session, device: int, now_us: int) -> int:
    """Revoke every live token of that device; how many there were."""
    statement = update(Token).where(Token.device == device, Token.revoked_us.is_(None))
    return len(session.scalars(statement.values(revoked_us=now_us).returning(Token.id)).all())


def holds_code(session: Session, digest: bytes, now_us: int) -> bool:
    """Tell whether there is a sign-in code with that hash that is still good."""
    good = SigninCode.hash == digest, SigninCode.expires_us > now_us
    return session.scalar(select(SigninCode.user).where(*good)) is not None


def take_code(session: Session, digest: bytes, now_us: int) -> int | None:
    """Use up a sign-in code; the user it signs in, when it was still good."""
    session.execute(delete(SigninCode).where(SigninCode.expires_us <= now_us))
    return session.scalar(delete(SigninCode).where(SigninCode.hash == digest).returning(SigninCode.user))


def forget_browser(session: Session, digest: bytes, now_us: int) -> None:
    """Sign one browser out, and clear away those that have expired."""
    session.execute(delete(Browser).where((Browser.hash == digest) | (Browser.expires_us <= now_us)))
