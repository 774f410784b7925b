"""Two engines find what Python's `re` finds."""

import re
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.awquery import Limits, Meter, QueryFunctionError
from daywright.core.awquery.patterns import compiled, finder

calm = settings(deadline=None)  # a machine may be busy

PIECES = [
    r"a",
    r"B",
    r"ß",
    r"é",
    r".",
    r"\.",
    r"\d",
    r"\w",
    r"\W",
    r"\s",
    r"\S",
    r"\b",
    r"\B",
    r"^",
    r"$",
    r"[a-c]",
    r"[^a]",
    r"[^\w]",
    r"[]a]",
    r"[[:b]",
    r"[\]\-é]",
    r"(a|b)",
    r"(?:é|k)",
    r"(?P<n>c)",
    r"(?=a)",
    r"(?<!b)",
    r"(?i:Ab)",
    r"a*",
    r"b+?",
    r"c{2}",
    r"c{,2}",
    r"d{1,}",
    r"{x}",
    r"a{e}",
    r"\x41",
    r"\-",
    r"\/",
    r"—",
    r"k",
    r"s",
    r"i",
    r"ſ",
    r"\n",
    r"a&&b",
    r"[a&&b]",
    r"[|b]",
    r"[b~]",
    r"(?>a)",
    r"a++",
    r"\Z",
    r"\A",
]
patterns = st.tuples(
    st.sampled_from(("", "", "(?i)", "(?s)", "(?si)")), st.lists(st.sampled_from(PIECES), min_size=1, max_size=5)
).map(lambda pair: pair[0] + "".join(pair[1]))
texts = st.text(alphabet="aAbBcd éÉß.-—ſK\u0131\u0130kKsSiI19²٣\n\t\x1c\xa0_{}&[]:e", max_size=12)


def meant(pattern: str, *, ignore_case: bool) -> "re.Pattern[str] | None":
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except re.error:
        return None


@calm
@given(st.lists(st.tuples(patterns, st.booleans()), min_size=1, max_size=4), st.lists(texts, min_size=1, max_size=4))
def test_patterns_are_found_where_python_finds_them(asked: list[tuple[str, bool]], seen: list[str]) -> None:
    known = [(pattern, ignore, found) for pattern, ignore in asked if (found := meant(pattern, ignore_case=ignore))]
    engines = [compiled(pattern, ignore_case=ignore) for pattern, ignore, _ in known]
    find = finder(engines, Meter(Limits()))
    for text in seen:
        expected = [number for number, (*_, found) in enumerate(known) if found.search(text)]
        assert sorted(find(text)) == expected, (text, [engine.linear for engine in engines])


@calm
@given(patterns, st.booleans())
def test_what_python_refuses_is_refused(pattern: str, ignore_case: bool) -> None:  # noqa: FBT001  (drawn)
    if meant(pattern, ignore_case=ignore_case) is None:
        with pytest.raises(QueryFunctionError):
            compiled(pattern, ignore_case=ignore_case)


@pytest.mark.parametrize("pattern", ["a|b", "(?i)^(firefox|code)$", r"\.py\b", r"\w+@\w+", "Ü—é", "[^a-z]{2,3}"])
def test_ordinary_patterns_take_linear_time(pattern: str) -> None:
    assert compiled(pattern).linear


@pytest.mark.parametrize(
    "pattern",
    ["((a{100}){100}){100}", "(" * 20 + "a" + "){2}" * 20, "((?:a|[b)]){900}){900}", "a{9999999999999}", "x" * 60_000],
)
def test_patterns_that_would_take_long_to_make_ready_are_refused(pattern: str) -> None:
    with pytest.raises(QueryFunctionError, match="too large"):
        compiled(pattern)


@pytest.mark.parametrize("pattern", ["(a{100}){100}", r"(\(|[(]){900}", ")" * 3, "(" * 300, "a" * 40_000])
def test_patterns_of_a_fair_size_are_judged_by_python(pattern: str) -> None:
    if meant(pattern, ignore_case=False) is None:
        with pytest.raises(QueryFunctionError, match="Invalid"):
            compiled(pattern)
    else:
        assert compiled(pattern)


def test_rules_that_are_too_many_together_are_refused() -> None:
    with pytest.raises(QueryFunctionError, match="together"):
        finder([compiled("a" * 40_000)] * 6, Meter(Limits()))


def test_many_patterns_are_told_apart() -> None:
    engines = [compiled(f"word{number}x" + "y" * 500) for number in range(300)]
    find = finder(engines, Meter(Limits()))
    assert find("word217x" + "y" * 500) == [217]
    assert find("nothing") == []
