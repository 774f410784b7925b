"""What accounts' routes take and answer."""

from pydantic import BaseModel, ConfigDict, Field


class Me(BaseModel):
    """The signed-in person and how their days are cut."""

    name: str
    zone: str = Field(description="IANA zone name")
    day_start: str = Field(description="when a local day begins, HH:MM")
    week_start: int = Field(ge=1, le=7, description="ISO weekday, Monday is 1")
    version: str
    today: str = Field(description="the local date now")
    now: str
    demo: bool = Field(description="whether this home holds a made-up person's days")


class MeChange(BaseModel):
    """What to change of yourself; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(default=None, min_length=1, max_length=100)
    day_start: str | None = Field(
        default=None, pattern=r"^(0[0-9]|1[01]):[0-5][0-9]$", description="HH:MM, before noon"
    )
    week_start: int | None = Field(default=None, ge=1, le=7, description="ISO weekday, Monday is 1")


class TokenSignIn(BaseModel):
    """Sign a browser in with an admin token."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(max_length=100)


class AuditOut(BaseModel):
    """One thing that was done. It holds names and ids, never secrets."""

    id: int
    at: str
    actor: str = Field(description="`owner`, `console`, `device` and its id, or `address` and where from")
    action: str
    subject: str = Field(description="what it was done to: the id of a device or a secret, or a key's public half")
    detail: dict[str, object]


class AuditList(BaseModel):
    """What was done, newest first."""

    entries: list[AuditOut]
    next: int | None = Field(description="what `before` has to be for the next page; null on the last one")
