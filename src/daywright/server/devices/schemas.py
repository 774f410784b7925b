"""What devices' routes answer."""

from pydantic import BaseModel, Field


class DeviceOut(BaseModel):
    """One device."""

    id: str = Field(description="UUID")
    name: str
    hostname: str
    platform: str
    last_seen: str | None = Field(description="when it last delivered; null when it never did")
    clock_skew_seconds: float | None = Field(
        description="how far ahead its clock was at the last delivery (negative: behind); null within a minute"
    )
    this_machine: bool = Field(description="whether the server runs on it")


class DeviceList(BaseModel):
    """The user's devices in the order they came."""

    devices: list[DeviceOut]
