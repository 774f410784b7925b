"""How a machine becomes a device of a user, gets its settings and its next key, and tells how it is: version 1.

Additive within the version: unknown members are ignored, never fatal. Keys travel as base64url without padding.
A device's settings travel as the bytes that were signed: `sha256-` and their SHA-256 in hexadecimal is their tag, and
`X-Config-Signature` the Ed25519 signature over them, in base64url, made with the key that was told at enrolment.
"""

import hashlib
import re
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from daywright.wire.signing import to_text

CONFIG_SIGNATURE_HEADER = "X-Config-Signature"
SERVER_TIME_HEADER = "X-Server-Time"  # Unix seconds, beside `sig.stale`

Uuid = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Text = Annotated[str, msgspec.Meta(max_length=128)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]

MOST_EXCLUDED = 500  # applications in one device's settings


class EnrolRequest(msgspec.Struct, frozen=True):
    """A machine asks to be let in. `device_uid` is random and stays the machine's; `request_id` is new for each wish.

    The same wish sent again within ten minutes is answered again, with a new key: the first answer was lost.
    """

    enrollment_secret: Annotated[str, msgspec.Meta(max_length=256)]
    device_uid: Uuid
    request_id: Uuid
    hostname: Name
    platform: Text = ""
    agent_version: Text = ""
    username: Text = ""


class DeviceConfig(msgspec.Struct, frozen=True):
    """What the server asks of one device; null leaves it to the device.

    `version` only rises. `rotate_key` names a key the device shall replace; `signing_keys` are those that may sign the
    next settings, when they change. `enrol_again` tells in a code why somebody has to enrol it anew. A device takes
    what narrows what its user allowed, and refuses the rest.
    """

    device_id: Uuid
    version: Annotated[int, msgspec.Meta(ge=1)]
    heartbeat_seconds: Annotated[float, msgspec.Meta(ge=5, le=3600)] | None = None
    away_after_seconds: Annotated[float, msgspec.Meta(ge=30, le=3600)] | None = None
    batch_events: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None = None
    exclude_apps: Annotated[list[Name], msgspec.Meta(max_length=MOST_EXCLUDED)] = []
    record_titles: bool | None = None
    screenshot_seconds: Annotated[int, msgspec.Meta(ge=0, le=86_400)] | None = None
    rotate_key: str | None = None
    signing_keys: list[str] = []
    enrol_again: str | None = None


class EnrolAnswer(msgspec.Struct, frozen=True):
    """The device's identity and its key, shown this once. `config` are the bytes of a `DeviceConfig`.

    `audience` is the authority that the device signs for; `expires_at` null when the key does not expire by itself.
    """

    device_id: Uuid
    user_id: str
    key_id: str
    device_key: str
    audience: str
    config: msgspec.Raw
    config_etag: str
    config_signing_key: str
    server_time: Instant
    expires_at: Instant | None
    status: Literal["active", "pending_approval"]


class NextKey(msgspec.Struct, frozen=True):
    """The answer to `POST /api/v1/devices/self/keys`: the key to store, then to sign with, which makes it the one."""

    key_id: str
    device_key: str
    server_time: Instant


class DeviceReport(msgspec.Struct, frozen=True):
    """How a device is: `POST /api/v1/devices/self/status`. `oldest` is when the oldest waiting event began.

    `pending`, `dead` and `evicted` count events that wait, that were set aside, and that made room. `condition` is
    the agent's own word for how deliveries go, `sends` the streams it records, `config_refused` why settings were not
    taken. `line` names one run of the agent and `seq` numbers its reports: where two machines have one key, their
    lines take turns.
    """

    pending: Count
    dead: Count = 0
    evicted: Count = 0
    oldest: Instant | None = None
    condition: Text = ""
    agent_version: Text = ""
    sends: Annotated[list[Name], msgspec.Meta(max_length=32)] = []
    config_version: Annotated[int, msgspec.Meta(ge=0)] | None = None
    config_refused: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    at_rest: Text = ""
    line: Text = ""
    seq: Count = 0


def config_etag(body: bytes) -> str:
    """Return the tag of a device's settings, without the quotes that HTTP puts around it."""
    return f"sha256-{hashlib.sha256(body).hexdigest()}"


SECRET_FORM = re.compile(r"enr1_([a-z0-9]{8})_([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})", re.ASCII)


def enrol_secret(uid: str, random: bytes) -> str:
    """Write an enrolment secret: its id, 32 random bytes, and six signs that show a slip of the pen."""
    start = f"enr1_{uid}_{to_text(random)}"
    return start + _check(start)


def is_enrol_secret(text: str) -> bool:
    """Tell whether this can be an enrolment secret: of the right form, and copied without a mistake."""
    return bool(SECRET_FORM.fullmatch(text)) and text.endswith(_check(text[:-6]))


def _check(start: str) -> str:
    return to_text(hashlib.sha256(start.encode()).digest())[:6]
