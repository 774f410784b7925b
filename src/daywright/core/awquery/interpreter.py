"""Runs a program over one period."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

from daywright.core.awquery.errors import QueryInterpretError, QueryParseError
from daywright.core.awquery.functions import Scene, Store, call, described, is_list, joined
from daywright.core.awquery.limits import Meter
from daywright.core.awquery.spans import Span, read_instant, read_span
from daywright.core.awquery.syntax import (
    Assign,
    Block,
    Call,
    DictOf,
    Expression,
    If,
    ListOf,
    Literal,
    Name,
    Operation,
)
from daywright.core.awquery.values import Contents, Events, Items, Record, Value, frozen, weight

MOST: Final = 2**63
MOST_CHARS: Final = 10_000_000
ANSWER: Final = "RETURN"


class _Ended(Exception):  # noqa: N818  (no error: the program said `return`)
    pass


def run(program: Block, span: Span, store: Store, meter: Meter, *, name: str = "") -> Value:
    """Run a program over a period and return what it answers."""
    machine = _Machine(span, store, meter, name)
    with suppress(_Ended):
        machine.block(program)
    if ANSWER not in machine.variables:
        raise QueryParseError("Query doesn't assign the RETURN variable, nothing to respond")
    return machine.variables[ANSWER]


class _Machine:
    def __init__(self, span: Span, store: Store, meter: Meter, name: str) -> None:
        self._meter = meter
        predefined: dict[str, Value] = {
            "true": True,
            "false": False,
            "True": True,
            "False": False,
            "null": None,
            "NAME": name,
            "STARTTIME": span.start_text,
            "ENDTIME": span.end_text,
            "TIMEINTERVAL": f"{span.start_text}/{span.end_text}",
        }
        self.variables: dict[str, Value] = dict(predefined)
        # bound to the variables, not to this: what a run held is free at its end, without the garbage collector
        self._scene = Scene(store, Contents(meter), meter, partial(_period, self.variables, predefined, span))
        self._held = 0

    def block(self, block: Block) -> None:
        for statement in block:
            self._meter.check_time()
            if isinstance(statement, If):
                self._branch(statement)
                continue
            value = self._value(statement.value)
            if statement.name is not None:
                self._assign(statement, value)
            if statement.ends:
                raise _Ended

    def _assign(self, statement: Assign, value: Value) -> None:
        name = statement.name or ANSWER
        self._held += weight(value) - weight(self.variables.get(name))
        self._meter.check_rows(self._held)
        self.variables[name] = value

    def _branch(self, statement: If) -> None:
        for condition, block in statement.branches:
            holds = condition is None or self._value(condition)
            if not isinstance(holds, bool):
                raise QueryInterpretError(f"The condition of an if is true or false, not {described(holds)}")
            if holds:
                self.block(block)
                return

    def _value(self, expression: Expression) -> Value:
        match expression:
            case Literal(value):
                return value
            case Name(name):
                if name not in self.variables:
                    raise QueryInterpretError(f"Tried to reference variable '{name}' which is not defined")
                return self.variables[name]
            case ListOf(members):
                return self._bounded(Items(map(self._value, members)))
            case DictOf(members):
                return self._bounded(Record((key, self._value(member)) for key, member in members))
            case Call(name, arguments):
                return self._bounded(call(name, [self._value(argument) for argument in arguments], self._scene))
            case Operation(first, rest):
                return self._chained(first, rest)

    def _chained(self, first: Expression, rest: Sequence[tuple[str, Expression]]) -> Value:
        value = self._value(first)
        for sign, other in rest:
            value = self._bounded(self._combined(sign, value, self._value(other)))
        return value

    def _bounded(self, value: Value) -> Value:
        self._meter.check_rows(self._held + weight(value))
        return value

    def _combined(self, sign: str, one: Value, other: Value) -> Value:
        if sign == "==":
            return frozen(one) == frozen(other)
        if sign == "+" and isinstance(one, str) and isinstance(other, str):
            if len(one) + len(other) > MOST_CHARS:
                raise QueryInterpretError(f"A string has more than {MOST_CHARS:,} characters")
            return one + other
        if sign == "+":
            lists = [part for part in (one, other) if isinstance(part, Events) or is_list(part)]
            if len(lists) == 2:  # noqa: PLR2004  (both)
                return joined(self._scene.contents, lists)
        if not isinstance(one, int | float) or not isinstance(other, int | float):
            raise QueryInterpretError(f"Cannot compute {described(one)} {sign} {described(other)}")
        return _computed(sign, one, other)


def _period(variables: Mapping[str, Value], predefined: Mapping[str, Value], span: Span) -> tuple[int, int]:
    """From and to (µs): those of the request, unless the program gave the variables other values."""
    interval, start, end = (variables[name] for name in ("TIMEINTERVAL", "STARTTIME", "ENDTIME"))
    if interval != predefined["TIMEINTERVAL"]:
        moved = read_span(interval if isinstance(interval, str) else "")
        return moved.start_us, moved.end_us
    if start == span.start_text and end == span.end_text:
        return span.start_us, span.end_us
    return _instant(start), _instant(end)


def _instant(text: Value) -> int:
    return read_instant(text if isinstance(text, str) else "")


def _computed(sign: str, one: float, other: float) -> Value:
    try:
        match sign:
            case "+":
                result = one + other
            case "-":
                result = one - other
            case "*":
                result = one * other
            case "/":
                result = one / other
            case _:
                result = one % other
    except ZeroDivisionError:
        raise QueryInterpretError("Tried to divide by zero") from None
    if not -MOST <= result < MOST:
        raise QueryInterpretError("A number is too large")
    return result
