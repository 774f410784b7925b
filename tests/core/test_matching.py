from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import NamedTuple

import numpy as np
import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core import globs
from daywright.core.matching import Column, LabelColumns, Matcher, first_match, pages
from daywright.core.rule_documents import parse
from daywright.core.rules import NO_RULE, Category, Field, Op, Role, Rule, RuleSet, kind_of

WORK = Category(("Work",), 2, None, Role.FOCUS)


class Seen(NamedTuple):
    app: str = ""
    title: str = ""
    domain: str = ""
    url: str = ""
    project: str = ""
    language: str = ""
    branch: str = ""
    file: str = ""


def rule(field: Field, op: Op, *values: str, ignore_case: bool = True) -> Rule:
    return Rule(WORK.path, field, op, values, ignore_case)


def numbers(rules: list[Rule], *seen: Seen) -> list[int]:
    columns = LabelColumns(*([list(column) for column in zip(*seen, strict=True)] or [[]] * 8))
    return [int(number) for number in first_match(RuleSet((WORK,), tuple(rules)), columns)]


def test_the_first_rule_that_matches_wins_whatever_field_it_reads() -> None:
    rules = [
        rule(Field.DOMAIN, Op.DOMAIN_SUFFIX, "github.com"),
        rule(Field.TITLE, Op.CONTAINS, "review"),
        rule(Field.APP, Op.EQUALS, "firefox"),
    ]
    assert numbers(
        rules,
        Seen(app="firefox", title="Review of #3", domain="gist.github.com"),
        Seen(app="firefox", title="Review of #3"),
        Seen(app="Firefox", title="News"),
        Seen(app="Code", title="News"),
    ) == [0, 1, 2, NO_RULE]


def test_no_observations_give_no_numbers() -> None:
    assert numbers([rule(Field.APP, Op.EQUALS, "x")]) == []
    assert numbers([], Seen(app="x")) == [NO_RULE]


def test_an_absent_label_matches_nothing() -> None:
    everything = [rule(Field.TITLE, Op.REGEX, ".*"), rule(Field.TITLE, Op.GLOB, "*"), rule(Field.URL, Op.CONTAINS, "")]
    assert numbers(everything, Seen(app="x")) == [NO_RULE]


def test_a_rule_matches_with_any_of_its_values() -> None:
    editors = [rule(Field.APP, Op.EQUALS, "Code", "vim"), rule(Field.APP, Op.CONTAINS, "studio", "idea")]
    assert numbers(editors, Seen("VIM"), Seen("code"), Seen("Android Studio"), Seen("jetbrains-idea")) == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("op", "value", "ignore_case", "hits"),
    [
        (Op.EQUALS, "straße", True, {"STRASSE", "Straße"}),
        (Op.EQUALS, "straße", False, set()),
        (Op.EQUALS, "Straße", False, {"Straße"}),
        (Op.CONTAINS, "RASS", True, {"STRASSE", "Straße"}),
        (Op.CONTAINS, "RASS", False, {"STRASSE"}),
        (Op.CONTAINS, "a.b", True, {"A.B"}),
        (Op.GLOB, "str*e", True, {"STRASSE", "Straße"}),
        (Op.GLOB, "?.?", True, {"A.B"}),
        (Op.REGEX, "^s.{4}e$", True, {"Straße"}),
        (Op.REGEX, "^S", False, {"STRASSE", "Straße"}),
        (Op.REGEX, "^οδος", True, {"ΟΔΟΣ 1"}),
        (Op.CONTAINS, "οδος", True, {"ΟΔΟΣ 1"}),
    ],
)
def test_case_counts_only_where_asked(op: Op, value: str, *, ignore_case: bool, hits: set[str]) -> None:
    titles = ["STRASSE", "Straße", "A.B", "axb", "ΟΔΟΣ 1"]
    found = numbers([rule(Field.TITLE, op, value, ignore_case=ignore_case)], *[Seen(title=title) for title in titles])
    assert {title for title, number in zip(titles, found, strict=True) if number == 0} == hits


def test_a_domain_suffix_takes_whole_labels() -> None:
    rules = [rule(Field.DOMAIN, Op.DOMAIN_SUFFIX, "example.com")]
    domains = ["example.com", "a.b.example.com", "notexample.com", "example.com.evil.test"]
    assert numbers(rules, *[Seen(domain=domain) for domain in domains]) == [0, 0, NO_RULE, NO_RULE]


def test_an_entity_is_an_address_or_a_file_by_its_kind() -> None:
    columns = LabelColumns.of(
        [
            ("web", "firefox", "", "example.com", "", "", "", "https://example.com/"),
            ("web", "firefox", "", "", "", "", "", "about:blank"),
            ("editor", "Code", "", "", "x", "", "", "vscode-remote://x/a.py"),
            ("wakatime", "vim", "", "", "x", "", "", "/x/a.py"),
            ("wakatime", "chrome", "", "github.com", "", "", "", "https://github.com"),
        ]
    )
    assert list(columns.url) == ["https://example.com/", "about:blank", "", "", "https://github.com"]
    assert list(columns.file) == ["", "", "vscode-remote://x/a.py", "/x/a.py", ""]
    assert len(columns) == 5
    assert len(LabelColumns.of([])) == 0


def test_every_field_of_a_rule_is_a_column() -> None:
    assert [column.name for column in fields(LabelColumns)] == [field.value for field in Field]


def test_the_largest_list_a_document_may_hold_fits_into_one_automaton() -> None:
    listed = [
        {"category": ["Work"], "field": "title", "op": "regex", "value": rf"w{number} .{{0,300}}b"}
        for number in range(70)
    ]
    parsed = parse({"categories": [{"path": ["Work"], "weight": 2}], "rules": listed})
    assert parsed.ruleset is not None
    assert numbers(list(parsed.ruleset.rules), Seen(title="w69 and then b"), Seen(title="w1 a")) == [69, NO_RULE]


def naive(rules: list[Rule], seen: Seen) -> int:
    """The definition, read off rule by rule."""

    def fits(one: Rule, value: str) -> bool:
        label: str = getattr(seen, one.field.value)
        if not label:
            return False
        if one.op is Op.REGEX:
            return bool(re2.search(f"(?i:{value})" if one.ignore_case else value, label))
        if one.op is Op.DOMAIN_SUFFIX:
            return label == value or label.endswith("." + value)
        if one.ignore_case:
            label, value = label.casefold(), value.casefold()
        return {
            Op.EQUALS: label == value,
            Op.CONTAINS: value in label,
            Op.GLOB: globs.matches(value, label),
        }[one.op]

    hits = (number for number, one in enumerate(rules) if any(fits(one, value) for value in one.values))
    return next(hits, NO_RULE)


# Few letters, so that hits are common; letters whose case folding is odd, so that it is tested.
texts = st.text(alphabet="abAB .-ßſKK\u0130iσςΣé\n*", max_size=6)
domains = st.lists(st.sampled_from(["a", "b", "com", "aa"]), min_size=1, max_size=4).map(".".join)
patterns = st.sampled_from(["a", "^a", "b$", "a.*b", "[ab]{2}", r"\bA", "ß", "k", "(?s)a.b", "s", "", "i.", r"\."])


@st.composite
def some_rule(draw: st.DrawFn) -> Rule:
    op = draw(st.sampled_from(list(Op)))
    field = Field.DOMAIN if op is Op.DOMAIN_SUFFIX else draw(st.sampled_from([Field.APP, Field.TITLE, Field.DOMAIN]))
    value = {Op.DOMAIN_SUFFIX: domains, Op.REGEX: patterns}.get(op, texts | domains)
    return rule(field, op, *draw(st.lists(value, min_size=1, max_size=3)), ignore_case=draw(st.booleans()))


observations = st.builds(Seen, app=texts, title=texts, domain=domains | st.just(""))


@given(st.lists(some_rule(), max_size=8), st.lists(observations, min_size=1, max_size=8))
def test_the_fast_way_agrees_with_the_definition(rules: list[Rule], seen: list[Seen]) -> None:
    assert numbers(rules, *seen) == [naive(rules, one) for one in seen]


@given(st.lists(some_rule(), max_size=6), st.lists(observations, min_size=1, max_size=6))
def test_observations_are_matched_independently(rules: list[Rule], seen: list[Seen]) -> None:
    assert numbers(rules, *seen) == [numbers(rules, one)[0] for one in seen]


def test_half_a_surrogate_pair_is_matched_like_an_unreadable_sign() -> None:
    matcher = Matcher(RuleSet((WORK,), (rule(Field.TITLE, Op.CONTAINS, "x"),)))
    columns = LabelColumns.of([("window", "", "\ud800 x", "", "", "", "", "")])
    assert matcher.first_match(columns).tolist() == [0]


def test_a_weight_says_what_time_counts_as() -> None:
    assert [kind_of(weight).value for weight in (-2, -1, 0, 1, 2)] == ["noise", "noise", "neutral", "signal", "signal"]
    assert kind_of(None).value == "uncategorised"


Row = tuple[str, str, str, str, str, str, str, str]
ROWS: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(
        st.sampled_from(["window", "web", "editor", "beat"]),
        st.sampled_from(["", "Code", "code", "Größe"]),
        st.sampled_from(["", "a b", "A B", "größe", "GRÖSSE"]),
        st.sampled_from(["", "example.com", "a.example.com"]),
        st.sampled_from(["", "p"]),
        st.sampled_from(["", "python"]),
        st.sampled_from(["", "main"]),
        st.sampled_from(["", "https://example.com/a", "/x/a.py"]),
    ),
    max_size=12,
)
MIXED = (
    rule(Field.FILE, Op.GLOB, "*.py"),
    rule(Field.URL, Op.CONTAINS, "example"),
    rule(Field.TITLE, Op.REGEX, "größe"),
    rule(Field.TITLE, Op.CONTAINS, "A b"),
    rule(Field.DOMAIN, Op.DOMAIN_SUFFIX, "example.com"),
    rule(Field.APP, Op.EQUALS, "code"),
)


def columns_of(rows: Sequence[Row], texts: dict[str, list[str]]) -> Callable[[Field], Column]:
    """Write rows as numbers of texts, which only grow."""
    names = ("app", "title", "domain", "project", "language", "branch", "entity")
    codes = {}
    for place, name in enumerate(names, 1):
        known = texts.setdefault(name, [])
        known += dict.fromkeys(row[place] for row in rows if row[place] and row[place] not in known)
        codes[name] = np.array([known.index(row[place]) if row[place] else -1 for row in rows], np.int32)

    def column(field: Field) -> Column:
        if field not in {Field.URL, Field.FILE}:
            return Column(texts[field.value], codes[field.value])
        entities = Column(texts["entity"], codes["entity"])
        paged = pages([row[0] for row in rows], entities)
        return entities._replace(codes=np.where(paged == (field is Field.URL), entities.codes, np.int32(-1)))

    return column


@settings(deadline=None)
@given(ROWS, ROWS)
def test_numbers_of_texts_match_as_the_texts_do_however_they_come(first: list[Row], second: list[Row]) -> None:
    matcher, texts = Matcher(RuleSet((WORK,), MIXED)), dict[str, list[str]]()
    for rows in (first, second):
        found = matcher.first_of(columns_of(rows, texts), len(rows)).tolist()
        assert found == first_match(RuleSet((WORK,), MIXED), LabelColumns.of(rows)).tolist()
