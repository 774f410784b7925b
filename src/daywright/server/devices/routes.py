"""The user's devices."""

import socket

from fastapi import APIRouter

from daywright.kit.clock import rfc3339
from daywright.server.devices import service
from daywright.server.devices.schemas import DeviceList, DeviceOut
from daywright.server.foundation.dependencies import Data, Reader

router = APIRouter()


@router.get("/api/v1/devices")
def list_devices(actor: Reader, data: Data) -> DeviceList:
    """List what reports for you, and when each last did."""
    here = socket.gethostname()
    with data.reading() as session:
        known = service.devices_of(session, actor.user)
    return DeviceList(
        devices=[
            DeviceOut(
                id=device.uid,
                name=device.name,
                hostname=device.hostname,
                platform=device.platform,
                last_seen=None if device.last_seen_us is None else rfc3339(device.last_seen_us),
                clock_skew_seconds=None if device.clock_skew_us is None else device.clock_skew_us / 1e6,
                this_machine=device.name == here,
            )
            for device in known
        ]
    )
