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
