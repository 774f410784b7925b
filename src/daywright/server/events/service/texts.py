"""Texts by number: cut out of one block of bytes when somebody asks for one, as a view shows few of very many."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import overload

import numpy as np
import numpy.typing as npt


class Texts(Sequence[str]):
    """A list of texts that only grows."""

    def __init__(self, block: bytes = b"", ends: npt.NDArray[np.integer] | None = None) -> None:
        """`block` holds texts as UTF-8, one after the other; `ends` are where each of them ends in it."""
        self._block = block
        self._ends = np.empty(0, np.uint32) if ends is None else ends
        self._known: list[str | None] = [None] * len(self._ends)

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
        if text is None:
            number %= len(self._known)
            begin = int(self._ends[number - 1]) if number else 0
            text = self._known[number] = self._block[begin : int(self._ends[number])].decode()
        return text

    def __iter__(self) -> Iterator[str]:
        if None in self._known:
            ends = self._ends.tolist()
            for number, (begin, end) in enumerate(pairwise([0, *ends])):
                if self._known[number] is None:
                    self._known[number] = self._block[begin:end].decode()
        return (self[number] for number in range(len(self)))

    def append(self, text: str) -> None:
        """Give the next number to a text."""
        self._known.append(text)


def packed(texts: Iterable[str]) -> tuple[bytes, npt.NDArray[np.uint32]]:
    """Return the block and the ends that `Texts` reads."""
    parts = [text.encode() for text in texts]
    return b"".join(parts), np.fromiter(accumulate(map(len, parts)), np.uint32, len(parts))
