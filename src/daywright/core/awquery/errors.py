"""What can be wrong with a program. `kind` is what ActivityWatch's clients read beside the message."""

from typing import ClassVar


class QueryError(Exception):
    """A program cannot be answered; the text is for the person who wrote it."""

    kind: ClassVar[str] = "QueryException"


class QueryParseError(QueryError):
    """The text is no program, or one that answers nothing."""

    kind = "QueryParseException"


class QueryInterpretError(QueryError):
    """A name is unknown, a call has too few or too many arguments, or the program asks too much."""

    kind = "QueryInterpretException"


class QueryFunctionError(QueryError):
    """A function cannot work with what it was given."""

    kind = "QueryFunctionException"
