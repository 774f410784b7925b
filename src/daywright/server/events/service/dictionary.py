"""The dictionary in memory: per user, the label codes of every context as columns, grown as contexts appear.

A code is a small integer standing for one text of one label; −1 stands for none. A view adds up seconds by code and
looks the few texts it shows up at the end.
"""

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from daywright.server.events import queries

LABELS: Final = ("app", "title", "domain", "project", "language", "branch", "entity")
USERS_KEPT = 64
CHUNK = 50_000

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Columns over one user's contexts, in the order of their ids. `codes[label][position]` indexes `texts[label]`."""

    ids: Ints
    hashes: npt.NDArray[np.uint64]
    kinds: tuple[str, ...]
    audible: npt.NDArray[np.bool_]
    codes: dict[str, Codes]
    texts: dict[str, list[str]]

    def positions(self, ids: npt.NDArray[np.integer]) -> Ints:
        """Context ids → positions; −1 for 0 (no context)."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        first, last = int(self.ids[0]), int(self.ids[-1])
        wide = ids.astype(np.int64)
        places = wide - first if last - first + 1 == len(self.ids) else np.searchsorted(self.ids, wide)
        return np.where(wide == 0, -1, places)


class _Growing:
    """A user's dictionary and what is needed to append to it. Texts are shared between snapshots: they only grow."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.index: dict[str, dict[str, int]] = {label: {} for label in LABELS}
        empty = np.empty(0, np.int32)
        self.now = Dictionary(
            ids=np.empty(0, np.int64),
            hashes=np.empty(0, np.uint64),
            kinds=(),
            audible=np.empty(0, np.bool_),
            codes=dict.fromkeys(LABELS, empty),
            texts={label: [] for label in LABELS},
        )

    def grow(self, connection: sqlite3.Connection, user: int) -> Dictionary:
        while True:
            known = self.now
            last = int(known.ids[-1]) if len(known.ids) else 0
            rows = connection.execute(queries.CONTEXTS_AFTER, (user, last, CHUNK)).fetchall()
            if not rows:
                return known
            ids, hashes, kinds, data, *labels = zip(*rows, strict=True)
            codes = {
                label: np.concatenate([known.codes[label], self._encode(label, column)])
                for label, column in zip(LABELS, labels, strict=True)
            }
            self.now = Dictionary(
                ids=np.concatenate([known.ids, np.array(ids, np.int64)]),
                hashes=np.concatenate([known.hashes, np.array([int.from_bytes(h[:8]) for h in hashes], np.uint64)]),
                kinds=known.kinds + kinds,
                audible=np.concatenate(
                    [known.audible, np.array(['"audible":true' in text for text in data], np.bool_)]
                ),
                codes=codes,
                texts=known.texts,
            )

    def _encode(self, label: str, column: tuple[str, ...]) -> Codes:
        index, texts = self.index[label], self.now.texts[label]
        codes = np.empty(len(column), np.int32)
        for place, text in enumerate(column):
            if not text:
                codes[place] = -1
                continue
            code = index.get(text)
            if code is None:
                code = index[text] = len(texts)
                texts.append(text)
            codes[place] = code
        return codes


class Dictionaries:
    """The dictionaries of the users seen lately, at most `USERS_KEPT`."""

    def __init__(self) -> None:
        self._users: OrderedDict[int, _Growing] = OrderedDict()
        self._lock = Lock()

    def of(self, connection: sqlite3.Connection, user: int) -> Dictionary:
        """Return the user's dictionary with every context this connection's snapshot can see."""
        with self._lock:
            growing = self._users.setdefault(user, _Growing())
            self._users.move_to_end(user)
            while len(self._users) > USERS_KEPT:
                self._users.popitem(last=False)
        with growing.lock:
            return growing.grow(connection, user)

    def forget(self, user: int) -> None:
        """Drop a user's dictionary, after contexts were changed or removed."""
        with self._lock:
            self._users.pop(user, None)
