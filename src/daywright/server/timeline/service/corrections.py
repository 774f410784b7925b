"""Corrections: what a person says of a time wins over whatever was observed, and can be taken back.

Invariants: a change is a row that is added, so every change can be undone, an undo included; observations are never
touched; every day that a change can reach is marked stale in the same transaction.
"""

import json
import sqlite3
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from daywright.core.corrections import Correction, Span, visible
from daywright.core.labels import TITLE_CAP
from daywright.core.rules import CategoryPath
from daywright.core.titles import readable
from daywright.kit.clock import US_PER_DAY
from daywright.kit.faultpoints import fault_point
from daywright.server import categories, events
from daywright.server.foundation.database import driver
from daywright.server.foundation.errors import Refusal
from daywright.server.timeline import queries

US_PER_MS: Final = 1000
LONGEST_US: Final = US_PER_DAY
AHEAD_US: Final = 60_000_000  # a browser's clock may be this far ahead; what lies in the future is cut off
BUCKET: Final = "manual"

HeldRow = tuple[int, int, int, int, int, int, str, int, int]  # the columns of queries.CORRECTIONS


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person says of a time: that it was this, or (`erase`) that it shall not count."""

    span: Span
    erase: bool
    category: CategoryPath
    title: str


@dataclass(frozen=True, slots=True)
class Held:
    """A correction that holds. `change` is its newest change."""

    id: int
    change: int
    span: Span
    erase: bool
    category: CategoryPath
    title: str
    created_us: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: its own id, the correction it is about, and the time it touches."""

    change: int
    correction: int
    span: Span


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    correction: int
    start_us: int
    end_us: int
    erase: bool
    context: int
    placed: int | None
    withdrawn: bool
    newest: bool

    @property
    def span(self) -> Span:
        return Span(self.start_us, self.end_us)


@dataclass(frozen=True, slots=True)
class Writing:
    """Whose corrections change, in which transaction, when."""

    session: Session
    user: int
    hash_key: bytes
    now_us: int

    @property
    def connection(self) -> sqlite3.Connection:
        """The driver's connection inside the transaction."""
        return driver(self.session)


def checked(wanted: Wanted, *, tree: tuple[CategoryPath, ...], now_us: int) -> Wanted:
    """Return what can be stored, spelt as the tree spells it; refused with 400 and a code when it cannot."""
    start_us, end_us = wanted.span.start_us, wanted.span.end_us
    if end_us > now_us + AHEAD_US:
        raise Refusal(400, "correction.future", "A correction says what was; it cannot reach into the future.")
    if end_us <= start_us:
        raise Refusal(400, "correction.empty", "`end` must come after `start`.")
    if end_us - start_us > LONGEST_US:
        raise Refusal(400, "correction.too_long", "A correction covers at most 24 hours.")
    title = readable(wanted.title)
    if len(title) > TITLE_CAP:
        raise Refusal(400, "correction.title_too_long", f"A title has at most {TITLE_CAP} signs.")
    if wanted.erase and (title or wanted.category):
        raise Refusal(400, "correction.erase_sets_nothing", "What is erased has neither category nor title.")
    if not wanted.erase and not (title or wanted.category):
        raise Refusal(400, "correction.nothing_set", "Say what the time was: a category, a title, or both.")
    span = Span(start_us, max(start_us + 1, min(end_us, now_us)))
    return Wanted(span, wanted.erase, _in_tree(wanted.category, tree), title)


def _in_tree(category: CategoryPath, tree: tuple[CategoryPath, ...]) -> CategoryPath:
    if not category or category in tree:
        return category
    folded = [name.casefold() for name in category]
    found = next((path for path in tree if [name.casefold() for name in path] == folded), None)
    if found is None:
        raise Refusal(400, "correction.category_unknown", "This category is not in the tree.")
    return found


def tree_of(connection: sqlite3.Connection, user: int) -> tuple[CategoryPath, ...]:
    """Return the paths of the tree that holds."""
    return tuple(category.path for category in categories.newest(connection, user).ruleset.categories)


def add(writing: Writing, wanted: Wanted) -> Changed:
    """Store a new correction."""
    return _store(writing, _row(writing, wanted, None))


def change(writing: Writing, correction: int, wanted: Wanted) -> Changed:
    """Replace what a correction says; that makes it the newest. Refused with 404 when there is none."""
    before = _newest(writing, correction)
    return _store(writing, _row(writing, wanted, before.correction), before)


def withdraw(writing: Writing, correction: int) -> Changed:
    """Take a correction away; what was observed counts again. Refused with 404 when there is none."""
    before = _newest(writing, correction)
    return _store(writing, replace(before, withdrawn=True), before)


def undo(writing: Writing, change_id: int) -> Changed:
    """Bring back what was before a change, which must be the newest of its correction. That is a change as well."""
    asked = {"user": writing.user, "id": change_id}
    row = writing.connection.execute(queries.CHANGE, asked).fetchone()
    if row is None:
        raise Refusal(404, "correction.change_unknown", "There is no such change.")
    last = _Row(*row)
    if not last.newest:
        raise Refusal(409, "correction.changed_since", "The correction was changed again after that.")
    earlier = writing.connection.execute(queries.CHANGE_BEFORE, {**asked, "correction": last.correction}).fetchone()
    before = _Row(*earlier) if earlier else replace(last, withdrawn=True)
    return _store(writing, before, last)


def _newest(writing: Writing, correction: int) -> _Row:
    row = writing.connection.execute(queries.CORRECTION, {"user": writing.user, "correction": correction}).fetchone()
    if row is None or _Row(*row).withdrawn:
        raise Refusal(404, "correction.unknown", "There is no such correction.")
    return _Row(*row)


def _row(writing: Writing, wanted: Wanted, correction: int | None) -> _Row:
    said: dict[str, object] = {}
    if wanted.category:
        said["category"] = list(wanted.category)
    if wanted.title:
        said["title"] = wanted.title
    shape = events.native_shape(BUCKET, said, writing.hash_key)
    return _Row(
        id=0,
        correction=correction or 0,
        start_us=wanted.span.start_us,
        end_us=wanted.span.end_us,
        erase=wanted.erase,
        context=events.ensure_context(writing.connection, writing.user, shape),
        placed=None,
        withdrawn=False,
        newest=True,
    )


def _store(writing: Writing, row: _Row, before: _Row | None = None) -> Changed:
    connection = writing.connection
    if before is not None:
        connection.execute(queries.SUPERSEDE, {"user": writing.user, "correction": before.correction})
    fault_point("correction.superseded")
    (made,) = connection.execute(
        queries.ADD_CHANGE,
        {
            "user": writing.user,
            "correction": row.correction or None,
            "start_us": row.start_us,
            "end_us": row.end_us,
            "erase": row.erase,
            "context": row.context,
            "placed": row.placed,
            "made_us": writing.now_us,
            "withdrawn": row.withdrawn,
        },
    ).fetchone()
    connection.execute(queries.NAME_ITSELF, (made,))
    fault_point("correction.stored")
    spans = [row.span, *([before.span] if before else [])]
    events.mark_stale(connection, writing.user, {day for span in spans for day in _days(span)})
    whole = Span(min(span.start_us for span in spans), max(span.end_us for span in spans))
    return Changed(made, row.correction or made, whole)


def _days(span: Span) -> range:
    return range(span.start_us // US_PER_DAY, (span.end_us - 1) // US_PER_DAY + 1)


def between(connection: sqlite3.Connection, user: int, span: Span) -> list[Held]:
    """List the corrections that hold and touch a range, by start."""
    return [
        Held(correction, changed, Span(start_us, end_us), bool(erase), *_said(data), created_us)
        for correction, changed, start_us, end_us, erase, _, data, _, created_us in _rows(connection, user, span)
    ]


def spans_between(connection: sqlite3.Connection, user: int, from_ms: int, to_ms: int) -> list[Correction]:
    """Return what corrections say of [from, to): spans that share no time, those that cross an edge in full."""
    rows = _rows(connection, user, Span(from_ms * US_PER_MS, to_ms * US_PER_MS))
    return visible(
        Correction(start_us // US_PER_MS, end_us // US_PER_MS, context, bool(erase), placed)
        for _, _, start_us, end_us, erase, context, _, placed, _ in rows
    )


def days_with_corrections(connection: sqlite3.Connection, user: int) -> set[int]:
    """Return every UTC day that a correction reaches into."""
    rows = _rows(connection, user, Span(0, 1 << 60))
    return {day for _, _, start_us, end_us, *_ in rows for day in _days(Span(start_us, end_us))}


def _rows(connection: sqlite3.Connection, user: int, span: Span) -> list[HeldRow]:
    asked = {"user": user, "from_us": span.start_us, "to_us": span.end_us, "longest_us": LONGEST_US}
    return connection.execute(queries.CORRECTIONS, asked).fetchall()


def _said(data: str) -> tuple[CategoryPath, str]:
    known = json.loads(data)
    return tuple(known.get("category", ())), known.get("title", "")
