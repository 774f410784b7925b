"""Owner, tokens and browser sign-in.

A credential is shown once and kept as its SHA-256. Whoever signs in with a browser holds a cookie that is good for
30 days; a revoked token is refused within `REMEMBER_S`.
"""

import hashlib
import os
import secrets
import sqlite3
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection

from daywright.kit.clock import US_PER_SECOND, Clock
from daywright.kit.zone import machine_zones
from daywright.server.accounts import queries
from daywright.server.accounts.schemas import MeChange
from daywright.server.accounts.tables import Browser, SigninCode, Token, User
from daywright.server.foundation.access import Actor, Scope
from daywright.server.foundation.database import Database
from daywright.server.foundation.errors import Refusal

CODE_LIFE_US = 10 * 60 * US_PER_SECOND
BROWSER_LIFE_S = 30 * 86_400
REMEMBER_S = 2  # how long a credential's answer is kept; revocation must take effect within 5 s
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Profile:
    """What the rest of the server needs to know of a user. `zone` is an IANA name, `day_start` counts from midnight."""

    id: int
    name: str
    zone: str
    day_start: timedelta
    week_start: int


def digest(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def system_zone() -> str:
    """Return the machine's IANA zone name, `UTC` when it has none."""
    return next((name for name in machine_zones(os.environ) if is_zone(name)), "UTC")


def is_zone(name: str) -> bool:
    """Tell whether `name` is an IANA zone known here, and means the same on every machine."""
    if name.startswith(("localtime", "posix", "right/")):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def find_owner(session: Session) -> int | None:
    """Return the owner's id, None before the first start."""
    found = queries.owner(session)
    return found.id if found else None


def ensure_owner(session: Session, now_us: int, name: str = "owner") -> int:
    """Return the owner's id; the first call makes the owner."""
    if (found := queries.owner(session)) is not None:
        return found.id
    user = User(name=name, zone=system_zone(), day_start_minutes=240, week_start=1, created_us=now_us)
    session.add(user)
    session.flush()
    return user.id


def profile(session: Session, user_id: int) -> Profile:
    """Return the user's profile."""
    user = queries.user(session, user_id)
    return Profile(user.id, user.name, user.zone, timedelta(minutes=user.day_start_minutes), user.week_start)


def change_profile(session: Session, user_id: int, wanted: MeChange) -> None:
    """Change what is given. A name that another user has is refused with 409."""
    user = queries.user(session, user_id)
    if wanted.name is not None and wanted.name != user.name:
        if queries.named(session, wanted.name):
            raise Refusal(409, "account.name_taken", "Another account has that name.")
        user.name = wanted.name
    if wanted.day_start is not None:
        hours, minutes = wanted.day_start.split(":")
        user.day_start_minutes = 60 * int(hours) + int(minutes)
    user.week_start = wanted.week_start or user.week_start


def move(connection: sqlite3.Connection, user_id: int, zone: str) -> None:
    """Note that the user lives in that zone now. Needs a writing transaction."""
    connection.execute(queries.SET_ZONE, (zone, user_id))


def create_token(session: Session, user_id: int, name: str, scope: Scope, device: int | None, now_us: int) -> str:
    """Make a token and return it: a lowercase UUID v4, shown this once."""
    if scope >= Scope.WRITE and device is None:
        raise Refusal(400, "token.device", "A token that may write belongs to a device.")
    secret = str(uuid4())
    session.add(Token(user=user_id, device=device, name=name, scope=scope, hash=digest(secret), created_us=now_us))
    session.flush()
    return secret


def token_is_known(session: Session, secret: str) -> bool:
    """Tell whether the token would be let in."""
    return queries.live_token(session, digest(secret)) is not None


def tokens(session: Session, user_id: int) -> list[Token]:
    """Return the user's tokens (without their secrets)."""
    return queries.tokens_of(session, user_id)


def revoke_token(session: Session, user_id: int, name: str, now_us: int) -> int:
    """Revoke the tokens of that name; how many there were."""
    return queries.revoke(session, user_id, name, now_us)


def revoke_tokens_of(session: Session, device: int, now_us: int) -> int:
    """Revoke the tokens that belong to a device; how many there were."""
    return queries.revoke_of_device(session, device, now_us)


def create_signin_code(session: Session, user_id: int, now_us: int) -> str:
    """Make the one-time code of a sign-in link, good for ten minutes."""
    code = secrets.token_urlsafe(32)
    session.add(SigninCode(hash=digest(code), user=user_id, expires_us=now_us + CODE_LIFE_US))
    return code


def sign_in_with_code(database: Database, code: str, now_us: int) -> str | None:
    """Use up a code; the cookie of the new session, or None when the code is not good (any more).

    Anyone may try, so a guess takes no write lock: it would keep others from writing.
    """
    with database.reading() as session:
        if not queries.holds_code(session, digest(code), now_us):
            return None
    with database.writing() as session:
        user = queries.take_code(session, digest(code), now_us)
        return None if user is None else _new_browser(session, user, now_us)


def who_signs_in(database: Database, secret: str) -> int:
    """Return whose admin token that is."""
    with database.reading() as session:
        token = queries.live_token(session, digest(secret))
    if token is None or token.scope < Scope.ADMIN:
        raise Refusal(401, "auth.invalid", "That token is not known, or it may not sign a browser in.")
    return token.user


def sign_in(database: Database, user: int, now_us: int) -> str:
    """Sign a browser in; its cookie."""
    with database.writing() as session:
        return _new_browser(session, user, now_us)


def sign_out(session: Session, cookie: str, now_us: int) -> None:
    """End a browser's session."""
    queries.forget_browser(session, digest(cookie), now_us)


def _new_browser(session: Session, user: int, now_us: int) -> str:
    cookie = secrets.token_urlsafe(32)
    expires_us = now_us + BROWSER_LIFE_S * US_PER_SECOND
    session.add(Browser(hash=digest(cookie), user=user, created_us=now_us, expires_us=expires_us))
    return cookie


def cookie_name(connection: HTTPConnection) -> str:
    """Return the cookie's name: by port, as two servers on one host share their cookies."""
    return f"daywright_{connection.url.port or 0}"


class Authenticator:
    """Credential of a request → actor. Remembers answers for `REMEMBER_S`, as agents call every second."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._remembered: OrderedDict[bytes, tuple[int, Actor | None]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, connection: HTTPConnection) -> Actor | None:
        """Return who sent this, or None when no credential is good. An `Authorization` header wins over a cookie."""
        headers = connection.headers.getlist("authorization")
        if headers:
            scheme, _, secret = headers[0].partition(" ")
            good = len(headers) == 1 and scheme.lower() == "bearer"
            return self._actor(secret.strip(), by_cookie=False) if good else None
        cookie = connection.cookies.get(cookie_name(connection))
        return self._actor(cookie, by_cookie=True) if cookie else None

    def forget(self, cookie: str) -> None:
        """Drop what is remembered of a browser that signs out."""
        with self._lock:
            self._remembered.pop(digest(cookie) + b"c", None)

    def _actor(self, secret: str, *, by_cookie: bool) -> Actor | None:
        key = digest(secret) + (b"c" if by_cookie else b"t")
        now_us = self._clock.mono_us()
        with self._lock:
            known = self._remembered.get(key)
        if known and now_us - known[0] < REMEMBER_S * US_PER_SECOND:
            return known[1]
        actor = self._look_up(secret, by_cookie=by_cookie)
        with self._lock:
            self._remembered[key] = (now_us, actor)
            self._remembered.move_to_end(key)
            if len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return actor

    def _look_up(self, secret: str, *, by_cookie: bool) -> Actor | None:
        with self._database.reading() as session:
            if by_cookie:
                browser = queries.live_browser(session, digest(secret), self._clock.wall_us())
                return Actor(browser.user, Scope.ADMIN, None, by_cookie=True) if browser else None
            if not _is_uuid4(secret):
                return None
            token = queries.live_token(session, digest(secret))
            return Actor(token.user, Scope(token.scope), token.device, by_cookie=False) if token else None


def _is_uuid4(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
