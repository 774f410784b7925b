"""ActivityWatch's query language: text → program → values, over columns.

`parse` reads a program, `run` runs it over one period against a `Store`, `plain` and `encoded` turn what it answers
into JSON. Pure: buckets come in through the store, time through the meter.
"""

from daywright.core.awquery.answers import Plain, encoded, plain
from daywright.core.awquery.errors import QueryError, QueryFunctionError, QueryInterpretError, QueryParseError
from daywright.core.awquery.functions import FUNCTIONS, Store
from daywright.core.awquery.interpreter import run
from daywright.core.awquery.limits import Limits, Meter
from daywright.core.awquery.parser import parse
from daywright.core.awquery.spans import Span, parse_period
from daywright.core.awquery.syntax import Block
from daywright.core.awquery.values import NO_ID, Contents, Events, Value

__all__ = [
    "FUNCTIONS",
    "NO_ID",
    "Block",
    "Contents",
    "Events",
    "Limits",
    "Meter",
    "Plain",
    "QueryError",
    "QueryFunctionError",
    "QueryInterpretError",
    "QueryParseError",
    "Span",
    "Store",
    "Value",
    "encoded",
    "parse",
    "parse_period",
    "plain",
    "run",
]
