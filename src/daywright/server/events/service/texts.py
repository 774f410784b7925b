"""Texts by number, kept in compressed pages: a view shows few of very many, and opens the pages of those."""

import zlib
from collections.abc import Iterator, Sequence
from typing import Final, overload

import msgspec

PAGE: Final = 128  # texts: what opens in 30 µs and is small enough to be worth it for one of them
FASTEST: Final = 1

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[str]).decode


class Texts(Sequence[str]):
    """A list of texts that only grows."""

    def __init__(self, pages: Sequence[bytes] = (), count: int = 0) -> None:
        """`pages` hold the first `count` texts, `PAGE` of them each, as `paged` made them."""
        self._pages = pages
        self._known: list[str | None] = [None] * count

    def __len__(self) -> int:
        return len(self._known)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[at] for at in range(*number.indices(len(self)))]
        text = self._known[number]
        return self._open(number % len(self._known)) if text is None else text

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self)))

    def append(self, text: str) -> None:
        """Give the next number to a text."""
        self._known.append(text)

    def _open(self, number: int) -> str:
        """Open the page of a text that is not known yet."""
        first = number - number % PAGE
        texts = _decode(zlib.decompress(self._pages[number // PAGE]))
        self._known[first : first + len(texts)] = texts
        return texts[number - first]


def paged(texts: Sequence[str]) -> list[bytes]:
    """Return the pages that `Texts` opens."""
    return [zlib.compress(_encode(texts[at : at + PAGE]), FASTEST) for at in range(0, len(texts), PAGE)]
