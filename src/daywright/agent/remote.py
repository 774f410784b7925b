"""Settings the server asks for (contract 5.3): believed when signed, taken when they ask for less, kept when they work.

A new one is a candidate until the agent ran well with it; two runs that ended in it go back to the last good one.
What is refused is remembered with its reason, and the device goes on with what it had.
"""

import json
from binascii import hexlify
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from daywright.agent.config import Settings
from daywright.agent.credentials import decode
from daywright.agent.vault.sodium import is_signed
from daywright.kit.privatefile import UnsafeFileError, read_private, write_private
from daywright.kit.sha256 import sha256

NAME = "server-config.json"
MOST_CRASHES = 2
_MOST_EXCLUDED = 500
# What the contract lets a server say; beyond, it is refused whole.
_HEARTBEAT_S, _AWAY_S, _EVENTS = (5.0, 3600.0), (30.0, 3600.0), (1, 1000)
_SCREENSHOT_S = 30


class ConfigRefusedError(Exception):
    """These settings are not taken; the text says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a server asks of this device; None: it leaves that to the device."""

    version: int
    heartbeat: timedelta | None = None
    away_after: timedelta | None = None
    batch_events: int | None = None
    exclude_apps: tuple[str, ...] = ()
    record_titles: bool | None = None
    screenshots: timedelta | None = None
    rotate_key: str = ""
    signing_keys: tuple[str, ...] = ()
    enrol_again: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Settings as they came: the very bytes, their tag and their signature."""

    body: bytes
    etag: str
    signature: str


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept between runs: the last good settings, a candidate, and what was refused."""

    good: bytes = b""
    candidate: bytes = b""
    crashes: int = 0
    refused_etag: str = ""
    refused: str = ""
    signing_keys: tuple[str, ...] = field(default=())
    pinned: str = ""  # the key of the enrolment in which they were announced

    @property
    def body(self) -> bytes:
        """The settings in force."""
        return self.candidate or self.good

    @property
    def etag(self) -> str:
        """The tag of the newest settings seen, refused or not: there is no need to fetch them again."""
        return self.refused_etag or (etag_of(self.body) if self.body else "")


def etag_of(body: bytes) -> str:
    """The tag of settings, without the quotes HTTP puts around it."""
    return f"sha256-{hexlify(sha256(body)).decode()}"


def accept(held: Held, came: Signed, *, device_id: str, signing_key: str) -> Held:
    """The settings that came as the new candidate. Raises ConfigRefusedError."""
    held = held if _are_of(held.body, device_id) else Held()  # those of an earlier enrolment do not count
    if came.etag != etag_of(came.body):
        raise ConfigRefusedError("its tag is not that of its bytes")
    believed = trusted(held, signing_key)
    if not any(_is_signed(came, key) for key in believed):
        raise ConfigRefusedError("its signature is not the server's")
    wanted = read(came.body, device_id)
    if held.body and wanted.version <= (before := read(held.body, device_id).version):
        raise ConfigRefusedError(f"its version {wanted.version} is not above {before}")
    keys = wanted.signing_keys or believed
    return replace(
        held, candidate=came.body, crashes=0, refused_etag="", refused="", signing_keys=keys, pinned=signing_key
    )


def trusted(held: Held, signing_key: str) -> tuple[str, ...]:
    """The keys that may sign settings: the one told at enrolment, until signed settings named others since."""
    return held.signing_keys if held.signing_keys and held.pinned == signing_key else (signing_key,)


def refuse(held: Held, etag: str, reason: str) -> Held:
    """Go on with what there was, and remember why."""
    return replace(held, refused_etag=etag, refused=reason)


def confirm(held: Held) -> Held:
    """The agent ran well with the candidate."""
    return replace(held, good=held.candidate, candidate=b"", crashes=0) if held.candidate else held


def begun(held: Held) -> Held:
    """Another run begins with an unconfirmed candidate: the run before ended in it."""
    if not held.candidate:
        return held
    if held.crashes + 1 >= MOST_CRASHES:
        reverted = replace(held, candidate=b"", crashes=0)
        return refuse(reverted, etag_of(held.candidate), f"the agent ended {MOST_CRASHES} times with it")
    return replace(held, crashes=held.crashes + 1)


def read(body: bytes, device_id: str) -> Wanted:
    """Settings within the contract's bounds. Raises ConfigRefusedError."""
    try:
        said = json.loads(body)
    except ValueError:
        raise ConfigRefusedError("it is no JSON") from None
    if not isinstance(said, dict) or said.get("device_id") != device_id:
        raise ConfigRefusedError("it is not for this device")
    version = said.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ConfigRefusedError("it has no version")
    excluded = said.get("exclude_apps") or []
    keys = said.get("signing_keys") or []
    if not _are_texts(excluded, _MOST_EXCLUDED) or not _are_texts(keys, 4):
        raise ConfigRefusedError("a list in it is not one of texts")
    titles = said.get("record_titles")
    if titles is not None and not isinstance(titles, bool):
        raise ConfigRefusedError("record_titles is neither yes nor no")
    events = _number(said, "batch_events", _EVENTS)
    screenshots = _number(said, "screenshot_seconds", (0, 86_400))
    if screenshots is not None and 0 < screenshots < _SCREENSHOT_S:
        raise ConfigRefusedError("screenshot_seconds is out of bounds")
    return Wanted(
        version=version,
        heartbeat=_seconds(_number(said, "heartbeat_seconds", _HEARTBEAT_S)),
        away_after=_seconds(_number(said, "away_after_seconds", _AWAY_S)),
        batch_events=None if events is None else int(events),
        exclude_apps=tuple(excluded),
        record_titles=titles,
        screenshots=_seconds(screenshots),
        rotate_key=str(said.get("rotate_key") or ""),
        signing_keys=tuple(keys),
        enrol_again=str(said.get("enrol_again") or ""),
    )


def narrowed(settings: Settings, wanted: Wanted | None) -> Settings:
    """The settings in force: of what the person allowed and what the server wants, whichever asks for less."""
    if wanted is None:
        return settings
    return replace(
        settings,
        heartbeat=max(settings.heartbeat, wanted.heartbeat or settings.heartbeat),
        away_after=min(settings.away_after, wanted.away_after or settings.away_after),
        exclude_apps=tuple(dict.fromkeys((*settings.exclude_apps, *wanted.exclude_apps))),
        record_titles=settings.record_titles and wanted.record_titles is not False,
    )


def overreach(settings: Settings, wanted: Wanted | None) -> str:
    """What the server asked for and does not get, because nobody here allowed it; empty when there is nothing."""
    if wanted is None:
        return ""
    asked = []
    if wanted.record_titles and not settings.record_titles:
        asked.append("record_titles")
    if wanted.screenshots and (not settings.screenshot_interval or wanted.screenshots < settings.screenshot_interval):
        asked.append("screenshot_seconds")
    return f"not allowed here: {', '.join(asked)}" if asked else ""


def told_to_enrol(folder: Path, device_id: str) -> str:
    """Why somebody has to enrol this device anew, in a code of the server's; empty when nobody has to."""
    held = load(folder)
    try:
        return read(held.body, device_id).enrol_again if held.body else ""
    except ConfigRefusedError:
        return ""


def load(folder: Path) -> Held:
    """What was kept; nothing when it cannot be read."""
    try:
        content = read_private(folder / NAME)
        found = json.loads(content) if content else {}
    except (UnsafeFileError, OSError, ValueError):
        return Held()
    if not isinstance(found, dict):
        return Held()
    crashes = found.get("crashes")
    keys = found.get("signing_keys")
    return Held(
        good=_bytes(found, "good"),
        candidate=_bytes(found, "candidate"),
        crashes=crashes if isinstance(crashes, int) else 0,
        refused_etag=str(found.get("refused_etag") or ""),
        refused=str(found.get("refused") or ""),
        signing_keys=tuple(str(key) for key in keys) if isinstance(keys, list) else (),
        pinned=str(found.get("pinned") or ""),
    )


def save(folder: Path, held: Held) -> None:
    """Write it down durably. Raises OSError."""
    said = {
        "good": held.good.decode(),
        "candidate": held.candidate.decode(),
        "crashes": held.crashes,
        "refused_etag": held.refused_etag,
        "refused": held.refused,
        "signing_keys": list(held.signing_keys),
        "pinned": held.pinned,
    }
    write_private(folder / NAME, json.dumps(said).encode())


def _are_of(body: bytes, device_id: str) -> bool:
    """Whether these are settings of that device; true when there are none."""
    try:
        return not body or bool(read(body, device_id))
    except ConfigRefusedError:
        return False


def _is_signed(came: Signed, key_text: str) -> bool:
    """Whether the bytes carry the signature of that key."""
    key, signature = decode(key_text), decode(came.signature)
    if key is None or signature is None:
        return False
    return is_signed(came.body, signature, key)


def _number(said: Mapping[str, object], name: str, bounds: tuple[float, float]) -> float | None:
    value = said.get(name)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not bounds[0] <= value <= bounds[1]:
        raise ConfigRefusedError(f"{name} is out of bounds")
    return value


def _seconds(number: float | None) -> timedelta | None:
    return None if number is None else timedelta(seconds=number)


def _are_texts(value: object, most: int) -> bool:
    return isinstance(value, list) and len(value) <= most and all(isinstance(one, str) and one for one in value)


def _bytes(found: Mapping[str, object], name: str) -> bytes:
    value = found.get(name)
    return value.encode() if isinstance(value, str) else b""
