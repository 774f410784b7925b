"""A machine is let in: one use of a secret, one device of the secret's owner, one key.

The use, the device and the key are one transaction. The same wish again within ten minutes means that the answer was
lost: it gets a new key for the same device and uses nothing up. The same machine later becomes the same device again.
"""

from dataclasses import dataclass
from uuid import uuid4

import msgspec
from sqlalchemy.orm import Session

from daywright.kit.clock import US_PER_SECOND, from_us
from daywright.server.devices import queries
from daywright.server.devices.service import clones, config, entrance
from daywright.server.devices.service.keyring import Keyring
from daywright.server.devices.tables import Device, Enrolment, EnrolSecret
from daywright.server.foundation import audit
from daywright.server.foundation.database import Database, driver
from daywright.server.foundation.errors import Refusal
from daywright.wire.enrolment import EnrolAnswer, EnrolRequest

AGAIN_US = 10 * 60 * US_PER_SECOND
STATUS = {"active": "active", "pending": "pending_approval"}


@dataclass(frozen=True, slots=True)
class Door:
    """Where the wish came in: `audience` is the authority it was sent to, `site` where it came from."""

    audience: str
    site: str


def enrol(database: Database, keyring: Keyring, wish: EnrolRequest, door: Door, now_us: int) -> EnrolAnswer:
    """Let the machine in. Raises Refusal 401, the same for every secret that does not let it in."""
    digest = entrance.digest(wish.enrollment_secret)
    with database.reading() as session:  # anyone may try, so a guess takes no write lock
        if not (_answered(session, digest, wish, now_us) or queries.usable_secret(session, digest, now_us)):
            raise refused()
    with database.writing() as session:
        if (again := _answered(session, digest, wish, now_us)) is not None:
            device, how = queries.device(session, again.device), "enrolled again, answer lost"
            if device.state == "revoked":
                raise refused()
        else:
            secret = queries.use_secret(session, digest, now_us)
            if secret is None:
                raise refused()
            device, how = _let_in(session, secret, wish, now_us)
        _enrolment(session, device).audience = door.audience
        clones.settled(session, device, now_us)
        queries.forget_keys(session, device.id)
        key_id, key = keyring.new(session, device.id, device.uid, "active", now_us)
        asked = config.announce_keys(session, device, keyring.announced(driver(session)), now_us)
        deed = audit.Deed(device.user, f"address {door.site}", "device enrolled", device.uid)
        audit.note(session, deed, now_us, how=how, state=device.state)
        return EnrolAnswer(
            device_id=device.uid,
            user_id=str(device.user),
            key_id=key_id,
            device_key=key,
            audience=door.audience,
            config=msgspec.Raw(asked.body),
            config_etag=asked.etag,
            config_signing_key=keyring.public(driver(session)),
            server_time=from_us(now_us),
            expires_at=None,
            status="active" if device.state == "active" else "pending_approval",
        )


def refused() -> Refusal:
    """Return the one answer to unknown, expired, used-up and revoked secrets."""
    return Refusal(401, "enroll.invalid", "That enrolment secret lets nobody in (any more).")


def note_refusal(database: Database, site: str, now_us: int) -> None:
    """Write down that somebody tried a secret that lets nobody in."""
    with database.writing() as session:
        audit.note(session, audit.Deed(None, f"address {site}", "enrolment refused", ""), now_us)


def _answered(session: Session, digest: bytes, wish: EnrolRequest, now_us: int) -> Enrolment | None:
    return queries.answered(session, digest, wish.device_uid, wish.request_id, now_us - AGAIN_US)


def _let_in(session: Session, secret: EnrolSecret, wish: EnrolRequest, now_us: int) -> tuple[Device, str]:
    """Make the machine a device of the secret's owner, or the device again that it was."""
    known = queries.enrolment_of(session, secret.user, wish.device_uid)
    if known is None:
        device = _new_device(session, secret.user, wish, now_us)
        known = Enrolment(device=device.id, user=secret.user, device_uid=wish.device_uid, audience="")
        how = "new"
    else:
        device, how = queries.device(session, known.device), "enrolled again"
    known.secret, known.request_id, known.enrolled_us = secret.id, wish.request_id, now_us
    known.username, known.agent_version = wish.username, wish.agent_version
    session.add(known)
    device.state, device.revoked_us = "pending" if secret.require_approval else "active", None
    session.flush()
    return device, how


def _new_device(session: Session, user: int, wish: EnrolRequest, now_us: int) -> Device:
    if queries.count(session, user) >= queries.MOST:
        raise Refusal(409, "device.too_many", "This account has too many devices.")
    device = Device(
        user=user,
        uid=str(uuid4()),
        name=free_name(session, user, wish.hostname),
        hostname=wish.hostname,
        platform=wish.platform,
        companion=False,
        created_us=now_us,
    )
    session.add(device)
    session.flush()
    return device


def _enrolment(session: Session, device: Device) -> Enrolment:
    return session.get_one(Enrolment, device.id)


def free_name(session: Session, user: int, wanted: str) -> str:
    """Return the name, with a number when the user has a device of that name."""
    name, number = wanted, 2
    while queries.named(session, user, name) is not None:
        name, number = f"{wanted} ({number})", number + 1
    return name
