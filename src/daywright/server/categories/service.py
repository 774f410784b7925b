"""Rule sets by revision, and the labelling they give: context → first rule → category.

Invariants: a revision never changes once stored; a context is classified once per revision, when somebody first looks
after it appeared; what is stored of that can be dropped, as it follows from rules and contexts alone.
"""

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from daywright.core.matching import LabelColumns, Matcher
from daywright.core.rule_documents import Parsed, Problem, document_of, parse
from daywright.core.rules import NO_RULE, Category, RuleSet
from daywright.core.starter import STARTER
from daywright.server import events
from daywright.server.categories import queries
from daywright.server.foundation.errors import Refusal

KEPT_REVISIONS: Final = 100
LABELLINGS_KEPT: Final = 64

Places = npt.NDArray[np.integer]
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Revision:
    """A stored rule set."""

    id: int
    revision: int
    ruleset: RuleSet


@dataclass(frozen=True, slots=True)
class Labelling:
    """Which category each context of a dictionary means. `first` ends with one entry for no context: no rule."""

    revision: int
    categories: tuple[Category, ...]
    first: Codes
    category_of_rule: Codes

    def of(self, front: Places, inside: Places) -> Codes:
        """Positions of what stood in front and of what was inside it (−1 for none) → category numbers, −1 for none.

        Of the two first matches the better placed one decides.
        """
        rule = np.minimum(self.first[front], self.first[inside])
        return np.where(rule == NO_RULE, np.int32(-1), self.category_of_rule[np.where(rule == NO_RULE, 0, rule)])


def ensure_rules(connection: sqlite3.Connection, user: int, now_us: int) -> None:
    """Give a user who has no rules the starter set."""
    if connection.execute(queries.NEWEST, (user,)).fetchone() is None:
        _store(connection, user, 1, STARTER, now_us)


def newest(connection: sqlite3.Connection, user: int) -> Revision:
    """Return the rule set that holds."""
    row = connection.execute(queries.NEWEST, (user,)).fetchone()
    if row is None:
        return Revision(0, 0, RuleSet())
    return Revision(row[0], row[1], _parsed(row[2]))


def replace(
    connection: sqlite3.Connection, user: int, *, base: int, document: dict[str, object], now_us: int
) -> tuple[Revision, tuple[Problem, ...]]:
    """Store a new rule set on top of revision `base`; it and the doubts about it.

    Refused with 409 when another change came first, with 400 and every problem when the document is not right.
    """
    now = newest(connection, user)
    if now.revision != base:
        detail = f"The rules were changed elsewhere: they are at revision {now.revision}, not {base}. Load them again."
        raise Refusal(409, "rules.stale", detail, revision=now.revision)
    read: Parsed = parse(document)
    if read.ruleset is None:
        wrong = [problem for problem in read.problems if not problem.warning]
        raise Refusal(400, wrong[0].code, wrong[0].detail, errors=[_plain(problem) for problem in wrong])
    stored = _store(connection, user, now.revision + 1, read.ruleset, now_us)
    return stored, tuple(problem for problem in read.problems if problem.warning)


def undo(connection: sqlite3.Connection, user: int, now_us: int) -> Revision:
    """Store the rule set before the newest as a new revision."""
    now = newest(connection, user)
    row = connection.execute(queries.BEFORE, (user, now.revision)).fetchone()
    if row is None:
        raise Refusal(409, "rules.no_history", "There is no earlier version of the rules.")
    return _store(connection, user, now.revision + 1, _parsed(row[0]), now_us)


def _plain(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "pointer": problem.pointer, "detail": problem.detail}


@lru_cache(maxsize=16)
def _parsed(document: str) -> RuleSet:
    ruleset = parse(json.loads(document)).ruleset
    if ruleset is None:
        raise ValueError("a stored rule set no longer reads")
    return ruleset


def _store(connection: sqlite3.Connection, user: int, revision: int, ruleset: RuleSet, now_us: int) -> Revision:
    document = json.dumps(document_of(ruleset), ensure_ascii=False, separators=(",", ":"))
    made = connection.execute(queries.INSERT, (user, revision, document, now_us)).fetchone()
    connection.execute(queries.FORGET_MATCHES, (user, made[0]))
    connection.execute(queries.DROP_OLDEST, {"user": user, "kept": KEPT_REVISIONS})
    return Revision(made[0], revision, ruleset)


class _Growing:
    """A user's labelling under one revision, and what is needed to go on with it."""

    def __init__(self, held: Revision) -> None:
        self.held, self.lock = held, Lock()
        self._matcher: Matcher | None = None
        self._numbers = np.array([*held.ruleset.category_numbers(), -1], np.int32)
        self.now = Labelling(held.revision, held.ruleset.categories, np.array([NO_RULE], np.int32), self._numbers)

    def grown(self, connection: sqlite3.Connection, dictionary: events.Dictionary) -> tuple[Labelling, Codes]:
        """Return the labelling of the whole dictionary, and the matches that were worked out anew (at its end)."""
        known = len(self.now.first) - 1
        none = np.empty(0, np.int32)
        if known >= len(dictionary):
            return self.now, none
        stored = self._stored(connection, dictionary, known)
        fresh = self._matched(dictionary, known + len(stored)) if known + len(stored) < len(dictionary) else none
        first = np.concatenate([self.now.first[:-1], stored, fresh, self.now.first[-1:]])
        self.now = Labelling(self.held.revision, self.held.ruleset.categories, first, self._numbers)
        return self.now, fresh

    def _stored(self, connection: sqlite3.Connection, dictionary: events.Dictionary, known: int) -> Codes:
        after = int(dictionary.ids[known - 1]) if known else 0
        rows = connection.execute(queries.MATCHES, (self.held.id, after)).fetchall()
        if not rows:
            return np.empty(0, np.int32)
        contexts, rules = (np.array(column, np.int64) for column in zip(*rows, strict=True))
        usable = min(len(contexts), len(dictionary) - known)
        same = contexts[:usable] == dictionary.ids[known : known + usable]
        until = usable if same.all() else int(np.argmin(same))  # a gap: classify from there again
        return rules[:until].astype(np.int32)

    def _matched(self, dictionary: events.Dictionary, place: int) -> Codes:
        if self._matcher is None:
            self._matcher = Matcher(self.held.ruleset)
        return self._matcher.first_match(LabelColumns.of(dictionary.rows(place)))


class Labellings:
    """The labellings in use, one per user: those of the newest revision."""

    def __init__(self, keep: Callable[[Callable[[sqlite3.Connection], None]], None]) -> None:
        """`keep` gets work that writes, to be done whenever it suits."""
        self._keep = keep
        self._users: OrderedDict[int, _Growing] = OrderedDict()
        self._lock = Lock()

    def of(self, connection: sqlite3.Connection, user: int, dictionary: events.Dictionary) -> Labelling:
        """Return what each context of the dictionary means under the rules that hold in this snapshot."""
        held = newest_id(connection, user)
        with self._lock:
            growing = self._users.get(user)
            if growing is None or growing.held.id != held:
                growing = self._users[user] = _Growing(newest(connection, user))
            self._users.move_to_end(user)
            while len(self._users) > LABELLINGS_KEPT:
                self._users.popitem(last=False)
        with growing.lock:
            labelling, fresh = growing.grown(connection, dictionary)
        if len(fresh) and held:
            rows = list(
                zip(dictionary.ids[len(labelling.first) - 1 - len(fresh) :].tolist(), fresh.tolist(), strict=False)
            )
            self._keep(lambda writing: _put_matches(writing, held, rows))
        return labelling


def newest_id(connection: sqlite3.Connection, user: int) -> int:
    """Return the id of the rule set that holds, 0 without one."""
    row = connection.execute(queries.NEWEST_ID, (user,)).fetchone()
    return int(row[0]) if row else 0


def _put_matches(connection: sqlite3.Connection, ruleset: int, rows: list[tuple[int, int]]) -> None:
    if connection.execute(queries.EXISTS, (ruleset,)).fetchone():
        connection.executemany(queries.PUT_MATCHES, [(ruleset, context, rule) for context, rule in rows])
