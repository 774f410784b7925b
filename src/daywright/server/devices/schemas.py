"""What devices' routes take and answer. Enrolment's own messages are in `daywright.wire`."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

OneLine = StringConstraints(
    min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f\u2028\u2029]*$", strip_whitespace=True
)
Label = Annotated[str, OneLine]
AppName = Annotated[
    str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$", strip_whitespace=True)
]


class State(StrEnum):
    """Whether a device may deliver."""

    active = "active"
    pending = "pending"
    revoked = "revoked"


class ReportOut(BaseModel):
    """What a device last told of itself."""

    at: str
    pending: int = Field(description="events that wait")
    dead: int = Field(description="events that were set aside, as the server would not have them")
    evicted: int = Field(description="events that made room for others")
    oldest: str | None = Field(description="when the oldest waiting event began")
    condition: str = Field(description="the device's own word for how deliveries go")
    sends: list[str]
    config_version: int | None = Field(description="of the settings it goes by")
    config_refused: str | None = Field(description="why it did not take the settings it was sent")
    at_rest: str = Field(description="how what waits is sealed there")


class DeviceOut(BaseModel):
    """One device."""

    id: str = Field(description="UUID")
    name: str
    hostname: str
    platform: str
    state: State
    enrolled: str | None = Field(description="when it was let in; null when it came with a token")
    username: str = Field(description="who it said uses it")
    agent_version: str
    last_seen: str | None = Field(description="when it last delivered; null when it never did")
    clock_skew_seconds: float | None = Field(
        description="how far ahead its clock was at the last delivery (negative: behind); null within a minute"
    )
    clone_suspected: str | None = Field(
        description="since when two machines seem to report with its key; null when there is no sign of it"
    )
    this_machine: bool = Field(description="whether the server runs on it")
    key_made: str | None = Field(description="since when it has the key it signs with")
    rotation_asked: bool = Field(description="whether it was asked for another key and has not taken one yet")
    config_version: int | None = Field(description="of the settings it is asked to go by")
    report: ReportOut | None


class DeviceList(BaseModel):
    """The user's devices in the order they came."""

    devices: list[DeviceOut]


class Renaming(BaseModel):
    """What a device shall be called."""

    model_config = ConfigDict(extra="forbid")

    name: Label


class SecretWanted(BaseModel):
    """What a new enrolment secret shall be."""

    model_config = ConfigDict(extra="forbid")

    label: Label
    max_uses: int = Field(default=1, ge=1, le=10_000)
    expires_at: AwareDatetime | None = Field(default=None, description="within a year; null for a day from now")
    require_approval: bool = False


class SecretOut(BaseModel):
    """An enrolment secret, without the secret."""

    id: str
    label: str
    max_uses: int
    uses: int
    created: str
    expires: str
    require_approval: bool
    state: Literal["good", "used", "expired", "revoked"]


class NewSecret(SecretOut):
    """An enrolment secret with the secret, this once."""

    secret: str


class SecretList(BaseModel):
    """The user's enrolment secrets, newest first."""

    secrets: list[SecretOut]


class ConfigWanted(BaseModel):
    """What a device shall be asked to do; null leaves it to the device."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=0, description="of the settings this is a change of")
    heartbeat_seconds: float | None = Field(default=None, ge=5, le=3600)
    away_after_seconds: float | None = Field(default=None, ge=30, le=3600)
    batch_events: int | None = Field(default=None, ge=1, le=1000)
    exclude_apps: list[AppName] = Field(default=[], max_length=500)
    record_titles: bool | None = None
    screenshot_seconds: int | None = Field(default=None, ge=0, le=86_400, description="0 for none, else at least 30")


class ConfigOut(BaseModel):
    """What a device is asked to do. It takes what narrows what its user allowed, and refuses the rest."""

    version: int
    heartbeat_seconds: float | None
    away_after_seconds: float | None
    batch_events: int | None
    exclude_apps: list[str]
    record_titles: bool | None
    screenshot_seconds: int | None
    rotation_asked: bool = Field(description="whether it was asked for another key and has not taken one yet")
