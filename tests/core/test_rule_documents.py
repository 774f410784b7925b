import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core import rule_documents
from daywright.core.rule_documents import document_of, parse
from daywright.core.rules import Category, Field, Op, Role, Rule, RuleSet

TREE = [
    {"path": ["Work"], "weight": 1, "colour": "#3A7BD5", "role": "focus"},
    {"path": ["Work", "Docs"], "weight": 2, "colour": None, "role": "focus"},
]


def document(*rules: object, categories: object = TREE) -> dict[str, object]:
    return {"categories": categories, "rules": list(rules)}


def rule(**changes: object) -> dict[str, object]:
    return {"category": ["Work", "Docs"], "field": "title", "op": "contains", "value": "Docs"} | changes


def found(given_document: object) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in parse(given_document).problems]


def test_a_document_becomes_a_rule_set_and_back() -> None:
    parsed = parse(document(rule(), rule(op="regex", values=["a+", "b"], ignore_case=False)))
    assert parsed.problems == ()
    assert parsed.ruleset == RuleSet(
        (Category(("Work",), 1, "#3a7bd5", Role.FOCUS), Category(("Work", "Docs"), 2, None, Role.FOCUS)),
        (
            Rule(("Work", "Docs"), Field.TITLE, Op.CONTAINS, ("Docs",)),
            Rule(("Work", "Docs"), Field.TITLE, Op.REGEX, ("a+", "b"), ignore_case=False),
        ),
    )
    assert parsed.ruleset.category_numbers() == [1, 1]
    assert parse(json.loads(json.dumps(document_of(parsed.ruleset)))) == parsed


def test_keys_of_newer_versions_are_no_problem() -> None:
    assert found(document(rule(note="mine")) | {"version": 9}) == []


def test_an_empty_document_is_an_empty_rule_set() -> None:
    assert parse({}).ruleset == RuleSet()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"path": []}, ("category.path", "/categories/0/path")),
        ({"path": "Work"}, ("category.path", "/categories/0/path")),
        ({"path": ["Work", 3]}, ("category.path", "/categories/0/path")),
        ({"path": list("abcdef")}, ("category.depth", "/categories/0/path")),
        ({"path": [" Work"]}, ("category.name", "/categories/0/path/0")),
        ({"path": ["a › b"]}, ("category.name", "/categories/0/path/0")),
        ({"path": ["x" * 61]}, ("category.name", "/categories/0/path/0")),
        ({"path": ["a\nb"]}, ("category.name", "/categories/0/path/0")),
        ({"path": ["Uncategorised"]}, ("category.name.reserved", "/categories/0/path/0")),
        ({"path": ["Play", "Games"]}, ("category.parent.unknown", "/categories/0/path")),
        ({"weight": 3}, ("category.weight", "/categories/0/weight")),
        ({"weight": 1.5}, ("category.weight", "/categories/0/weight")),
        ({"weight": True}, ("category.weight", "/categories/0/weight")),
        ({"weight": None}, ("category.weight", "/categories/0/weight")),
        ({"colour": "red"}, ("category.colour", "/categories/0/colour")),
        ({"colour": 3}, ("category.colour", "/categories/0/colour")),
        ({"role": "boss"}, ("category.role", "/categories/0/role")),
        ({"role": ["focus"]}, ("category.role", "/categories/0/role")),
    ],
)
def test_what_is_wrong_with_a_category_is_named_with_its_place(
    changes: dict[str, object], problem: tuple[str, str]
) -> None:
    category = {"path": ["Play"], "weight": -1, "colour": None, "role": "noise"} | changes
    assert found({"categories": [category]}) == [problem]


def test_a_category_listed_twice_is_named_at_the_second_place() -> None:
    tree = [{"path": ["Work"], "weight": 1}, {"path": ["work"], "weight": 2}]
    assert found({"categories": tree}) == [("category.duplicate", "/categories/1/path")]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"category": ["Play"]}, ("rule.category.unknown", "/rules/0/category")),
        ({"category": "Work"}, ("rule.category.unknown", "/rules/0/category")),
        ({"field": "mood"}, ("rule.field.unknown", "/rules/0/field")),
        ({"field": ["app"]}, ("rule.field.unknown", "/rules/0/field")),
        ({"op": "like"}, ("rule.op.unknown", "/rules/0/op")),
        ({"op": "domain_suffix"}, ("rule.op.field", "/rules/0/op")),
        ({"field": "domain", "op": "domain_suffix", "value": "a b"}, ("rule.domain.invalid", "/rules/0/value")),
        ({"ignore_case": "yes"}, ("rule.ignore_case", "/rules/0/ignore_case")),
        ({"value": " "}, ("rule.value.missing", "/rules/0/value")),
        ({"value": 3}, ("rule.value.missing", "/rules/0/value")),
        ({"values": []}, ("rule.value.missing", "/rules/0/values")),
        ({"values": ["a b", ""]}, ("rule.value.missing", "/rules/0/values/1")),
        ({"value": "x" * 1001}, ("rule.value.text", "/rules/0/value")),
        ({"value": "a\x00b"}, ("rule.value.text", "/rules/0/value")),
        ({"value": "\ud800x"}, ("rule.value.text", "/rules/0/value")),
        ({"op": "regex", "value": "a("}, ("rule.regex.invalid", "/rules/0/value")),
        ({"op": "regex", "value": "a)(b"}, ("rule.regex.invalid", "/rules/0/value")),
        ({"op": "regex", "value": "(?=a)b"}, ("rule.regex.invalid", "/rules/0/value")),
        ({"op": "regex", "values": ["ok", "[z-a]"]}, ("rule.regex.invalid", "/rules/0/values/1")),
        ({"op": "regex", "value": "a{2000}"}, ("rule.regex.too_large", "/rules/0/value")),
        ({"op": "regex", "value": r"\pL{40}"}, ("rule.regex.too_large", "/rules/0/value")),
    ],
)
def test_what_is_wrong_with_a_rule_is_named_with_its_place(
    changes: dict[str, object], problem: tuple[str, str]
) -> None:
    given_document = document(rule(**changes))
    assert found(given_document) == [problem]
    assert parse(given_document).ruleset is None


def test_every_problem_is_named_at_once() -> None:
    assert found(document(rule(field="x"), "no rule", rule(op="y"), categories=[*TREE, None])) == [
        ("category.type", "/categories/2"),
        ("rule.field.unknown", "/rules/0/field"),
        ("rule.type", "/rules/1"),
        ("rule.op.unknown", "/rules/2/op"),
    ]


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"op": "regex", "value": ".*"}, "rule.regex.too_broad"),
        ({"op": "regex", "value": "foo|"}, "rule.regex.too_broad"),
        ({"op": "regex", "value": "[a-z]"}, "rule.regex.too_broad"),
        ({"op": "regex", "value": "(?:)"}, "rule.regex.too_broad"),
        ({"op": "glob", "value": "*?*"}, "rule.value.too_broad"),
        ({"op": "glob", "value": "*a*"}, "rule.value.too_broad"),
        ({"op": "contains", "value": "e"}, "rule.value.too_broad"),
    ],
)
def test_what_matches_almost_everything_is_a_warning(changes: dict[str, object], warning: str) -> None:
    parsed = parse(document(rule(**changes)))
    assert [(problem.code, problem.warning) for problem in parsed.problems] == [(warning, True)]
    assert parsed.ruleset is not None


@pytest.mark.parametrize("value", ["Docs", "^Code$", r"\bfoo\b|bar", "- YouTube", "(?i)re: .*"])
def test_an_ordinary_pattern_is_not_called_broad(value: str) -> None:
    assert found(document(rule(op="regex", value=value))) == []


def test_a_value_an_earlier_rule_takes_is_a_warning() -> None:
    repeated = document(rule(), rule(value="docs"), rule(value="docs", ignore_case=False), rule(field="url"))
    assert found(repeated) == [("rule.repeated", "/rules/1/value")]


def test_domains_are_kept_in_their_one_spelling() -> None:
    parsed = parse(
        document(
            rule(field="domain", op="domain_suffix", values=["*.Example.com", "https://www.münchen.de/"]),
            rule(field="domain", op="equals", value="www.GitHub.com"),
        )
    )
    assert parsed.ruleset is not None
    assert [one.values for one in parsed.ruleset.rules] == [("example.com", "xn--mnchen-3ya.de"), ("github.com",)]


@pytest.mark.parametrize(
    ("given_document", "code"),
    [
        (None, "ruleset.type"),
        ([], "ruleset.type"),
        ({"categories": {}}, "ruleset.categories"),
        ({"rules": "x"}, "ruleset.rules"),
        ({"categories": [None] * (rule_documents.CATEGORY_CAP + 1)}, "category.too_many"),
        ({"rules": [None] * (rule_documents.RULE_CAP + 1)}, "rule.too_many"),
        (document(rule(values=["x"] * (rule_documents.VALUES_CAP + 1))), "rule.value.too_many"),
        (document(*[rule(op="regex", value=rf"w{n}.{{0,500}}b") for n in range(60)]), "ruleset.too_large"),
    ],
)
def test_a_document_of_the_wrong_shape_or_size_is_refused(given_document: object, code: str) -> None:
    parsed = parse(given_document)
    assert parsed.ruleset is None
    assert [problem.code for problem in parsed.problems] == [code]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["Work", "app", "regex", "(", "focus"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "categories",
                    "rules",
                    "path",
                    "weight",
                    "role",
                    "colour",
                    "category",
                    "field",
                    "op",
                    "values",
                    "value",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(anything)
def test_whatever_is_handed_in_is_answered_with_problems_or_a_rule_set(thing: object) -> None:
    parsed = parse(thing)
    assert (parsed.ruleset is None) == any(not problem.warning for problem in parsed.problems)
    assert all(problem.detail for problem in parsed.problems)
    if parsed.ruleset is not None:
        assert parse(document_of(parsed.ruleset)).ruleset == parsed.ruleset
