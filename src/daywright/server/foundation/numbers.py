"""Numbers of rows as callers write them."""

from typing import Annotated

from pydantic import AfterValidator

LARGEST = 2**63 - 1
NOBODYS = -1


def _storable(number: int) -> int:
    return number if 0 <= number <= LARGEST else NOBODYS


RowNumber = Annotated[int, AfterValidator(_storable)]
"""Which row is meant. One that no row can have, and no database can look up, becomes one that no row has."""
