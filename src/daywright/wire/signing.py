"""How a device proves that a request is its own: `DEV1-HMAC-SHA256`.

A request is signed as it travels: method, authority, path, query, type, encoding, the SHA-256 of the bytes sent, and a
time and a nonce that are fresh for each attempt. The key is never sent. Server, agent and phone client build the same
text from the same fields; `wire/examples/v1/signing-vectors.json` holds what must come out.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote_from_bytes, unquote_to_bytes

SCHEME = "DEV1-HMAC-SHA256"
VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 16
MOST_SIGNATURES = 2  # in one header, while a scheme is replaced by the next
EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
DEVICE_HEADER = "X-Device-Id"
KEY_HEADER = "X-Key-Id"
TIMESTAMP_HEADER = "X-Timestamp"
NONCE_HEADER = "X-Nonce"
CONTENT_HEADER = "X-Content-SHA256"
SIGNATURE_HEADER = "X-Signature"
HEADERS = (DEVICE_HEADER, KEY_HEADER, TIMESTAMP_HEADER, NONCE_HEADER, CONTENT_HEADER, SIGNATURE_HEADER)

Channel = Literal["http", "grpc", "phone"]

_SHAPES = {
    DEVICE_HEADER: r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    KEY_HEADER: r"[a-z0-9]{1,16}",
    TIMESTAMP_HEADER: r"[0-9]{10}",
    NONCE_HEADER: r"[A-Za-z0-9_-]{21}[AQgw]",  # the last two of 132 bits are zero: one way to write each nonce
    CONTENT_HEADER: r"[0-9a-f]{64}",
    SIGNATURE_HEADER: rf"v[1-9]=[0-9a-f]{{64}}(, ?v[1-9]=[0-9a-f]{{64}}){{0,{MOST_SIGNATURES - 1}}}",
}
_FORMS = {name: re.compile(shape, re.ASCII) for name, shape in _SHAPES.items()}
# A segment of letters, digits and what RFC 3986 lets stand for itself, and escapes in upper case.
_PATH = re.compile(r"(/|(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+)+/?)", re.ASCII)
_ESCAPE = re.compile(r"%(.{0,2})", re.ASCII | re.DOTALL)
_HEX = re.compile(r"[0-9A-Fa-f]{2}", re.ASCII)
# A slash is here because its escape would be another path to some and the same to others.
_NEVER_ESCAPED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/")


class MalformedError(ValueError):
    """The request cannot be signed or checked: a part of it has no normal form."""


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What a signature covers, each as it is sent.

    `audience` is the server's authority as told at enrolment, with port. `query` is what stands behind the `?`.
    `content_type` and `content_encoding` are empty when there are no such headers. `timestamp` is in Unix seconds,
    `body_sha256` the hash of the bytes sent, after compression.
    """

    method: str
    audience: str
    path: str
    query: str
    content_type: str
    content_encoding: str
    device_id: str
    key_id: str
    timestamp: str
    nonce: str
    body_sha256: str = EMPTY_SHA256


@dataclass(frozen=True, slots=True)
class Claim:
    """What the headers of a request say; nothing of it is true before the signature was checked."""

    device_id: str
    key_id: str
    timestamp: str
    nonce: str
    body_sha256: str
    signatures: Mapping[str, str]


def new_nonce(random: Callable[[int], bytes]) -> str:
    """Make the nonce of one attempt; `random` gives that many bytes, as `os.urandom` does."""
    return to_text(random(NONCE_BYTES))


def to_text(raw: bytes) -> str:
    """Write bytes in base64url without padding, as keys and nonces travel."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """Read what `to_text` wrote. Raises ValueError."""
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_text(raw) != text:
        raise ValueError("not base64url without padding")
    return raw


def sign(device_key: bytes, channel: Channel, request: SignedRequest) -> str:
    """Return the signature: 64 hexadecimal digits. Raises MalformedError when a part has no normal form."""
    return hmac.digest(channel_key(device_key, channel), canonical(request), "sha256").hex()


def signed_headers(device_key: bytes, channel: Channel, request: SignedRequest) -> dict[str, str]:
    """Return the six headers that go with the request. Raises MalformedError."""
    return {
        DEVICE_HEADER: request.device_id,
        KEY_HEADER: request.key_id,
        TIMESTAMP_HEADER: request.timestamp,
        NONCE_HEADER: request.nonce,
        CONTENT_HEADER: request.body_sha256,
        SIGNATURE_HEADER: f"{VERSION}={sign(device_key, channel, request)}",
    }


def is_signed_by(device_key: bytes, channel: Channel, request: SignedRequest, claim: Claim) -> bool:
    """Tell whether the claim's signature of our version is right, in constant time. Raises MalformedError."""
    return hmac.compare_digest(sign(device_key, channel, request), claim.signatures.get(VERSION, ""))


def channel_key(device_key: bytes, channel: Channel) -> bytes:
    """Derive the key of one channel, so that a signature made for one is worthless on another (HKDF-SHA256)."""
    if len(device_key) != KEY_BYTES:
        raise MalformedError(f"a device key has {KEY_BYTES} bytes")
    extracted = hmac.digest(bytes(32), device_key, "sha256")
    # One block of output is all that is needed: 32 bytes.
    return hmac.digest(extracted, f"dev1/{channel}/hmac-sha256".encode() + b"\x01", "sha256")


def canonical(request: SignedRequest) -> bytes:
    """Return the text that is signed: twelve lines. Raises MalformedError."""
    if not is_normal_path(request.path):
        raise MalformedError("the path is not in normal form")
    fields = (
        SCHEME,
        request.method.upper(),
        request.audience.lower(),
        request.path,
        canonical_query(request.query),
        request.content_type,
        request.content_encoding or "identity",
        request.device_id,
        request.key_id,
        request.timestamp,
        request.nonce,
        request.body_sha256,
    )
    if any("\n" in field or "\r" in field for field in fields):
        raise MalformedError("a line break inside a field")
    return "\n".join(fields).encode()


def is_normal_path(path: str) -> bool:
    """Tell whether a path is written in the one way that counts: no `//`, no dots, no needless escapes."""
    if not _PATH.fullmatch(path) or any(segment in (".", "..") for segment in path.split("/")):
        return False
    return not any(chr(int(escape, 16)) in _NEVER_ESCAPED for escape in _ESCAPE.findall(path))


def canonical_query(query: str) -> str:
    """Return the query with every pair escaped the same way, in order of key and value. Raises MalformedError."""
    if not query:
        return ""
    if not all(_HEX.fullmatch(escape) for escape in _ESCAPE.findall(query)):
        raise MalformedError("a broken escape in the query")
    pairs = sorted((_escaped(key), _escaped(value)) for key, _, value in (p.partition("=") for p in query.split("&")))
    return "&".join(f"{key}={value}" for key, value in pairs)


def _escaped(part: str) -> str:
    return quote_from_bytes(unquote_to_bytes(part), safe="")


def claimed(headers: Iterable[tuple[str, str]]) -> Claim | None:
    """Read the six headers; None when the request claims no signature. Raises MalformedError for any other shape."""
    names = {name.lower(): name for name in HEADERS}
    found: dict[str, str] = {}
    for name, value in headers:
        if (known := names.get(name.lower())) is not None:
            if known in found or not _FORMS[known].fullmatch(value):
                raise MalformedError(f"{known} is doubled or of another form")
            found[known] = value
    if not found:
        return None
    if missing := [name for name in HEADERS if name not in found]:
        raise MalformedError(f"{missing[0]} is missing")
    signatures = [part.strip().partition("=")[::2] for part in found[SIGNATURE_HEADER].split(",")]
    if len(dict(signatures)) < len(signatures):
        raise MalformedError("two signatures of one version")
    return Claim(
        device_id=found[DEVICE_HEADER],
        key_id=found[KEY_HEADER],
        timestamp=found[TIMESTAMP_HEADER],
        nonce=found[NONCE_HEADER],
        body_sha256=found[CONTENT_HEADER],
        signatures=dict(signatures),
    )
