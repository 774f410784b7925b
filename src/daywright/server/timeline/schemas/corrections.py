"""What is said about corrections: the user's own records of what a time was."""

from typing import Literal

from pydantic import BaseModel, Field


class CorrectionWanted(BaseModel):
    """What a time was: `set` gives it a category, a title or both, `erase` has it count for nothing."""

    start: str = Field(description="RFC 3339")
    end: str = Field(description="RFC 3339, exclusive; at most 24 hours later, not in the future")
    action: Literal["set", "erase"]
    category: list[str] | None = Field(default=None, description="path of a category of the tree")
    title: str | None = None


class CorrectionOut(BaseModel):
    """A correction that holds. Where two overlap, the newer one does."""

    id: int
    change: int = Field(description="its newest change; `POST /corrections/undo` takes it")
    start: str
    end: str
    action: Literal["set", "erase"]
    category: list[str] | None
    title: str | None
    created: str


class Corrections(BaseModel):
    """The corrections that touch a range, by start."""

    corrections: list[CorrectionOut]


class UndoWanted(BaseModel):
    """The change to undo."""

    id: int


class Undone(BaseModel):
    """What holds after an undo; `change` can be undone in its turn."""

    change: int
    correction: CorrectionOut | None = Field(description="null when the correction is gone")
