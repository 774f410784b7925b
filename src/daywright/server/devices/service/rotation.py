"""Another key for a device, in two steps, so that a crash anywhere leaves one that works.

First the device asks, with the key in use, and is given the next one. Then it signs with the next one, which makes that
the one in use; the old one stays good for a day. At most two keys of a device are good at any time.
"""

from sqlalchemy.orm import Session

from daywright.kit.clock import US_PER_DAY, from_us
from daywright.kit.faultpoints import fault_point
from daywright.server.devices import queries
from daywright.server.devices.service import config
from daywright.server.devices.service.keyring import Keyring
from daywright.server.devices.tables import Device
from daywright.server.foundation import audit
from daywright.server.foundation.database import Database
from daywright.server.foundation.errors import Refusal
from daywright.wire.enrolment import NextKey

GRACE_US = US_PER_DAY


def next_key(database: Database, keyring: Keyring, device: int, key_id: str, now_us: int) -> NextKey:
    """Give the device its next key; one it was given before and never used is void. `key_id` signed the request."""
    with database.writing() as session:
        row = queries.device(session, device)
        if not any(key.key_id == key_id and key.state == "active" for key in queries.keys_of(session, device)):
            raise Refusal(403, "key.not_active", "Only the key in use may ask for the next one.")
        queries.forget_keys(session, device, "next", "grace")
        made, key = keyring.new(session, device, row.uid, "next", now_us)
        audit.note(session, audit.Deed(row.user, f"device {row.uid}", "key made", row.uid), now_us, key=made)
        fault_point("rotate.1")
    fault_point("rotate.2")
    return NextKey(key_id=made, device_key=key, server_time=from_us(now_us))


def promote(database: Database, device: int, key_id: str, now_us: int) -> None:
    """Make the next key, which was just used, the one in use."""
    with database.writing() as session:
        keys = queries.keys_of(session, device)
        if not any(key.key_id == key_id and key.state == "next" for key in keys):
            return  # another request of the device came first
        queries.forget_keys(session, device, "grace")
        for key in keys:
            if key.key_id == key_id:
                key.state = "active"
            elif key.state == "active":
                key.state, key.until_us = "grace", now_us + GRACE_US
        row = queries.device(session, device)
        audit.note(session, audit.Deed(row.user, f"device {row.uid}", "key taken", row.uid), now_us, key=key_id)
        session.flush()
        fault_point("rotate.3")
    fault_point("rotate.4")


def is_asked(session: Session, device: Device, key_id: str | None) -> bool:
    """Tell whether that key, which the device was asked to replace, is still the one in use."""
    return any(key.key_id == key_id and key.state == "active" for key in queries.keys_of(session, device.id))


def ask(session: Session, device: Device, now_us: int, *, actor: str) -> None:
    """Ask the device to replace its key, which it does when it next reads its settings."""
    active = next((key for key in queries.keys_of(session, device.id) if key.state == "active"), None)
    if active is None:
        raise Refusal(409, "device.not_enrolled", "That device has no key: it was not enrolled.")
    config.ask_to_rotate(session, device, active.key_id, now_us)
    audit.note(session, audit.Deed(device.user, actor, "key asked", device.uid), now_us, key=active.key_id)
