"""An export, of this server or another, becomes events. What is there already stays; what cannot be read is counted."""

from dataclasses import dataclass
from email.message import Message
from typing import Final

import msgspec

from daywright.server.activitywatch.schemas import Import, ImportedBucket, IncomingBucket
from daywright.server.activitywatch.service import messages
from daywright.server.activitywatch.service.buckets import Place, create
from daywright.server.activitywatch.service.receiver import Receiver
from daywright.server.events import Given, Rank
from daywright.server.foundation.access import Actor
from daywright.server.foundation.errors import Refusal

_import = msgspec.json.Decoder(Import)
JSON: Final = "application/json"
FORM: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an export."""

    buckets: int
    events: int
    skipped: int


def exports_in(content_type: str, body: bytes) -> list[bytes]:
    """Return the files of an upload, or the body itself. Raises Refusal."""
    kind = Message()
    kind["Content-Type"] = content_type
    if kind.get_content_type() == JSON:
        return [body]
    boundary = kind.get_param("boundary")
    if kind.get_content_type() != FORM or not isinstance(boundary, str) or not boundary:
        raise Refusal(415, "body.type", "The body must be application/json, or a form with files.")
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]
    files = [content for part in parts for head, blank, content in [part.partition(b"\r\n\r\n")] if blank]
    if not files:
        raise messages.malformed("the form holds no file")
    return files


def take(receiver: Receiver, place: Place, actor: Actor, body: bytes) -> Imported:
    """Store an export. Raises Refusal 400 when the whole is no export."""
    wanted = messages.read(body, _import)
    stored = skipped = 0
    for name, bucket in wanted.buckets.items():
        if not name or "/" in name:
            raise messages.malformed("a bucket has an id that no address can name")
        about = IncomingBucket(bucket.type, bucket.client, bucket.hostname, bucket.data, bucket.created)
        create(place, actor, name, about, Rank.IMPORT)
        readable = _readable(bucket)
        stored += receiver.insert_now(actor, name, readable)
        skipped += len(bucket.events or ()) - len(readable)
    return Imported(len(wanted.buckets), stored, skipped)


def _readable(bucket: ImportedBucket) -> list[Given]:
    found = []
    for raw in bucket.events or ():
        try:
            event = messages.event_of(bytes(raw), None)
        except Refusal:
            continue
        found.append(Given(event.start_us, event.duration_us, event.data))
    return found
