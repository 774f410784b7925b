"""Which of two streams that tell of the same time on one device is believed."""

from enum import IntEnum


class Rank(IntEnum):
    """How a bucket is filled; the higher one wins, the lower one fills its gaps."""

    IMPORT = 0
    PUSH = 1
    NATIVE = 2
