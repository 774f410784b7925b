"""Where the person lived when: told by their devices as they travel, and set right by the person."""

import sqlite3
from collections.abc import Sequence
from itertools import pairwise

from daywright.server import accounts, devices
from daywright.server.events import queries
from daywright.server.foundation.errors import Refusal


def zones_of(connection: sqlite3.Connection, user: int) -> list[tuple[int, str]]:
    """Return from when on (µs) the user lived in which zone, oldest first."""
    return connection.execute(queries.ZONES, (user,)).fetchall()


def remember_zone(connection: sqlite3.Connection, *, user: int, device: int, zone: str, at_us: int) -> None:
    """Note a journey: from then on the user lives in `zone`.

    It is one when the device was elsewhere before; that two devices disagree is none. What was seen before the last
    journey tells nothing new.
    """
    before = devices.zone_of(connection, device)
    if before == zone:
        return
    last = connection.execute(queries.LAST_ZONE, (user,)).fetchone()
    if last is not None and at_us <= last[0]:
        return
    devices.set_zone(connection, device, zone)
    if last is None or (before is not None and last[1] != zone):
        connection.execute(queries.INSERT_ZONE, (user, at_us, zone))
        accounts.move(connection, user, zone)


def replace(connection: sqlite3.Connection, user: int, zones: Sequence[tuple[int, str]]) -> None:
    """Set the whole history, oldest first; the first zone holds before its instant too. Needs a writing transaction.

    Refuses an unordered history and zones that are not known here.
    """
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(zones)):
        raise Refusal(400, "zone.history", "Each zone must begin after the one before it.")
    for _, name in zones:
        if not accounts.is_zone(name):
            raise Refusal(400, "zone.unknown", "A time zone is not known here; names are like `Europe/Berlin`.")
    connection.execute(queries.DROP_ZONES, (user,))
    connection.executemany(queries.INSERT_ZONE, [(user, since, name) for since, name in zones])
    accounts.move(connection, user, zones[-1][1])
