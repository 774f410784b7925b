"""Rule sets by revision, and the labelling they give: context → first rule → category.

Invariants: a revision never changes once stored; a context is classified once per revision, when somebody first looks
after it appeared; what is stored of that can be dropped, as it follows from rules and contexts alone. It is stored as
one image, made anew now and then, and as rows for the contexts after it.
"""

import json
import sqlite3
import struct
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as replaced
from functools import lru_cache, partial
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from daywright.core.matching import Column, Matcher, pages
from daywright.core.rule_documents import Outline, Parsed, Problem, document_of, outline, parse
from daywright.core.rules import NO_RULE, Category, Field, Rule, RuleSet
from daywright.core.starter import STARTER
from daywright.kit.faultpoints import fault_point
from daywright.server import events
from daywright.server.categories import queries
from daywright.server.foundation import images
from daywright.server.foundation.errors import Refusal

KEPT_REVISIONS: Final = 100
LABELLINGS_KEPT: Final = 64
TRIED_KEPT: Final = 3  # each holds the automata of its patterns
IMAGE: Final = "labelling"
COUNTS: Final = struct.Struct("<QQ")
FEWEST_NEW: Final = 1000  # contexts that are not in the image yet
NEW_SHARE: Final = 0.01

Places = npt.NDArray[np.integer]
Codes = npt.NDArray[np.int32]

NONE: Final[Codes] = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Revision:
    """A stored rule set."""

    id: int
    revision: int
    ruleset: RuleSet


@dataclass(frozen=True, slots=True)
class Written:
    """A stored revision as history tells it: when, and how many rules came and went with it."""

    revision: int
    created_us: int
    categories: int
    rules: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Labelling:
    """Which category each context of a dictionary means. `first` ends with one entry for no context: no rule.

    What a person entered by hand has its own category: rule numbers from the number of rules on stand for the
    categories themselves, one each.
    """

    revision: int
    categories: tuple[Category, ...]
    first: Codes
    category_of_rule: Codes
    ruleset: Callable[[], RuleSet] = RuleSet

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in order."""
        return self.ruleset().rules

    def rule(self, front: Places, inside: Places) -> Codes:
        """Positions of what stood in front and of what was inside it (−1 for none) → the rule that decides.

        Of the two first matches the better placed one does.
        """
        return np.minimum(self.first[front], self.first[inside])

    def of(self, front: Places, inside: Places) -> Codes:
        """Positions as in `rule` → category numbers, −1 for none."""
        rule = self.rule(front, inside)
        return np.where(rule == NO_RULE, np.int32(-1), self.category_of_rule[np.where(rule == NO_RULE, 0, rule)])


def first_rules(ruleset: RuleSet, dictionary: events.Dictionary, places: Places) -> Codes:
    """Return the first rule that the contexts at some positions meet."""
    return Matcher(ruleset).first_of(_columns(dictionary, places), len(places))


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
    now = newest_revision(connection, user)
    if now != base:
        detail = f"The rules were changed elsewhere: they are at revision {now}, not {base}. Load them again."
        raise Refusal(409, "rules.stale", detail, revision=now)
    ruleset, doubts = checked(document)
    return _store(connection, user, now + 1, ruleset, now_us), doubts


def checked(document: object) -> tuple[RuleSet, tuple[Problem, ...]]:
    """Read a document: its rule set and the doubts about it. Refused with 400 and every problem when it is wrong."""
    read: Parsed = parse(document)
    if read.ruleset is None:
        wrong = [problem for problem in read.problems if not problem.warning]
        raise Refusal(400, wrong[0].code, wrong[0].detail, errors=[_plain(problem) for problem in wrong])
    return read.ruleset, tuple(problem for problem in read.problems if problem.warning)


def undo(connection: sqlite3.Connection, user: int, now_us: int) -> Revision:
    """Store the rule set before the newest as a new revision."""
    now = newest_revision(connection, user)
    row = connection.execute(queries.BEFORE, (user, now)).fetchone()
    if row is None:
        raise Refusal(409, "rules.no_history", "There is no earlier version of the rules.")
    return _store(connection, user, now + 1, _parsed(row[0]), now_us)


def restore(connection: sqlite3.Connection, user: int, revision: int, now_us: int) -> Revision:
    """Store an earlier revision's rule set as a new one; the revision that holds is returned as it is."""
    now = newest(connection, user)
    if revision == now.revision:
        return now
    row = connection.execute(queries.AT, (user, revision)).fetchone()
    if row is None:
        detail = f"There is no revision {revision}; the last {KEPT_REVISIONS} are kept."
        raise Refusal(404, "rules.revision_unknown", detail)
    return _store(connection, user, now.revision + 1, _parsed(row[0]), now_us)


def history(connection: sqlite3.Connection, user: int) -> list[Written]:
    """List the kept revisions, newest first."""
    rows = connection.execute(queries.HISTORY, (user, KEPT_REVISIONS)).fetchall()
    documents = [json.loads(document) for _, _, document in rows]
    rules = [Counter(map(json.dumps, document["rules"])) for document in documents]
    earlier = [*rules[1:], Counter[str]()]
    return [
        Written(
            revision=revision,
            created_us=created_us,
            categories=len(document["categories"]),
            rules=len(document["rules"]),
            added=(mine - before).total(),
            removed=(before - mine).total(),
        )
        for (revision, created_us, _), document, mine, before in zip(rows, documents, rules, earlier, strict=True)
    ]


def newest_revision(connection: sqlite3.Connection, user: int) -> int:
    """Return the number of the rule set that holds, 0 without one."""
    row = connection.execute(queries.NEWEST_REVISION, (user,)).fetchone()
    return int(row[0]) if row else 0


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
    fault_point("rules-stored")
    connection.execute(queries.FORGET_MATCHES, (user, made[0]))
    connection.execute(queries.DROP_OLDEST, {"user": user, "kept": KEPT_REVISIONS})
    return Revision(made[0], revision, ruleset)


@dataclass(frozen=True, slots=True)
class _Held:
    """A rule set in outline; its rules are read when something has to be matched."""

    id: int
    revision: int
    outline: Outline
    ruleset: Callable[[], RuleSet]

    @classmethod
    def newest(cls, connection: sqlite3.Connection, user: int) -> "_Held":
        """Return the rule set that holds."""
        row = connection.execute(queries.NEWEST, (user,)).fetchone()
        if row is None:
            return cls.unstored(RuleSet())
        return cls(row[0], row[1], outline(json.loads(row[2])), partial(_parsed, row[2]))

    @classmethod
    def unstored(cls, ruleset: RuleSet) -> "_Held":
        """Hold rules that nobody has stored."""
        return cls(0, 0, Outline(ruleset.categories, ruleset.category_numbers()), lambda: ruleset)


class _Growing:
    """A user's labelling under one revision, and what is needed to go on with it. `imaged`: so much is in the image."""

    def __init__(self, held: _Held, texts: object, matcher: Matcher | None = None) -> None:
        """`texts` are those of the dictionary; of another dictionary, a matcher would remember wrong ones."""
        self.held, self.texts, self.matcher, self.lock, self.imaged = held, texts, matcher, Lock(), 0
        categories, numbers = held.outline
        self._by_hand = {category.label: len(numbers) + number for number, category in enumerate(categories)}
        decided = np.array([*numbers, *range(len(categories)), -1], np.int32)
        self.now = Labelling(
            held.revision, categories, np.array([NO_RULE], np.int32), category_of_rule=decided, ruleset=held.ruleset
        )

    def grown(
        self, connection: sqlite3.Connection, user: int, dictionary: events.Dictionary
    ) -> tuple[Labelling, Codes]:
        """Return the labelling of the whole dictionary, and the matches that were worked out anew (at its end)."""
        known = len(self.now.first) - 1
        if known >= len(dictionary):
            return self.now, NONE
        if not known:
            pictured = _pictured(connection, user, self.held.id, dictionary)
            known = self.imaged = len(pictured)
            self._extended(pictured)
        stored = self._stored(connection, dictionary, known)
        fresh = self._matched(dictionary, known + len(stored)) if known + len(stored) < len(dictionary) else NONE
        return self._extended(stored, fresh), fresh

    def grown_alone(self, dictionary: events.Dictionary) -> Labelling:
        """Return the labelling of the whole dictionary, of which nothing is stored."""
        known = len(self.now.first) - 1
        return self._extended(self._matched(dictionary, known)) if known < len(dictionary) else self.now

    def _extended(self, *more: Codes) -> Labelling:
        first = np.concatenate([self.now.first[:-1], *more, self.now.first[-1:]])
        self.now = replaced(self.now, first=first)
        return self.now

    def _stored(self, connection: sqlite3.Connection, dictionary: events.Dictionary, known: int) -> Codes:
        after = int(dictionary.ids[known - 1]) if known else 0
        rows = connection.execute(queries.MATCHES, (self.held.id, after)).fetchall()
        if not rows:
            return NONE
        contexts, rules = (np.array(column, np.int64) for column in zip(*rows, strict=True))
        usable = min(len(contexts), len(dictionary) - known)
        same = contexts[:usable] == dictionary.ids[known : known + usable]
        until = usable if same.all() else int(np.argmin(same))  # a gap: classify from there again
        return rules[:until].astype(np.int32)

    def _matched(self, dictionary: events.Dictionary, place: int) -> Codes:
        """Return what the contexts from `place` on meet first: a rule, or by hand their own category."""
        if self.matcher is None:
            self.matcher = Matcher(self.held.ruleset())
        first = self.matcher.first_of(_columns(dictionary, slice(place, None)), len(dictionary) - place)
        for position, label in dictionary.categories_by_hand(place):
            first[position - place] = self._by_hand.get(label, NO_RULE)
        return first


def _columns(dictionary: events.Dictionary, places: Places | slice) -> Callable[[Field], Column]:
    """What rules read of the contexts at some positions."""
    codes, texts = dictionary.codes, dictionary.texts

    def of(field: Field) -> Column:
        if field not in {Field.URL, Field.FILE}:
            return Column(texts[field.value], codes[field.value][places])
        entities = Column(texts["entity"], codes["entity"][places])
        paged = pages(dictionary.kinds_at(places), entities)
        return entities._replace(codes=np.where(paged == (field is Field.URL), entities.codes, np.int32(-1)))

    return of


class Labellings:
    """The labellings in use, one per user: those of the newest revision; and the last ones that were tried."""

    def __init__(self, keep: Callable[[Callable[[sqlite3.Connection], None]], object]) -> None:
        """`keep` gets work that writes, to be done whenever it suits."""
        self._keep = keep
        self._users: OrderedDict[int, _Growing] = OrderedDict()
        self._tried: OrderedDict[tuple[int, RuleSet], _Growing] = OrderedDict()
        self._lock = Lock()

    def tried(self, user: int, ruleset: RuleSet, dictionary: events.Dictionary) -> Labelling:
        """Return what each context of the dictionary would mean under rules that nobody has stored (yet)."""
        key = user, ruleset
        with self._lock:
            growing = self._tried.pop(key, None)
            if growing is None or growing.texts is not dictionary.texts:
                growing = _Growing(_Held.unstored(ruleset), dictionary.texts)
            self._tried[key] = growing
            while len(self._tried) > TRIED_KEPT:
                self._tried.popitem(last=False)
        with growing.lock:
            return growing.grown_alone(dictionary)

    def of(self, connection: sqlite3.Connection, user: int, dictionary: events.Dictionary) -> Labelling:
        """Return what each context of the dictionary means under the rules that hold in this snapshot."""
        held = newest_id(connection, user)
        with self._lock:
            growing = self._users.get(user)
            if growing is None or growing.held.id != held or growing.texts is not dictionary.texts:
                growing = self._users[user] = self._begun(_Held.newest(connection, user), user, dictionary)
            self._users.move_to_end(user)
            while len(self._users) > LABELLINGS_KEPT:
                self._users.popitem(last=False)
        with growing.lock:
            labelling, fresh = growing.grown(connection, user, dictionary)
            known = len(labelling.first) - 1
            due = held and known - growing.imaged > max(FEWEST_NEW, NEW_SHARE * known)
            if due:
                growing.imaged = known
        if due:
            self._keep(partial(_put_image, user=user, ruleset=held, ids=dictionary.ids[:known], labelling=labelling))
        elif len(fresh) and held:
            rows = list(zip(dictionary.ids[known - len(fresh) : known].tolist(), fresh.tolist(), strict=True))
            self._keep(partial(_put_matches, ruleset=held, rows=rows))
        return labelling

    def _begun(self, held: _Held, user: int, dictionary: events.Dictionary) -> _Growing:
        """Begin with a revision; rules that were tried before have met most texts already."""
        tried = self._tried.pop((user, held.ruleset()), None) if self._tried else None
        known = tried.matcher if tried and tried.texts is dictionary.texts else None
        return _Growing(held, dictionary.texts, known)


def newest_id(connection: sqlite3.Connection, user: int) -> int:
    """Return the id of the rule set that holds, 0 without one."""
    row = connection.execute(queries.NEWEST_ID, (user,)).fetchone()
    return int(row[0]) if row else 0


def _put_matches(connection: sqlite3.Connection, *, ruleset: int, rows: list[tuple[int, int]]) -> None:
    if connection.execute(queries.EXISTS, (ruleset,)).fetchone():
        connection.executemany(queries.PUT_MATCHES, [(ruleset, context, rule) for context, rule in rows])
        fault_point("matches-stored")


def _put_image(connection: sqlite3.Connection, *, user: int, ruleset: int, ids: Places, labelling: Labelling) -> None:
    """Keep the first matches of the contexts with these ids; rows are for those after them."""
    if not connection.execute(queries.EXISTS, (ruleset,)).fetchone():
        return
    first = labelling.first[:-1].astype("<i4").tobytes()
    images.save(connection, user, IMAGE, images.Image(_stamp(ruleset), COUNTS.pack(len(ids), int(ids[-1])) + first))
    fault_point("matches-stored")
    connection.execute(queries.DROP_MATCHES, (ruleset, int(ids[-1])))


def _pictured(connection: sqlite3.Connection, user: int, ruleset: int, dictionary: events.Dictionary) -> Codes:
    """Return the first matches of the first contexts as the image has them, none when it is of something else."""
    image = images.read(connection, user, IMAGE, _stamp(ruleset))
    if image is None:
        return NONE
    count, last = COUNTS.unpack_from(image.blob)
    if not 0 < count <= len(dictionary) or dictionary.ids[count - 1] != last:
        return NONE
    return np.frombuffer(image.blob, "<i4", count, COUNTS.size).astype(np.int32)


def _stamp(ruleset: int) -> bytes:
    return b"labelling 1 %d" % ruleset
