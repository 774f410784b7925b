"""Deliveries as gRPC calls: the same bodies in an envelope of two fields, and statuses for the same answers.

`wire/proto/v1/ingest.proto` says what travels. The envelope is written and read here, as a generator's code for two
fields would bring a library with it that neither side needs for anything else.
"""

from collections.abc import Iterator

SERVICE, METHOD = "tracker.v1.Ingest", "Send"
PATH = f"/{SERVICE}/{METHOD}"
SIGNED_METHOD = "GRPC"
CONTENT_TYPE = "application/grpc+proto"
STATUS_KEY, CODE_KEY = "daywright-status", "daywright-code"
# What else of an answer's headers is handed on.
HANDED_ON = ("retry-after", "x-server-time")
BODY_FIELD, ENCODING_FIELD = 1, 2
# The status that goes with an answer (contract 2.5), for clients that do not look at the metadata.
CODES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "UNIMPLEMENTED",
    405: "UNIMPLEMENTED",
    408: "RESOURCE_EXHAUSTED",
    409: "ABORTED",
    413: "RESOURCE_EXHAUSTED",
    415: "UNIMPLEMENTED",
    421: "UNIMPLEMENTED",
    422: "INVALID_ARGUMENT",
    425: "RESOURCE_EXHAUSTED",
    426: "UNIMPLEMENTED",
    429: "RESOURCE_EXHAUSTED",
    503: "RESOURCE_EXHAUSTED",
}
OTHER_REFUSAL, FAILURE = "FAILED_PRECONDITION", "DATA_LOSS"
# And what a status means that came without the metadata; any other one means that nothing came back.
STATUSES = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "OUT_OF_RANGE": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "UNIMPLEMENTED": 404,
    "ALREADY_EXISTS": 409,
    "RESOURCE_EXHAUSTED": 429,
    "DATA_LOSS": 500,
}
_SERVER_ERROR = 500
_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_WIDTHS = {_FIXED64: 8, _FIXED32: 4}
_MOST_VARINT_BYTES = 10


class EnvelopeError(ValueError):
    """The message is none of ours."""


def code_of(status: int) -> str:
    """Return the name of the gRPC status that goes with an HTTP status that is no success."""
    return CODES.get(status, FAILURE if status >= _SERVER_ERROR else OTHER_REFUSAL)


def enveloped(body: bytes, encoding: str = "") -> bytes:
    """Write a `Batch`, or without an encoding also a `Receipt`."""
    return _field(BODY_FIELD, body) + _field(ENCODING_FIELD, encoding.encode())


def opened(message: bytes) -> tuple[bytes, str]:
    """Read body and encoding of a `Batch` or a `Receipt`; fields of later versions are passed over.

    Raises EnvelopeError.
    """
    found = dict(_fields(message))  # of a field that is there twice, the last one counts
    try:
        return found.get(BODY_FIELD, b""), found.get(ENCODING_FIELD, b"").decode()
    except UnicodeDecodeError as error:
        raise EnvelopeError("the encoding is no text") from error


def _field(number: int, content: bytes) -> bytes:
    """Write a field; an empty one is not there."""
    return _varint(number << 3 | _LENGTH) + _varint(len(content)) + content if content else b""


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:  # noqa: PLR2004  seven bits a byte
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(message):
        tag, at = _read_varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            _, at = _read_varint(message, at)
            continue
        if kind == _LENGTH:
            length, at = _read_varint(message, at)
        elif (length := _WIDTHS.get(kind, -1)) < 0:
            raise EnvelopeError("a field of no known kind")
        end = at + length
        if end > len(message):
            raise EnvelopeError("it ends too early")
        if kind == _LENGTH:
            yield number, message[at:end]
        at = end


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for place, byte in enumerate(message[at : at + _MOST_VARINT_BYTES]):
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:  # noqa: PLR2004  the last one
            return number, at + place + 1
    raise EnvelopeError("a number without an end")
