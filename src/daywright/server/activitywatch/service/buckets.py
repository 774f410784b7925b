"""Buckets as ActivityWatch clients describe and read them."""

import sqlite3
from dataclasses import dataclass
from socket import gethostname
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from daywright.server import devices, events
from daywright.server.activitywatch.schemas import BucketChange, IncomingBucket
from daywright.server.activitywatch.service import messages
from daywright.server.activitywatch.service.receiver import unknown_bucket
from daywright.server.events import Bucket, NewBucket, Rank
from daywright.server.foundation.access import Actor
from daywright.server.foundation.database import Database, driver
from daywright.server.foundation.errors import Refusal

HERE: Final = "!local"
NOWHERE: Final = frozenset({"", "unknown", HERE})
LONGEST_ID: Final = 256
LONGEST_WORD: Final = 256


@dataclass(frozen=True, slots=True)
class Place:
    """Where this server runs."""

    database: Database
    device: int
    """This machine's."""
    now_us: int


def create(place: Place, actor: Actor, bucket: str, wanted: IncomingBucket, rank: Rank) -> bool:
    """Make a bucket; False when there is one of that id. Raises Refusal."""
    with place.database.reading() as session:
        if events.find_bucket(driver(session), actor.user, bucket):
            return False
    words = (bucket, wanted.type, wanted.client, wanted.hostname)
    if any(len(word) > LONGEST_WORD or "\0" in word for word in words):
        raise messages.malformed("an id or a name is too long")
    created_us = place.now_us if wanted.created is None else messages.instant(wanted.created)
    data = messages.data_text(bytes(wanted.data))
    with place.database.writing() as session:
        connection = driver(session)
        if not events.room_for_bucket(connection, actor.user):
            raise Refusal(403, "bucket.too_many", "There are too many buckets; delete some.")
        companion = "android" in wanted.client.lower() or "android" in bucket.lower()
        device = _device(session, place, actor, wanted.hostname, companion=companion)
        hostname = wanted.hostname
        if hostname == HERE:
            hostname, data = gethostname(), _with_device_id(session, place, actor, data)
        identity = (device, bucket, wanted.type, wanted.client, hostname)
        return events.create_bucket(connection, actor.user, NewBucket(*identity, created_us, data, rank))


def change(place: Place, actor: Actor, bucket: str, wanted: BucketChange) -> None:
    """Change what is given of a bucket. Raises Refusal."""
    words = (wanted.type or "", wanted.client or "", wanted.hostname or "")
    if any(len(word) > LONGEST_WORD or "\0" in word for word in words):
        raise messages.malformed("a name is too long")
    data = None if bytes(wanted.data) == b"null" else messages.data_text(bytes(wanted.data))
    with place.database.writing() as session:
        connection = driver(session)
        known = _known(connection, actor, bucket)
        if known.rank == Rank.NATIVE:
            raise Refusal(403, "bucket.own", "Only Daywright's own watchers write to this bucket.")
        device = known.device
        if wanted.hostname is not None and wanted.hostname != known.hostname:
            device = _device(session, place, actor, wanted.hostname, companion=False)
        to = NewBucket(
            device,
            known.aw_id,
            wanted.type or known.type,
            wanted.client or known.client,
            known.hostname if wanted.hostname is None else wanted.hostname,
            known.created_us,
            data or events.bucket_data(connection, known),
            Rank(known.rank),
        )
        events.change_bucket(connection, actor.user, known, to)


def _device(session: Session, place: Place, actor: Actor, hostname: str, *, companion: bool) -> int:
    """Return the device a host is: the caller's own, one that is known by that name, or a new one."""
    own = actor.device if actor.device is not None else place.device
    if hostname in NOWHERE or hostname == devices.hostname_of(driver(session), own):
        return own
    device = devices.ensure_host(session, actor.user, hostname, place.now_us, companion=companion)
    return own if device is None else device.id


def _with_device_id(session: Session, place: Place, actor: Actor, data: str) -> str:
    value = msgspec.json.decode(data, type=dict[str, Any])
    value["device_id"] = uid_of(session, place, actor)
    return events.canonical(value)


def uid_of(session: Session, place: Place, actor: Actor) -> str:
    """Return the UUID by which the outside knows this machine."""
    return next((one.uid for one in devices.devices_of(session, actor.user) if one.id == place.device), "")


def _known(connection: sqlite3.Connection, actor: Actor, bucket: str) -> Bucket:
    known = events.find_bucket(connection, actor.user, bucket)
    if known is None:
        raise unknown_bucket()
    return known


def listed(session: Session, actor: Actor) -> bytes:
    """Write all buckets of the caller, by id."""
    connection = driver(session)
    found = {bucket.aw_id: _described(connection, bucket) for bucket in events.buckets_of(connection, actor.user)}
    return messages.json_text(found)


def described(session: Session, actor: Actor, bucket: str) -> dict[str, Any]:
    """Describe one bucket. Raises Refusal 404."""
    connection = driver(session)
    return _described(connection, _known(connection, actor, bucket))


def _described(connection: sqlite3.Connection, bucket: Bucket) -> dict[str, Any]:
    extent = events.extent(connection, bucket)
    first, last, newest = (
        None if instant is None else messages.timestamp(instant)
        for instant in (extent.first_us, extent.last_us, extent.newest_end_us)
    )
    return {
        "id": bucket.aw_id,
        "type": bucket.type,
        "client": bucket.client,
        "hostname": bucket.hostname,
        "created": messages.timestamp(bucket.created_us),
        "name": None,
        "data": msgspec.Raw(events.bucket_data(connection, bucket).encode()),
        "metadata": {"start": first, "end": last},
        "first_seen": first,
        "last_updated": newest,
    }
