"""Periods as clients write them: two ISO 8601 instants with a slash between."""

from datetime import UTC, datetime
from typing import NamedTuple

from daywright.core.awquery.errors import QueryFunctionError, QueryParseError
from daywright.kit.clock import to_us


class Span(NamedTuple):
    """A period in µs since 1970, and its two ends as a program sees them."""

    start_us: int
    end_us: int
    start_text: str
    end_text: str


def parse_period(text: str) -> Span:
    """Read `START/END`; what has no offset is UTC."""
    try:
        return read_span(text)
    except QueryFunctionError:
        raise QueryParseError(f"Not a time period: {text[:100]!r}") from None


def read_span(text: str) -> Span:
    """Read `START/END`, or raise QueryFunctionError."""
    start, slash, end = text.partition("/")
    if not slash:
        raise QueryFunctionError("Unable to parse the time period: it has no slash")
    one, other = _moment(start), _moment(end)
    return Span(to_us(one), to_us(other), one.isoformat(), other.isoformat())


def read_instant(text: str) -> int:
    """Read one instant, or raise QueryFunctionError."""
    return to_us(_moment(text))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise QueryFunctionError("Unable to parse starttime/endtime for query_bucket") from None
