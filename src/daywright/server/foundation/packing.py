"""Bodies that travel packed: which ways are understood here, and unpacking them within a bound."""

import zlib
from typing import Protocol

from daywright.kit import zstd
from daywright.server.foundation.errors import Refusal

GZIP_WINDOW = 31
# Said with every refusal of another one, so that a client knows what to pack with (RFC 7694).
UNDERSTOOD = "gzip, zstd" if zstd.AVAILABLE else "gzip"


class Unpacking(Protocol):
    """A body that is unpacked piece by piece."""

    @property
    def eof(self) -> bool:
        """Tell whether all of it was there."""
        ...

    def decompress(self, piece: bytes, most: int, /) -> bytes:
        """Return at most `most` bytes of what this piece and those before hold."""
        ...


class _Plain:
    """Not packed at all."""

    eof = True

    def decompress(self, piece: bytes, most: int) -> bytes:
        return piece[:most]


def unpacking(encoding: str) -> Unpacking:
    """Begin to unpack a body sent with that `Content-Encoding`. Raises Refusal 415 for one not understood."""
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip":
            return zlib.decompressobj(wbits=GZIP_WINDOW)
        case "zstd" if zstd.AVAILABLE:
            return zstd.Unpacking()
    what = f"The body may be sent as it is, or packed with one of: {UNDERSTOOD}."
    raise Refusal(415, "body.encoding", what, headers={"Accept-Encoding": UNDERSTOOD})


def unpack(body: Unpacking, piece: bytes, most: int) -> bytes:
    """Unpack one more piece; `most` and one more byte at the most. Raises Refusal 400 for what is not well packed."""
    try:
        return body.decompress(piece, most + 1)
    except (zlib.error, zstd.BrokenError) as error:
        raise Refusal(400, "body.encoding", "The body is not packed the way its encoding says.") from error


def finish(body: Unpacking) -> None:
    """Raise Refusal 400 when a packed body ended too early."""
    if not body.eof:
        raise Refusal(400, "body.encoding", "The packed body ends too early.")
