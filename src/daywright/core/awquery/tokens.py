"""The words of a program.

In a text only the backslash before its own quote is special: it keeps the quote from ending the text and then goes
away. Every other backslash stays, which lets patterns in unescaped; so a text cannot end with a backslash.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from daywright.core.awquery.errors import QueryParseError

SIGNS: Final = frozenset("=+-*/%(),[]{}:;")
DIGITS: Final = frozenset("0123456789")
MOST_DIGITS: Final = 18
SHOWN: Final = 20


class Kind(Enum):
    """What a token is."""

    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


class Token(NamedTuple):
    """One word and the place in the program where it begins."""

    kind: Kind
    text: str
    place: int


def where(program: str, place: int) -> str:
    """Say where in the program a place is, as an editor would."""
    line = program.count("\n", 0, place) + 1
    return f"line {line}, column {place - program.rfind(chr(10), 0, place)}"


def tokens(program: str) -> Iterator[Token]:
    """Cut a program into words; the last one is of kind END."""
    place, end = 0, len(program)
    while place < end:
        char = program[place]
        if char.isspace():
            place += 1
        elif char == "#":
            newline = program.find("\n", place)
            place = end if newline < 0 else newline
        elif char in "\"'":
            after = _text_end(program, place)
            yield Token(Kind.TEXT, program[place + 1 : after - 1].replace("\\" + char, char), place)
            place = after
        elif char in DIGITS:
            after = _number_end(program, place)
            yield Token(Kind.NUMBER, program[place:after], place)
            place = after
        elif char == "_" or char.isalpha():
            after = place + 1
            while after < end and (program[after] == "_" or program[after].isalpha() or program[after].isdigit()):
                after += 1
            yield Token(Kind.NAME, program[place:after], place)
            place = after
        elif program.startswith("==", place):
            yield Token(Kind.SIGN, "==", place)
            place += 2
        elif char in SIGNS:
            yield Token(Kind.SIGN, char, place)
            place += 1
        else:
            shown = program[place : place + SHOWN]
            raise QueryParseError(f"Syntax error at {where(program, place)}: {shown!r}")
    yield Token(Kind.END, "", end)


def _text_end(program: str, place: int) -> int:
    quote, after = program[place], place
    while (after := program.find(quote, after + 1)) >= 0:
        if after == place + 1 or program[after - 1] != "\\":
            return after + 1
    raise QueryParseError(f"Failed to parse string: the quote at {where(program, place)} is never closed")


def _number_end(program: str, place: int) -> int:
    after = place
    while program[after : after + 1] in DIGITS:
        after += 1
    if program[after : after + 1] == "." and program[after + 1 : after + 2] in DIGITS:
        after += 1
        while program[after : after + 1] in DIGITS:
            after += 1
    if after - place > MOST_DIGITS:
        raise QueryParseError(f"The number at {where(program, place)} has more than {MOST_DIGITS} digits")
    return after
