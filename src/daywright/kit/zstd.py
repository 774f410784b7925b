"""Zstandard where it is at hand: Python's own from 3.14 on, before that a backport that may be installed or not."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd as _zstd
else:
    try:
        from backports import zstd as _zstd
    except ImportError:
        _zstd = None  # type: ignore[assignment]  # looked at before it is used

AVAILABLE = _zstd is not None
# What is packed names how much memory unpacking takes; nobody gets more than the largest body that is taken.
_WINDOW_LOG = 23
_LEVEL = 1


class BrokenError(ValueError):
    """It is not Zstandard, goes on after its end, or wants more memory than anybody gets."""


def packed(body: bytes) -> bytes | None:
    """Pack; None where Zstandard is not at hand."""
    return _zstd.compress(body, _LEVEL) if AVAILABLE else None


class Unpacking:
    """Unpacks piece by piece, as far as it is let; where Zstandard is at hand."""

    def __init__(self) -> None:
        self._frame = _zstd.ZstdDecompressor(options={_zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})

    def decompress(self, piece: bytes, most: int) -> bytes:
        """Return at most `most` bytes; what is beyond them stays. Raises BrokenError."""
        if self._frame.eof and piece:
            raise BrokenError("it goes on after its end")
        try:
            unpacked = b"" if self._frame.eof else self._frame.decompress(piece, most)
        except _zstd.ZstdError as error:
            raise BrokenError("it is no zstd, or of too large a window") from error
        if self._frame.unused_data:
            raise BrokenError("it goes on after its end")
        return unpacked

    @property
    def eof(self) -> bool:
        """Tell whether all of it was there."""
        return self._frame.eof
