"""ActivityWatch's categories, held to what its own `categorize` says of the same observations."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.activitywatch_classes import convert
from daywright.core.matching import LabelColumns, first_match
from daywright.core.rule_documents import parse
from daywright.core.rules import NO_RULE

Class = dict[str, object]
UNCATEGORIZED = ["Uncategorized"]


def one(name: list[str], regex: str = "", *, ignore_case: bool = False, **data: object) -> Class:
    rule: Class = {"type": "regex", "regex": regex, "ignore_case": ignore_case} if regex else {"type": "none"}
    return {"name": name, "rule": rule, "data": data}


def categorised(classes: object, app: str, title: str, url: str = "") -> list[str]:
    """What our rules make of an observation."""
    ruleset = parse(convert(classes).document).ruleset
    assert ruleset is not None
    kind = "web" if url else "window"
    number = int(first_match(ruleset, LabelColumns.of([(kind, app, title, "", "", "", "", url)]))[0])
    return UNCATEGORIZED if number == NO_RULE else list(ruleset.rules[number].category)


def categorised_there(classes: list[Class], *texts: str) -> list[str]:
    """What ActivityWatch makes of it: the deepest of all that match anywhere, of equals the later one."""
    best, deepest = UNCATEGORIZED, 0.0
    for entry in classes:
        name, rule = entry["name"], entry["rule"]
        assert isinstance(name, list)
        assert isinstance(rule, dict)
        pattern, flags = rule.get("regex", ""), re.IGNORECASE if rule.get("ignore_case") else 0
        rank = rule.get("priority", 10 * len(name))
        if pattern and rank >= deepest and any(re.search(pattern, text, flags) for text in texts):
            best, deepest = name, rank
    return best


WORDS = st.sampled_from(["mail", "Mail", "code", "web", "a", "news"])
NAMES = st.lists(st.sampled_from(["Work", "Play", "Mail", "Web"]), min_size=1, max_size=3)
CLASSES = st.lists(
    st.builds(
        lambda name, words, ignore_case, priority: {
            "name": name,
            "rule": {"type": "regex", "regex": "|".join(words), "ignore_case": ignore_case, **priority},
        },
        NAMES,
        st.lists(WORDS, min_size=1, max_size=2),
        st.booleans(),
        st.one_of(st.just({}), st.builds(lambda number: {"priority": number}, st.integers(1, 35))),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(CLASSES, st.lists(WORDS, min_size=1, max_size=3).map(" ".join), WORDS)
def test_an_observation_gets_the_category_activitywatch_gives_it(classes: list[Class], title: str, app: str) -> None:
    assert categorised(classes, app, title) == categorised_there(classes, app, title)


def test_an_address_is_looked_at_as_any_text_is() -> None:
    classes = [one(["Code"], r"github\.com")]
    assert categorised(classes, "firefox", "A page", "https://github.com/x") == ["Code"]
    assert categorised(classes, "firefox", "A page", "https://example.com/x") == UNCATEGORIZED


def test_keys_that_were_chosen_are_the_only_ones_looked_at() -> None:
    entry = one(["Code"], "vim")
    entry["rule"] = {"type": "regex", "regex": "vim", "select_keys": ["app"]}
    assert categorised([entry], "vim", "x") == ["Code"]
    assert categorised([entry], "x", "vim") == UNCATEGORIZED


def test_scores_become_weights_and_are_inherited() -> None:
    made = convert(
        [
            one(["Work"], score=10),
            one(["Work", "Mail"], score=2),
            one(["Work", "Code"]),
            one(["Media"], score=-1),
            one(["Media", "Games"], score=-7.5),
            one(["Other"]),
        ]
    )
    assert [(entry["path"], entry["weight"], entry["role"]) for entry in made.categories] == [
        (["Work"], 2, "focus"),
        (["Work", "Mail"], 1, "focus"),
        (["Work", "Code"], 2, "focus"),
        (["Media"], -1, "noise"),
        (["Media", "Games"], -2, "noise"),
        (["Other"], 0, "neutral"),
    ]
    assert made.problems == []


def test_without_any_score_all_are_neutral_and_that_is_said() -> None:
    made = convert([one(["Work"], "x"), one(["Play"], "y")])
    assert {entry["weight"] for entry in made.categories} == {0}
    assert [problem.code for problem in made.problems] == ["import.no_scores"]


def test_parents_that_are_missing_are_made_and_stand_before_their_children() -> None:
    made = convert([one(["A", "B", "C"], score=1), one(["D"], score=1), one(["A", "E"]), one(["a"], score=3)])
    assert [entry["path"] for entry in made.categories] == [["A"], ["A", "B"], ["A", "B", "C"], ["A", "E"], ["D"]]
    assert made.categories[0]["weight"] == 1


@pytest.mark.parametrize(
    ("colour", "ours"), [("#0F0", "#00ff00"), ("#AABBCC", "#aabbcc"), ("red", None), (None, None), (3, None)]
)
def test_colours_are_written_in_full(colour: object, ours: str | None) -> None:
    assert convert([one(["A"], color=colour, score=1)]).categories[0]["colour"] == ours


@pytest.mark.parametrize(
    ("pattern", "ours"),
    [
        (r"vim\Z", r"vim\z"),
        (r"back\\Z", r"back\\Z"),
        (r"foo(?=bar)", r"foo(?:bar)"),
        (r"(?i)mail", r"(?i)mail"),
    ],
)
def test_what_python_writes_differently_is_translated(pattern: str, ours: str) -> None:
    made = convert([one(["A"], pattern, score=1)])
    assert {tuple(entry["values"]) for entry in made.rules} == {(ours,)}  # type: ignore[arg-type]  # a list of texts
    assert made.problems == []


@pytest.mark.parametrize(
    ("pattern", "code", "why"),
    [
        (r"(?<=x)y", "import.regex.unsupported", "looks around"),
        (r"^(?!.*draft).*mail", "import.regex.unsupported", "looks around"),
        (r"(a)\1", "import.regex.unsupported", "refers back"),
        (r"(?P<q>a)(?P=q)", "import.regex.unsupported", "refers back"),
        (r"a++b", "import.regex.unsupported", "going back"),
        (r"(", "import.regex.invalid", "missing"),
        ("x" * 1001, "import.regex.invalid", "1 to 1000"),
        ("a\x00b", "import.regex.invalid", "readable"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_named_and_its_category_stays(pattern: str, code: str, why: str) -> None:
    made = convert([one(["A"], pattern, score=1), one(["B"], "b")])
    assert [(problem.code, problem.pointer) for problem in made.problems] == [(code, "/classes/0/rule/regex")]
    assert why in made.problems[0].detail
    assert made.problems[0].warning
    assert [entry["path"] for entry in made.categories] == [["A"], ["B"]]
    assert {tuple(entry["category"]) for entry in made.rules} == {("B",)}  # type: ignore[arg-type]  # a list of texts


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        (["A › B"], ["A > B"]),
        ([" A\n"], ["A"]),
        (["x" * 70], ["x" * 60]),
        (["Uncategorised"], ["Uncategorised (imported)"]),
        (["1", "2", "3", "4", "5", "6"], ["1", "2", "3", "4", "5 / 6"]),
    ],
)
def test_a_name_that_cannot_stand_here_is_changed_and_that_is_said(name: list[str], ours: list[str]) -> None:
    made = convert([one(name, score=1)])
    assert made.categories[-1]["path"] == ours
    assert [problem.code for problem in made.problems] == ["import.name_changed"]


def test_what_matches_nothing_is_no_category_here() -> None:
    assert convert([one(UNCATEGORIZED, color="#CCC")]).document == {"categories": [], "rules": []}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)
ODD_CLASSES = st.lists(
    ANYTHING
    | st.fixed_dictionaries(
        {
            "name": ANYTHING | st.lists(st.text(max_size=5), min_size=1, max_size=7),
            "rule": ANYTHING | st.fixed_dictionaries({"type": st.just("regex"), "regex": st.text(max_size=12)}),
            "data": ANYTHING | st.fixed_dictionaries({"score": ANYTHING, "color": ANYTHING}),
        }
    ),
    max_size=5,
)


@settings(deadline=None)
@given(ANYTHING | ODD_CLASSES)
def test_whatever_it_is_given_comes_out_as_a_document_that_reads(classes: object) -> None:
    read = parse(convert(classes).document)
    assert read.ruleset is not None, read.problems
