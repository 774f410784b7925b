"""Users' patterns, which are Python's, answered in time that users cannot stretch.

Two engines find what Python's `re` would find. RE2 takes time linear in the text, and one automaton for many patterns,
but knows letters beyond ASCII only as themselves: it is asked where that makes no difference. The `regex` package
knows all the rest and stops at a time limit. `re` itself only judges whether a pattern is one.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import re2
import regex

from daywright.core.awquery.errors import QueryFunctionError
from daywright.core.awquery.limits import Meter

SET_MEMORY: Final = 32 * 2**20
SET_CHARS: Final = 40_000  # of patterns in one automaton
LARGEST: Final = 50_000  # of one pattern, with what it repeats: making it ready has no time limit
MOST_TOGETHER: Final = 200_000
SHOWN: Final = 80
PART: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\{([0-9]+)(?:,[0-9]*)?\}|.", re.DOTALL)
QUANTIFIER: Final = re.compile(r"\{[0-9]+(?:,[0-9]*)?\}")
NO_LEAST: Final = re.compile(r"\{,[0-9]*\}")
CASELESS: Final = re.compile(r"\(\?s?i")
GROUP: Final = re.compile(r"\(\?(?:P<[A-Za-z_]\w*>|:|[is]+\)|[is]+:)", re.ASCII)
DOUBLED_SIGNS: Final = "[&~|"
CLASSES: Final = "wWdDsSbB"
LITERAL_ESCAPES: Final = "tnrfv"
BEYOND: Final = re.compile(r"(?=[^\x00-\x7f])[\w\s]")
"""A letter, digit or space that RE2 does not take for one."""
FOLDS_BEYOND: Final = frozenset("\u0130\u0131\u017f\u212a")
"""Letters that a caseless ASCII letter meets in one engine and not in the other."""


class Engine(NamedTuple):
    """A pattern for both engines. `linear` is empty when RE2 has no word for it."""

    backtracking: "regex.Pattern[str]"
    linear: str
    by_class: bool
    """asks whether a character is a letter, a digit, a space: RE2 means ASCII ones"""
    caseless: bool
    shown: str


Finder = Callable[[str], list[int]]


def compiled(pattern: str, *, ignore_case: bool = False) -> Engine:
    """Make a pattern ready, or say what is wrong with it."""
    plain, linear, by_class = _translated(pattern)
    if _size(plain) > LARGEST:
        raise QueryFunctionError(f"The regular expression {pattern[:SHOWN]!r} is too large")
    try:
        re.compile(plain, re.IGNORECASE if ignore_case else 0)
        backtracking = regex.compile(plain, regex.V0 | (regex.IGNORECASE if ignore_case else 0))
    except (re.error, regex.error, OverflowError, RecursionError, Warning) as failure:
        raise QueryFunctionError(f"Invalid regular expression {pattern[:SHOWN]!r}: {failure}") from None
    linear = f"(?i){linear}" if linear and ignore_case else linear
    caseless = ignore_case or bool(CASELESS.search(pattern))
    if (not linear.isascii() and caseless) or not _re2_knows(linear):
        linear = ""
    return Engine(backtracking, linear, by_class, caseless, pattern[:SHOWN])


def _size(plain: str) -> int:
    """How many characters a pattern would have with its repetitions written out; `regex` writes them out."""
    groups = [0]
    last = 0
    for part in PART.finditer(plain):
        match part[0]:
            case "(":
                groups.append(0)
            case ")" if len(groups) > 1:
                last = groups.pop()
                groups[-1] += last
            case _ if part[1]:
                times = max(int(part[1][:10]), 1)
                groups[-1] += last * (times - 1)
                last *= times
            case _:
                last = 1
                groups[-1] += 1
        if groups[-1] > LARGEST:
            break
    return max(groups)


def _re2_knows(linear: str) -> bool:
    options = re2.Options()
    options.max_mem = SET_MEMORY
    options.log_errors = False
    try:
        re2.compile(linear, options)
    except (re2.error, UnicodeError):
        return False
    return True


def _translated(pattern: str) -> tuple[str, str, bool]:
    """Return the pattern without what `re` and `regex` read differently, the same for RE2, and whether it has classes.

    `regex` reads `{e<=1}` as "about" and `[[` as a class within a class where `re` sees plain characters.
    """
    plain: list[str] = []
    known, by_class, inside = True, False, False
    place, end = 0, len(pattern)
    while place < end:
        char = pattern[place]
        step = 1
        if char == "\\":
            step = 2
            escaped = pattern[place + 1 : place + 2]
            by_class |= escaped in CLASSES
            known &= bool(escaped) and (escaped in CLASSES + LITERAL_ESCAPES or not escaped.isalnum())
            known &= not (inside and escaped == "b")
            plain.append(pattern[place : place + 2])
        elif inside:
            inside = char != "]"
            plain.append("\\" + char if char in DOUBLED_SIGNS else char)
        elif char == "[":
            inside = True
            step = 2 if pattern[place + 1 : place + 2] == "^" else 1
            step += (
                pattern[place + step : place + step + 1] == "]"
            )  # a bracket that comes first is one of the characters
            plain.append(pattern[place : place + step].replace("]", "\\]"))
        elif char == "{" and not QUANTIFIER.match(pattern, place):
            plain.append(_brace(pattern, place))
        else:
            known &= char != "(" or pattern[place + 1 : place + 2] != "?" or bool(GROUP.match(pattern, place))
            plain.append(char)
        place += step
    text = "".join(plain)
    return text, text if known else "", by_class


def _brace(pattern: str, place: int) -> str:
    """A brace that repeats nothing is a character; `{,3}` repeats, in `re` only."""
    return "{0" if NO_LEAST.match(pattern, place) else "\\{"


def finder(engines: Sequence[Engine], meter: Meter) -> Finder:
    """Return what tells which of the patterns are found in a text, by their numbers."""
    if sum(len(engine.backtracking.pattern) for engine in engines) > MOST_TOGETHER:
        raise QueryFunctionError(f"The regular expressions have more than {MOST_TOGETHER:,} characters together")
    everywhere = [(number, engine) for number, engine in enumerate(engines) if engine.linear]
    spelled = [(number, engine) for number, engine in everywhere if not engine.by_class]
    fast, fast_spelled = _linear(everywhere), _linear(spelled)
    slow = [(number, engine) for number, engine in enumerate(engines) if not engine.linear]
    slow_classes = slow + [(number, engine) for number, engine in everywhere if engine.by_class]
    caseless = [(number, engine) for number, engine in spelled if engine.caseless]
    everything = list(enumerate(engines))

    def found(text: str) -> list[int]:
        if text.isascii() and text.isprintable():
            return fast(text) + _searched(slow, text, meter)
        if not text.isprintable() and not _is_calm(text):
            return _searched(everything, text, meter)
        if not BEYOND.search(text):
            return fast(text) + _searched(slow, text, meter)
        if caseless and not FOLDS_BEYOND.isdisjoint(text):
            return _searched(everything, text, meter)
        return fast_spelled(text) + _searched(slow_classes, text, meter)

    return found


def _none(_text: str) -> list[int]:
    return []


def _is_calm(text: str) -> bool:
    """Whether a text without control characters is one that UTF-8 can say; others are for `regex` alone."""
    return not any(char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff" for char in text)


def _searched(patterns: Sequence[tuple[int, Engine]], text: str, meter: Meter) -> list[int]:
    found: list[int] = []
    if not patterns:
        return found
    for number, engine in patterns:
        try:
            if engine.backtracking.search(text, timeout=meter.pattern_seconds(), concurrent=True):
                found.append(number)
        except TimeoutError:
            meter.check_time()
            raise QueryFunctionError(f"The regular expression {engine.shown!r} takes too long on some text") from None
    return found


def _linear(patterns: Sequence[tuple[int, Engine]]) -> Finder:
    sets: list[tuple[re2.Set, list[int]]] = []
    room = 0
    for number, engine in patterns:
        room -= len(engine.linear)
        if room < 0:
            options = re2.Options()
            options.max_mem = SET_MEMORY
            options.log_errors = False
            sets.append((re2.Set.SearchSet(options), []))
            room = SET_CHARS
        sets[-1][0].Add(engine.linear)
        sets[-1][1].append(number)
    for together, _ in sets:
        together.Compile()
    if not sets:
        return _none

    def found(text: str) -> list[int]:
        encoded = text.encode()
        return [numbers[hit] for together, numbers in sets for hit in together.Match(encoded) or ()]

    return found
