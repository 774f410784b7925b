"""The dictionary in memory: per user, the label codes of every context as columns, grown as contexts appear.

A code is a small integer standing for one text of one label; −1 stands for none. A view adds up seconds by code and
looks the few texts it shows up at the end. What texts and kinds hold only grows, so snapshots share it.

An image of it is kept, made anew whenever it has grown by a hundredth: contexts never change, so the image and the rows
after it are the dictionary. Whoever takes contexts out drops the user's images and calls `forget`.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from daywright.core.applications import application_key, applications_of
from daywright.core.flatten import NO_APP, ContextColumns, Flag
from daywright.server.events import queries
from daywright.server.events.service import portrait
from daywright.server.events.service.texts import Texts
from daywright.server.foundation import images

LABELS: Final = ("app", "title", "domain", "project", "language", "branch", "entity")
MANUAL: Final = "manual"
AWAY_STATES: Final = ("locked", "asleep", "off")  # of the power watcher
USERS_KEPT: Final = 64
CHUNK: Final = 50_000
IMAGE: Final = "dictionary"
FEWEST_NEW: Final = 256  # contexts that are not in the image yet cost a hundredth of a ms each
NEW_SHARE: Final = 0.01

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
ContextRow = tuple[int, bytes, str, str, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Columns over one user's contexts, in the order of their ids. `codes[label][position]` indexes `texts[label]`.

    `columns` is what flatten reads of them; its application codes index `applications` (names made one, `firefox`).
    """

    columns: ContextColumns
    applications: dict[str, int]
    kinds: list[str]
    codes: dict[str, Codes]
    texts: dict[str, Texts]

    @property
    def ids(self) -> Ints:
        """Context ids, ascending."""
        return self.columns.ids

    def __len__(self) -> int:
        return len(self.columns.ids)

    def apps_of(self, kind: str, bucket: str) -> frozenset[int]:
        """Return the codes of the applications whose window a web or editor bucket describes, of those seen so far."""
        wanted = applications_of(kind, bucket)
        return frozenset(self.applications[key] for key in wanted if key in self.applications)

    def rows(self, first: int) -> Iterator[tuple[str, str, str, str, str, str, str, str]]:
        """Iterate kind and labels (in the order of `LABELS`) of the contexts from position `first` on."""
        columns = [(self.texts[label], self.codes[label][first:].tolist()) for label in LABELS]
        for place, kind in enumerate(self.kinds[first : len(self)]):
            app, title, domain, project, language, branch, entity = (
                texts[codes[place]] if codes[place] >= 0 else "" for texts, codes in columns
            )
            yield kind, app, title, domain, project, language, branch, entity

    def kinds_at(self, places: npt.NDArray[np.integer] | slice) -> list[str]:
        """Return the kinds of the contexts at some positions."""
        if isinstance(places, slice):
            return self.kinds[: len(self)][places]
        return [self.kinds[place] for place in places.tolist()]

    def categories_by_hand(self, first: int) -> Iterator[tuple[int, str]]:
        """Iterate what a person entered with a category of its own, from position `first` on: position, label."""
        entity, texts, place = self.codes["entity"], self.texts["entity"], first - 1
        while True:
            try:
                place = self.kinds.index(MANUAL, place + 1, len(self))
            except ValueError:
                return
            if entity[place] >= 0:
                yield place, texts[entity[place]]

    def positions(self, ids: npt.NDArray[np.integer]) -> Ints:
        """Context ids → positions; −1 for 0 (no context)."""
        wide = ids.astype(np.int64)
        if not len(self):
            return np.full(len(wide), -1, np.int64)
        first, last = int(self.ids[0]), int(self.ids[-1])
        dense = last - first + 1 == len(self)
        places = wide - first if dense else np.searchsorted(self.ids, wide)
        return np.where(wide == 0, -1, places)


class _Growing:
    """A user's dictionary and what is needed to append to it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.imaged = 0
        self._index: dict[str, dict[str, int]] = {}
        none = np.empty(0, np.int32)
        columns = ContextColumns(np.empty(0, np.int64), none, np.empty(0, np.uint8), np.empty(0, np.uint64))
        self._now = Dictionary(columns, {}, [], dict.fromkeys(LABELS, none), {label: Texts() for label in LABELS})

    def grown(self, connection: sqlite3.Connection, user: int) -> Dictionary:
        if not len(self._now):
            self._now = self._pictured(connection, user) or self._now
            self.imaged = len(self._now)
        while True:
            last = int(self._now.ids[-1]) if len(self._now) else 0
            rows = connection.execute(queries.CONTEXTS_AFTER, (user, last, CHUNK)).fetchall()
            if not rows:
                return self._now
            self._append(rows)

    def _pictured(self, connection: sqlite3.Connection, user: int) -> Dictionary | None:
        """Return what the image holds; None when there is none or contexts of it are gone."""
        image = images.read(connection, user, IMAGE, portrait.FORMAT)
        held = portrait.drawn(image.blob) if image else None
        if held is None or not len(held.columns.ids) or held.codes.keys() != set(LABELS):
            return None
        upto = (user, int(held.columns.ids[-1]))
        if connection.execute(queries.COUNT_CONTEXTS, upto).fetchone()[0] != len(held.columns.ids):
            return None
        return Dictionary(held.columns, held.applications, held.kinds, held.codes, held.texts)

    def _append(self, rows: list[ContextRow]) -> None:
        known = self._now
        ids, hashes, kinds, data, *labels = zip(*rows, strict=True)
        named = dict(zip(LABELS, labels, strict=True))
        columns = ContextColumns(
            ids=np.append(known.ids, np.array(ids, np.int64)),
            app=np.append(known.columns.app, [self._application(name) for name in named["app"]]).astype(np.int32),
            flags=np.append(known.columns.flags, list(map(_flag, kinds, data))).astype(np.uint8),
            digest=np.append(known.columns.digest, np.array([int.from_bytes(one[:8]) for one in hashes], np.uint64)),
        )
        codes = {label: np.append(known.codes[label], self._encoded(label, named[label])) for label in LABELS}
        known.kinds.extend(kinds)
        self._now = Dictionary(columns, known.applications, known.kinds, codes, known.texts)

    def _application(self, name: str) -> int:
        index = self._now.applications
        return index.setdefault(application_key(name), len(index)) if name else NO_APP

    def _encoded(self, label: str, column: tuple[str, ...]) -> Codes:
        texts = self._now.texts[label]
        index = self._index.get(label)
        if index is None:
            index = self._index[label] = {text: code for code, text in enumerate(texts)}
        codes = np.empty(len(column), np.int32)
        for place, text in enumerate(column):
            code = index.get(text, -1) if text else -1
            if text and code < 0:
                code = index[text] = len(texts)
                texts.append(text)
            codes[place] = code
        return codes


def _flag(kind: str, data: str) -> int:
    """What a context says besides its labels; `data` is canonical JSON, so members stand in it exactly like this."""
    if kind == "web":
        return Flag.AUDIBLE if '"audible":true' in data else 0
    if kind == "afk":
        return Flag.AWAY if '"status":"afk"' in data else 0
    if kind == "power":
        return Flag.AWAY if any(f'"state":"{state}"' in data for state in AWAY_STATES) else 0
    return 0


class Dictionaries:
    """The dictionaries of the users seen lately, at most `USERS_KEPT`."""

    def __init__(self, keep: Callable[[Callable[[sqlite3.Connection], None]], object] = lambda _work: None) -> None:
        """`keep` gets work that writes, to be done whenever it suits."""
        self._keep = keep
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
            dictionary = growing.grown(connection, user)
            due = len(dictionary) - growing.imaged > max(FEWEST_NEW, NEW_SHARE * len(dictionary))
            if due:
                growing.imaged = len(dictionary)
        if due:
            self._keep(partial(_put_image, user=user, dictionary=dictionary))
        return dictionary

    def forget(self, user: int) -> None:
        """Drop a user's dictionary, after contexts were changed or removed."""
        with self._lock:
            self._users.pop(user, None)


def _put_image(connection: sqlite3.Connection, *, user: int, dictionary: Dictionary) -> None:
    held = portrait.Drawn(
        dictionary.columns, dictionary.applications, dictionary.kinds, dictionary.codes, dictionary.texts
    )
    images.save(connection, user, IMAGE, images.Image(portrait.FORMAT, portrait.portrait(held)))
