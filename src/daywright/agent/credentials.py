"""What enrolment gave this device (contract 5.2): `HOME/credentials.json`, for its owner's eyes only.

Where the system has a key store the keys go there, and the file says under which name.
While a key is being replaced there are two: the one in use and the next. A crash at any moment leaves at least one that
the server accepts.
"""

import json
from binascii import Error as BadBase64
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass, field, replace
from pathlib import Path

from daywright.agent.vault import KeyStore
from daywright.kit.privatefile import UnsafeFileError, read_private, remove_private, write_private

NAME = "credentials.json"
UID_NAME = "enrollment.json"
KEY_BYTES = 32
# A lost answer is asked for again under the same request for so long (contract 5.2.3).
REQUEST_US = 600 * 1_000_000


class CredentialsError(Exception):
    """The file is there and cannot be used; the text says why and what repairs it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the device, and the name the server knows it by."""

    key_id: str
    secret: bytes = field(repr=False)  # empty: it is in the key store
    kept: str = ""  # the name it has there


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who this device is, at which server."""

    server: str
    audience: str
    device_id: str
    user_id: str
    username: str
    key: Key
    next: Key | None = None
    issued_at: str = ""
    expires_at: str = ""
    config_signing_key: str = ""
    ca_file: str = ""

    def with_next(self, key: Key) -> "Credentials":
        """The server has made another key; both are kept until the new one was accepted."""
        return replace(self, next=key)

    def promoted(self, issued_at: str) -> "Credentials":
        """The next key was accepted: it is the one from now on."""
        return self if self.next is None else replace(self, key=self.next, next=None, issued_at=issued_at)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to enrol. Written down before it is made, so that a lost answer costs nothing."""

    device_uid: str
    request_id: str
    server: str
    begun_us: int


def load(home: Path) -> Credentials | None:
    """The credentials of `home`; None when it is not enrolled. Raises CredentialsError."""
    path = home / NAME
    try:
        content = read_private(path)
    except UnsafeFileError as error:
        raise CredentialsError(f"{error}.") from None
    except OSError as error:
        raise CredentialsError(f"{path} cannot be read ({error.strerror}).") from None
    if content is None:
        return None
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    read = _credentials(found) if isinstance(found, dict) else None
    if read is None:
        raise CredentialsError(f"{path} is damaged; enrol this device again with `daywright enroll`.")
    return read


def save(home: Path, credentials: Credentials, keeper: KeyStore | None = None) -> None:
    """Write them down durably; the keys go to the key store if there is one that takes them."""
    key, upcoming = (key and _kept(credentials.device_id, key, keeper) for key in (credentials.key, credentials.next))
    said = {
        "server": credentials.server,
        "audience": credentials.audience,
        "device_id": credentials.device_id,
        "user_id": credentials.user_id,
        "username": credentials.username,
        **_written(key or credentials.key),
        "next": None if upcoming is None else _written(upcoming),
        "issued_at": credentials.issued_at,
        "expires_at": credentials.expires_at or None,
        "config_signing_key": credentials.config_signing_key,
        "ca_file": credentials.ca_file or None,
    }
    write_private(home / NAME, json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n")


def settings_of(home: Path) -> dict[str, str]:
    """What enrolment settles, as settings of the agent: the server, and whom to trust for its name."""
    try:
        found = load(home)
    except CredentialsError:
        # What was seen is kept for the server it was meant for, until the file is repaired.
        last = _last_attempt(home)
        return {"server": last.server} if last is not None else {}
    if found is None:
        return {}
    return {"server": found.server} | ({"ca_file": found.ca_file} if found.ca_file else {})


def forget(home: Path, keeper: KeyStore | None = None) -> bool:
    """Wipe the keys; False when there were none."""
    try:
        mine = load(home)
    except CredentialsError:
        mine = None
    for key in (mine.key, mine.next) if mine is not None and keeper is not None else ():
        if key is not None and key.kept and keeper is not None:
            keeper.drop(key.kept)
    return remove_private(home / NAME)


def attempt(home: Path, server: str, now_us: int, device_uid: str, request_id: str, *, anew: bool = False) -> Attempt:
    """The try to enrol that is now due: the last one once more if its answer may have been lost, else a new one.

    The device keeps its identity until, with `anew`, another machine has the same. `device_uid` and `request_id` are
    what a first or a new try would take.
    """
    last = _last_attempt(home)
    if last is not None and last.request_id and last.server == server and 0 <= now_us - last.begun_us < REQUEST_US:
        return last
    uid = device_uid if last is None or anew else last.device_uid
    made = Attempt(uid, request_id, server, now_us)
    _save_attempt(home, made)
    return made


def settle(home: Path, done: Attempt) -> None:
    """The try was answered: the next one is a new one by the same device."""
    _save_attempt(home, replace(done, request_id=""))


def encode(secret: bytes) -> str:
    """Base64url without padding."""
    return b2a_base64(secret, newline=False).decode().rstrip("=").replace("+", "-").replace("/", "_")


def decode(text: str) -> bytes | None:
    """The bytes of a base64url text; None if it is none."""
    try:
        return a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), strict_mode=True)
    except (BadBase64, ValueError):
        return None


def _credentials(found: dict[str, object]) -> Credentials | None:
    match found:
        case {
            "server": str(server),
            "audience": str(audience),
            "device_id": str(device_id),
            "key_id": str(key_id),
            "api_key": str(secret),
        } if server and audience and device_id:
            key = _key(key_id, secret, found.get("key_store"))
        case _:
            return None
    upcoming = None
    match found.get("next"):
        case {"key_id": str(next_id), "api_key": str(next_secret), **more}:
            upcoming = _key(next_id, next_secret, more.get("key_store"))
    if key is None:
        return None
    texts = {
        name: str(found.get(name) or "")
        for name in ("user_id", "username", "issued_at", "expires_at", "config_signing_key", "ca_file")
    }
    return Credentials(server, audience, device_id, key=key, next=upcoming, **texts)


def _kept(device_id: str, key: Key, keeper: KeyStore | None) -> Key:
    name = f"device {device_id} {key.key_id}"
    if key.kept or keeper is None or not keeper.put(name, key.secret):
        return key
    return Key(key.key_id, b"", name)


def _written(key: Key) -> dict[str, object]:
    said: dict[str, object] = {"key_id": key.key_id, "api_key": encode(key.secret)}
    return said | ({"key_store": key.kept} if key.kept else {})


def _key(key_id: str, text: str, kept: object = None) -> Key | None:
    if isinstance(kept, str) and kept and key_id and not text:
        return Key(key_id, b"", kept)
    secret = decode(text)
    return Key(key_id, secret) if key_id and secret is not None and len(secret) == KEY_BYTES else None


def _last_attempt(home: Path) -> Attempt | None:
    try:
        content = read_private(home / UID_NAME)
        found = json.loads(content) if content is not None else None
    except (UnsafeFileError, OSError, ValueError):
        return None
    match found:
        case {"device_uid": str(uid), "request_id": str(request), "server": str(server), "begun_us": int(begun_us)}:
            return Attempt(uid, request, server, begun_us)
        case _:
            return None


def _save_attempt(home: Path, made: Attempt) -> None:
    said = {
        "device_uid": made.device_uid,
        "request_id": made.request_id,
        "server": made.server,
        "begun_us": made.begun_us,
    }
    write_private(home / UID_NAME, json.dumps(said).encode() + b"\n")
