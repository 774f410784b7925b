import fnmatch

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from daywright.core import globs


@pytest.mark.parametrize(
    ("glob", "text", "covers"),
    [
        ("*.py", "a.py", True),
        ("*.py", "a.pyc", False),
        ("a*b", "ab", True),
        ("a*b", "a", False),
        ("a*a", "a", False),
        ("?b", "ab", True),
        ("?b", "b", False),
        ("*", "", True),
        ("", "", True),
        ("", "a", False),
        ("[ab]", "a", False),
        ("[ab]", "[ab]", True),
        ("a*bc*d", "a-bb-bc-d", True),
    ],
)
def test_a_glob_covers_the_whole_text(glob: str, text: str, *, covers: bool) -> None:
    assert globs.matches(glob, text) is covers


few = st.text(alphabet="ab*?.é[\n-", max_size=8)


@given(few, few)
def test_both_ways_to_match_agree_with_the_standard_library(glob: str, text: str) -> None:
    expected = fnmatch.fnmatchcase(text, glob.replace("[", "[[]"))
    assert globs.matches(glob, text) is expected
    assert bool(re2.search(globs.as_regex(glob), text)) is expected


def test_many_stars_cost_no_more_than_text_times_glob() -> None:
    assert not globs.matches("*a" * 500 + "b", "a" * 5_000)
