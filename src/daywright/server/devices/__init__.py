"""What may report: this machine, and later phones and enrolled clients."""

from daywright.server.devices.routes import router
from daywright.server.devices.service import (
    Device,
    devices_of,
    ensure_device,
    ensure_host,
    hostname_of,
    mark_seen,
    note_delivery,
    set_zone,
    zone_of,
)

__all__ = [
    "Device",
    "devices_of",
    "ensure_device",
    "ensure_host",
    "hostname_of",
    "mark_seen",
    "note_delivery",
    "router",
    "set_zone",
    "zone_of",
]
