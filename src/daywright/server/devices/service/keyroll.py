"""Another key for signing settings, in two steps, so that no device is left with one it does not know.

First the next key is announced, inside settings that the one in use signs. When every device has taken those, the next
becomes the one in use, and devices are told that it is the only one. Either step is one transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from daywright.kit.faultpoints import fault_point
from daywright.server.devices import queries
from daywright.server.devices.service import config
from daywright.server.devices.service.keyring import Keyring
from daywright.server.devices.tables import Device
from daywright.server.foundation import audit
from daywright.server.foundation.database import Database, driver


@dataclass(frozen=True, slots=True)
class Rolled:
    """How far it is: `done` when the new key is in use, else the names of the devices that do not know it yet."""

    done: bool
    waiting: tuple[str, ...] = ()


def roll(database: Database, keyring: Keyring, now_us: int, *, actor: str, force: bool = False) -> Rolled:
    """Announce the next key, or take it into use when every device knows it; with `force`, also when some do not.

    A device that does not know it refuses its settings from then on, and has to be enrolled again.
    """
    with database.writing() as session:
        begun = bool(keyring.announced(driver(session)))
        keys = keyring.announce(driver(session))
        enrolled = list(_enrolled(session))
        waiting = tuple(device.name for device in enrolled if not _knows(session, device, keys, now_us))
        done = not waiting or (begun and force)
        if done:
            key = keyring.take_next(driver(session))
            for device in enrolled:
                config.announce_keys(session, device, [key], now_us)
        if done or not begun:
            action = "signing key taken" if done else "signing key announced"
            audit.note(session, audit.Deed(None, actor, action, keys[-1]), now_us, devices=len(enrolled))
        session.flush()
        fault_point("signing.1")
    fault_point("signing.2")
    return Rolled(done=done, waiting=() if done else waiting)


def _enrolled(session: Session) -> Iterator[Device]:
    for device in queries.active(session):
        if queries.keys_of(session, device.id):
            yield device


def _knows(session: Session, device: Device, keys: list[str], now_us: int) -> bool:
    """Tell whether the device goes by settings that name these keys; if they do not yet, they do from now on."""
    row = queries.config_of(session, device.id)
    if row is None or config.wishes(row).signing_keys != keys:
        config.announce_keys(session, device, keys, now_us)
        return False
    report = queries.report_of(session, device.id)
    return report is not None and report.config_version is not None and report.config_version >= row.version
