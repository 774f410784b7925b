"""Reading JSON of any length from a file, value by value: what is held in memory is a window, never the file.

Positions are bytes in the file, so that a reader can come back to one.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

WINDOW: Final = 1024 * 1024
LARGEST: Final = 64 * 1024 * 1024  # of one value
_BLANK: Final = " \t\r\n"
_GAP: Final = re.compile(r"[ \t\r\n]*(,?)[ \t\r\n]*\{")
_decode: Final = json.JSONDecoder().raw_decode


class BrokenJson(ValueError):  # noqa: N818  a state of the file
    """The file is no JSON; `at` is about the byte where that shows."""

    def __init__(self, at: int) -> None:
        super().__init__(f"not JSON from byte {at:,} on")
        self.at = at


class JsonScanner:
    """Walks through one file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek(0)

    def seek(self, position: int) -> None:
        """Go on from a position that `tell` gave."""
        self._file.seek(position)
        self._base = position
        self._text, self._at, self._ended = "", 0, False
        self._decoder = codecs.getincrementaldecoder("utf-8-sig" if position == 0 else "utf-8")()
        self._marked = position == 0

    def tell(self) -> int:
        """Return where in the file the next sign is."""
        return self._base + len(self._text[: self._at].encode())

    def peek(self) -> str:
        """Return the next sign that is not blank, empty at the end of the file."""
        while True:
            while self._at < len(self._text):
                sign = self._text[self._at]
                if sign not in _BLANK:
                    return sign
                self._at += 1
            if not self._more(WINDOW):
                return ""

    def expect(self, sign: str) -> None:
        """Pass one sign."""
        if self.peek() != sign:
            raise BrokenJson(self.tell())
        self._at += 1

    def value(self) -> object:
        """Read one whole value."""
        self.peek()
        wanted = WINDOW
        while True:
            try:
                value, end = _decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more(wanted):
                    raise BrokenJson(self.tell()) from None
            else:
                # a number that ends with the window may go on after it
                if end < len(self._text) or not self._more(wanted):
                    self._at = end
                    return value
            if len(self._text) - self._at > LARGEST:
                raise BrokenJson(self.tell())
            wanted *= 2

    def members(self) -> Iterator[str]:
        """Iterate the names of an object; the caller reads each value before the next name."""
        self.expect("{")
        if self.peek() == "}":
            self.expect("}")
            return
        while True:
            name = self.value() if self.peek() == '"' else None
            if not isinstance(name, str):
                raise BrokenJson(self.tell())
            self.expect(":")
            yield name
            if self.peek() == "}":
                self.expect("}")
                return
            self.expect(",")

    def elements(self) -> Iterator[object]:
        """Iterate the values of an array, from behind its bracket or behind any of its values."""
        first = True
        while True:
            quick = self._next_object(first=first)
            if quick is not None:
                first = False
                yield quick
                continue
            sign = self.peek()
            if sign == "]":
                break
            if sign == ",":
                self.expect(",")
            elif not first:
                raise BrokenJson(self.tell())
            first = False
            yield self.value()
        self.expect("]")

    def _next_object(self, *, first: bool) -> dict[str, object] | None:
        """Read the next element if it is an object that the window holds whole; most are, and there are millions."""
        gap = _GAP.match(self._text, self._at)
        if gap is None or not (first or gap[1]):
            return None
        try:
            value, end = _decode(self._text, gap.end() - 1)
        except (ValueError, RecursionError):
            return None  # the slow way tells why
        self._at = end
        return value  # type: ignore[no-any-return]  # it began with a brace

    def _more(self, size: int) -> bool:
        """Read on; what lies behind is dropped. False at the end of the file."""
        if self._ended:
            return False
        piece = self._file.read(size)
        try:
            fresh = self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            raise BrokenJson(self.tell()) from None
        if not piece:
            self._ended = True
            return False
        self._base = self.tell()
        if self._marked:
            self._base += len(codecs.BOM_UTF8) if piece.startswith(codecs.BOM_UTF8) else 0
            self._marked = False
        self._text, self._at = self._text[self._at :] + fresh, 0
        return True
