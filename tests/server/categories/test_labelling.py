import sqlite3
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from daywright.core.matching import LabelColumns, first_match
from daywright.core.rule_documents import document_of
from daywright.core.rules import NO_RULE, Category, Field, Op, Role, Rule, RuleSet
from daywright.server import events
from daywright.server.app import Store
from daywright.server.categories import Labelling, Labellings
from daywright.server.categories import service as categories
from daywright.server.foundation.database import driver
from server_api import Api, day_of_work, window

CATEGORIES = (Category(("Work",), 2, None, Role.FOCUS), Category(("Play",), -2, None, Role.NOISE))


@pytest.fixture
def connection(store: Store) -> Iterator[sqlite3.Connection]:
    opened = store.database.connect()
    yield opened
    opened.close()


def write_at_once(connection: sqlite3.Connection) -> Labellings:
    """Labellings that keep what they work out on this connection, before they answer."""
    return Labellings(lambda work: work(connection))


def matches(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    return connection.execute("SELECT context, rule FROM context_rule ORDER BY context").fetchall()


def expected(connection: sqlite3.Connection, user: int, dictionary: events.Dictionary) -> list[int]:
    held = categories.newest(connection, user)
    return [int(rule) for rule in first_match(held.ruleset, LabelColumns.of(dictionary.rows(0)))]


def test_of_two_first_matches_the_better_placed_one_decides() -> None:
    labelling = Labelling(
        1, CATEGORIES, np.array([2, 0, NO_RULE, NO_RULE], np.int32), np.array([1, 0, 0, -1], np.int32)
    )
    front, inside = np.array([0, 0, 2, 2, 1]), np.array([-1, 1, -1, 0, 0])
    assert labelling.of(front, inside).tolist() == [0, 1, -1, 0, 1]


def test_without_rules_nothing_has_a_category() -> None:
    labelling = Labelling(0, (), np.array([NO_RULE, NO_RULE], np.int32), np.array([-1], np.int32))
    assert labelling.of(np.array([0, -1]), np.array([-1, -1])).tolist() == [-1, -1]


def test_what_is_worked_out_is_kept_and_follows_from_rules_and_contexts_alone(
    api: Api, store: Store, connection: sqlite3.Connection
) -> None:
    api.send(*day_of_work())
    dictionary = events.Dictionaries().of(connection, store.owner)
    labelling = write_at_once(connection).of(connection, store.owner, dictionary)
    right = expected(connection, store.owner, dictionary)
    assert labelling.first[:-1].tolist() == right
    assert matches(connection) == list(zip(dictionary.ids.tolist(), right, strict=True))


def test_what_is_kept_is_read_instead_of_worked_out_again(
    api: Api, store: Store, connection: sqlite3.Connection
) -> None:
    api.send(*day_of_work())
    dictionary = events.Dictionaries().of(connection, store.owner)
    write_at_once(connection).of(connection, store.owner, dictionary)
    connection.execute("UPDATE context_rule SET rule = 7")  # a mark nobody would work out
    kept: list[object] = []
    later = Labellings(kept.append).of(connection, store.owner, dictionary)
    assert set(later.first[:-1].tolist()) == {7}
    assert kept == []


def test_only_what_is_new_is_worked_out(api: Api, store: Store, connection: sqlite3.Connection) -> None:
    labellings, dictionaries = write_at_once(connection), events.Dictionaries()
    api.send(*day_of_work())
    labellings.of(connection, store.owner, dictionaries.of(connection, store.owner))
    connection.execute("UPDATE context_rule SET rule = 7")
    api.send(window("2026-03-02T11:00:00Z", 60, "xterm", "new"))
    dictionary = dictionaries.of(connection, store.owner)
    labellings.of(connection, store.owner, dictionary)
    *before, last = matches(connection)
    assert {rule for _, rule in before} == {7}
    assert last == (int(dictionary.ids[-1]), expected(connection, store.owner, dictionary)[-1])


def test_a_gap_in_what_was_kept_is_filled(api: Api, store: Store, connection: sqlite3.Connection) -> None:
    api.send(*day_of_work())
    dictionary = events.Dictionaries().of(connection, store.owner)
    write_at_once(connection).of(connection, store.owner, dictionary)
    whole = matches(connection)
    for lost in ([whole[0]], whole[:2], [whole[1]], [whole[-1]], whole):
        connection.executemany("DELETE FROM context_rule WHERE context = ? AND rule = ?", lost)
        labelling = write_at_once(connection).of(connection, store.owner, dictionary)
        assert labelling.first[:-1].tolist() == [rule for _, rule in whole]
        assert matches(connection) == whole


def test_a_new_revision_forgets_the_matches_of_the_old_and_keeps_nothing_for_a_dropped_one(
    api: Api, store: Store, connection: sqlite3.Connection
) -> None:
    api.send(*day_of_work())
    late: list[Callable[[sqlite3.Connection], None]] = []
    dictionary = events.Dictionaries().of(connection, store.owner)
    Labellings(late.append).of(connection, store.owner, dictionary)
    rules = RuleSet(CATEGORIES, (Rule(("Play",), Field.APP, Op.EQUALS, ("code",)),))
    for revision in range(1, categories.KEPT_REVISIONS + 2):
        document = document_of(rules)
        with store.database.writing() as session:
            categories.replace(
                driver(session), store.owner, base=revision, document={**document}, now_us=store.clock.wall_us()
            )
    for work in late:
        work(connection)
    assert matches(connection) == []
    assert connection.execute("SELECT count(*) FROM ruleset").fetchone() == (categories.KEPT_REVISIONS,)


def by_hand(api: Api, category: list[str]) -> None:
    said = {"start": "2026-03-02T08:00:00Z", "end": "2026-03-02T09:00:00Z", "action": "set", "category": category}
    assert api.client.post("/api/v1/corrections", json=said, headers=api.headers).status_code == 201


def test_what_a_person_entered_has_its_own_category_also_when_it_is_read_back(
    api: Api, store: Store, connection: sqlite3.Connection
) -> None:
    api.send(*day_of_work())
    by_hand(api, ["Meetings"])
    dictionary = events.Dictionaries().of(connection, store.owner)
    at, nothing = np.array([len(dictionary) - 1]), np.array([-1])
    for _ in range(2):  # worked out, then read back
        labelling = write_at_once(connection).of(connection, store.owner, dictionary)
        (number,) = labelling.of(at, nothing).tolist()
        assert labelling.categories[number].path == ("Meetings",)
    assert int(labelling.rule(at, nothing)[0]) >= len(labelling.rules)


def test_rules_that_were_tried_label_the_same_once_they_hold(
    api: Api, store: Store, connection: sqlite3.Connection
) -> None:
    api.send(*day_of_work())
    by_hand(api, ["Meetings"])
    labellings, dictionaries = write_at_once(connection), events.Dictionaries()
    rules = RuleSet(
        CATEGORIES,
        (Rule(("Play",), Field.APP, Op.EQUALS, ("code",)), Rule(("Work",), Field.TITLE, Op.CONTAINS, ("new", "cats"))),
    )
    first = labellings.tried(store.owner, rules, dictionaries.of(connection, store.owner))
    with store.database.writing() as session:
        categories.replace(driver(session), store.owner, base=1, document={**document_of(rules)}, now_us=1)
    api.send(window("2026-03-02T11:00:00Z", 60, "xterm", "new"))
    dictionary = dictionaries.of(connection, store.owner)
    held = labellings.of(connection, store.owner, dictionary)
    fresh = write_at_once(connection).tried(store.owner, rules, dictionary)
    assert held.first.tolist() == fresh.first.tolist()
    assert held.first[: len(first.first) - 1].tolist() == first.first[:-1].tolist()
    assert labellings.tried(store.owner, rules, dictionary).first.tolist() == fresh.first.tolist()


def test_a_dictionary_that_was_begun_anew_is_labelled_anew(
    api: Api, store: Store, connection: sqlite3.Connection
) -> None:
    api.send(*day_of_work())
    labellings, rules = (
        write_at_once(connection),
        RuleSet(CATEGORIES, (Rule(("Work",), Field.TITLE, Op.CONTAINS, ("a",)),)),
    )
    before = labellings.tried(store.owner, rules, events.Dictionaries().of(connection, store.owner))
    connection.execute("DELETE FROM event")
    connection.execute("DELETE FROM context WHERE id = (SELECT min(id) FROM context)")
    dictionary = events.Dictionaries().of(connection, store.owner)
    assert labellings.tried(store.owner, rules, dictionary).first.tolist() == before.first[1:].tolist()
    assert len(labellings.of(connection, store.owner, dictionary).first) == len(dictionary) + 1


def test_what_is_in_the_image_needs_no_rows(
    api: Api, store: Store, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(categories, "FEWEST_NEW", 2)
    api.send(*day_of_work())
    dictionary = events.Dictionaries().of(connection, store.owner)
    right = expected(connection, store.owner, dictionary)
    write_at_once(connection).of(connection, store.owner, dictionary)
    assert matches(connection) == []
    api.send(window("2026-03-02T11:00:00Z", 60, "xterm", "new"))
    grown = events.Dictionaries().of(connection, store.owner)
    for kept in (1, 0):  # the second time what came after the image is read from rows
        fresh: list[Callable[[sqlite3.Connection], None]] = []
        labelling = Labellings(fresh.append).of(connection, store.owner, grown)
        assert labelling.first[:-1].tolist() == [*right, *expected(connection, store.owner, grown)[-1:]]
        assert len(fresh) == kept
        for work in fresh:
            work(connection)
    assert [context for context, _ in matches(connection)] == [int(grown.ids[-1])]


def test_an_image_of_other_rules_or_of_a_dropped_revision_is_not_used(
    api: Api, store: Store, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(categories, "FEWEST_NEW", 0)
    api.send(*day_of_work())
    dictionary = events.Dictionaries().of(connection, store.owner)
    write_at_once(connection).of(connection, store.owner, dictionary)
    rules = RuleSet(CATEGORIES, (Rule(("Play",), Field.APP, Op.EQUALS, ("code",)),))
    with store.database.writing() as session:
        categories.replace(
            driver(session), store.owner, base=1, document={**document_of(rules)}, now_us=store.clock.wall_us()
        )
    labelling = write_at_once(connection).of(connection, store.owner, dictionary)
    assert labelling.first[:-1].tolist() == expected(connection, store.owner, dictionary)
