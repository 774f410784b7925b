"""What timeline's routes take and answer."""

from daywright.server.timeline.schemas.reading import (
    BandPiece,
    Break,
    CategoryTime,
    DayPage,
    FocusBlock,
    Now,
    NowDevice,
    ParallelPiece,
    Place,
    Segment,
    Summary,
    SummaryRow,
    Timeline,
    TitleTime,
    Usual,
)

__all__ = [
    "BandPiece",
    "Break",
    "CategoryTime",
    "DayPage",
    "FocusBlock",
    "Now",
    "NowDevice",
    "ParallelPiece",
    "Place",
    "Segment",
    "Summary",
    "SummaryRow",
    "Timeline",
    "TitleTime",
    "Usual",
]
