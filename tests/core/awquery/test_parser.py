"""The language as clients write it, on either server."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.awquery import Limits, Plain, QueryInterpretError, QueryParseError, parse
from fakes.queries import answer

calm = settings(deadline=None)  # a machine may be busy


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("RETURN = 1", 1),
        ("RETURN = 1;;; ;", 1),
        ("RETURN = 1.5;", 1.5),
        (r'RETURN = "a\w\n\\d";', r"a\w\n\\d"),
        (r'RETURN = "say \"a\" and \'b\'";', r"""say "a" and \'b\'"""),
        (r"RETURN = 'it\'s; (=[,';", "it's; (=[,"),
        ('RETURN = "";', ""),
        ("RETURN = [];", []),
        ("RETURN = {};", {}),
        ('RETURN = [1, [2], {"a" : {"b": [] }}];', [1, [2], {"a": {"b": []}}]),
        ('RETURN = {"a": 1, "a": 2};', {"a": 2}),
        ("RETURN = [true, false, True, False, null];", [True, False, True, False, None]),
        ("å_1 = 2; RETURN = å_1;", 2),
        ("RETURN\n=\n[\n1\n,\n2\n]\n;", [1, 2]),
        ("true = 1; RETURN = true;", 1),
        ("RETURN = NAME;", "a name"),
        ("RETURN = [STARTTIME, ENDTIME];", ["2026-03-02T00:00:00+00:00", "2026-03-03T00:00:00+00:00"]),
        ("RETURN = TIMEINTERVAL;", "2026-03-02T00:00:00+00:00/2026-03-03T00:00:00+00:00"),
        # what the Rust server adds
        ("# all\nRETURN = 1; # that", 1),
        ('RETURN = "# no comment";', "# no comment"),
        ("RETURN = 1 + 2 * 3 - 4;", 3),
        ("RETURN = (1 + 2) * 3 % 4;", 1),
        ("RETURN = 1 / 2;", 0.5),
        ("RETURN = 0-1;", -1),
        ('RETURN = "a" + "b" == "ab";', True),
        ("RETURN = [1] + [2, 3];", [1, 2, 3]),
        ("RETURN = 1 == 2;", False),
        ("return 1; RETURN = 2;", 1),
        ('nop(); print("x", 1); RETURN = 1;', 1),
        ("if 1 == 1 { RETURN = 1; } else { RETURN = 2; }", 1),
        ("if false { RETURN = 1; } elif true { if true { RETURN = 2 } } else { RETURN = 3; }", 2),
        ("if false { RETURN = 1; } else { return 3; }", 3),
        ("if = 1; else = 2; return = 3; RETURN = [if, else, return];", [1, 2, 3]),
        ('RETURN = [contains([1, "a"], "a"), contains({"k": 1}, "k"), contains([], 1)];', [True, True, False]),
        # what the Python server loses: arguments after a call, a list or a dict written in place
        ("RETURN = concat([1], [2], [3]);", [1, 2, 3]),
    ],
)
def test_programs_mean_what_they_say(program: str, expected: Plain) -> None:
    assert answer(program) == expected


@pytest.mark.parametrize(
    "program",
    [
        "",
        "x = 1;",
        "RETURN = ;",
        "RETURN = 1 2;",
        "RETURN = [1 2];",
        "RETURN = [1,];",
        "RETURN = [,1];",
        "RETURN = nop(;",
        "RETURN = nop(,);",
        "RETURN = {1: 2};",
        'RETURN = {"a", 1};',
        'RETURN = {"a": };',
        'RETURN = "a',
        "RETURN = 'a\\';",
        "RETURN = -1;",
        "RETURN = 1 +;",
        "RETURN = 1 + + 2;",
        "RETURN = (1;",
        "RETURN = 1);",
        "RETURN = 1 }",
        "1 = 2;",
        "[a] = 2;",
        "a b = 2;",
        "RETURN = a b;",
        "RETURN = §;",
        "if true RETURN = 1;",
        "if true { RETURN = 1;",
        "else { RETURN = 1; }",
        "RETURN = 1234567890123456789012;",
    ],
)
def test_what_is_no_program_is_refused_with_a_place(program: str) -> None:
    with pytest.raises(QueryParseError) as failure:
        answer(program)
    if program not in ("", "x = 1;"):
        assert "line 1, column" in str(failure.value)


def test_the_place_counts_lines() -> None:
    with pytest.raises(QueryParseError, match="line 3, column 3"):
        parse("a = 1;\nb = 2;\nc §")


@pytest.mark.parametrize(
    "program",
    [
        "RETURN = x;",
        "RETURN = x();",
        "RETURN = 1 / 0;",
        "RETURN = 1 % 0;",
        'RETURN = 1 + "a";',
        "RETURN = [] - [];",
        "RETURN = 900000000000000000 * 900000000000000000;",
        "if 1 { RETURN = 1; }",
        "RETURN = nop(1);",
        "RETURN = flood();",
    ],
)
def test_what_cannot_be_computed_is_refused(program: str) -> None:
    with pytest.raises(QueryInterpretError):
        answer(program)


@calm
@given(st.text(alphabet="ab1=\"'[](){},;:+-*/%#\\ \nif§", max_size=60))
def test_any_text_is_a_program_or_refused(text: str) -> None:
    with suppress(QueryParseError):
        parse(text)


@calm
@given(st.recursive(st.integers(0, 9) | st.booleans() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_values_come_back_as_they_were_written(value: object) -> None:
    assert answer(f"RETURN = {written(value)};") == closing_backslashes_kept(value)


def written(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + value.replace("\\", "/").replace('"', '\\"') + '"'
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
    return str(value)


def closing_backslashes_kept(value: object) -> object:
    if isinstance(value, list):
        return list(map(closing_backslashes_kept, value))
    return value.replace("\\", "/") if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("RETURN = " + "[" * 60 + "]" * 60, "nested"),
        ("RETURN = " + "(" * 100_000, "nested"),
        ("RETURN = " + "flood(" * 5_000, "nested"),
        ("if true {" * 100 + "}" * 100, "nested"),
        ("x = 1;" * 2_001, "statements"),
        ("x = 1;" * 200_000, "longer"),
    ],
)
def test_programs_of_no_sensible_size_are_refused(program: str, what: str) -> None:
    with pytest.raises(QueryParseError, match=what):
        parse(program)


def test_a_long_sum_is_no_deep_one() -> None:
    assert answer("RETURN = " + "+".join(["1"] * 20_000)) == 20_000


def test_limits_are_those_that_are_given() -> None:
    with pytest.raises(QueryParseError, match="more than 3 statements"):
        answer("a = 1; b = 2; c = 3; RETURN = 4;", limits=Limits(statements=3))
