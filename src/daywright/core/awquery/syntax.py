"""What a program is made of, once parsed."""

from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a text, as written."""

    value: int | float | str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable that is read."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b]`."""

    members: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class DictOf:
    """`{"k": v}`."""

    members: tuple[tuple[str, "Expression"], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """`f(a, b)`."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`a + b - c`, taken from the left; all its signs bind equally."""

    first: "Expression"
    rest: tuple[tuple[str, "Expression"], ...]


Expression = Union[Literal, Name, ListOf, DictOf, Call, Operation]  # noqa: UP007  (strings stand for what comes later)


@dataclass(frozen=True, slots=True)
class Assign:
    """`name = value`; `return value` assigns to RETURN and ends the program, a bare value assigns to nothing."""

    name: str | None
    value: Expression
    ends: bool = False


@dataclass(frozen=True, slots=True)
class If:
    """`if a { … } elif b { … } else { … }`; the last branch may have no condition."""

    branches: tuple[tuple[Expression | None, "Block"], ...]


Block = tuple[Assign | If, ...]
