"""Enrolment secrets: made by the owner, shown once, good for so many machines until then."""

import hashlib
import secrets
import string
from dataclasses import dataclass

from sqlalchemy.orm import Session

from daywright.kit.clock import US_PER_SECOND
from daywright.server.devices import queries
from daywright.server.devices.tables import EnrolSecret
from daywright.server.foundation import audit
from daywright.server.foundation.errors import Refusal
from daywright.wire.enrolment import enrol_secret

SIGNS = string.ascii_lowercase + string.digits
USUAL_LIFE_S = 24 * 3600
LONGEST_LIFE_S = 366 * 86_400
MOST_USES = 10_000
MOST_LIVE = 200  # secrets of one user that are good at once


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new secret shall be."""

    label: str
    max_uses: int = 1
    expires_us: int | None = None
    require_approval: bool = False


def create(session: Session, user: int, wanted: Wanted, now_us: int, *, actor: str) -> tuple[EnrolSecret, str]:
    """Make a secret; the row, and the secret itself, shown this once."""
    expires_us = now_us + USUAL_LIFE_S * US_PER_SECOND if wanted.expires_us is None else wanted.expires_us
    if not now_us < expires_us <= now_us + LONGEST_LIFE_S * US_PER_SECOND:
        raise Refusal(400, "enroll.expiry", "A secret expires in the future, within a year.")
    if sum(state_of(one, now_us) == "good" for one in queries.secrets_of(session, user)) >= MOST_LIVE:
        raise Refusal(409, "enroll.too_many", "Too many enrolment secrets are good at once; revoke some first.")
    uid = "".join(secrets.choice(SIGNS) for _ in range(8))
    secret = enrol_secret(uid, secrets.token_bytes(32))
    row = EnrolSecret(
        user=user,
        uid=uid,
        hash=digest(secret),
        label=wanted.label,
        max_uses=wanted.max_uses,
        uses=0,
        require_approval=wanted.require_approval,
        created_us=now_us,
        expires_us=expires_us,
    )
    session.add(row)
    session.flush()
    audit.note(session, audit.Deed(user, actor, "secret created", uid), now_us, max_uses=wanted.max_uses)
    return row, secret


def listed(session: Session, user: int) -> list[EnrolSecret]:
    """Return the user's secrets, newest first, without what they are."""
    return queries.secrets_of(session, user)


def revoke(session: Session, user: int, uid: str, now_us: int, *, actor: str) -> None:
    """Let nobody in with that secret any more; who is in stays."""
    row = queries.secret_with(session, user, uid)
    if row is None:
        raise Refusal(404, "enroll.secret_unknown", "There is no such enrolment secret.")
    if row.revoked_us is None:
        row.revoked_us = now_us
        audit.note(session, audit.Deed(user, actor, "secret revoked", uid), now_us)


def state_of(row: EnrolSecret, now_us: int) -> str:
    """Return whether the secret still lets machines in, in a word."""
    if row.revoked_us is not None:
        return "revoked"
    if row.uses >= row.max_uses:
        return "used"
    return "expired" if row.expires_us <= now_us else "good"


def digest(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()
