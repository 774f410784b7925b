"""What may report: this machine, phones, enrolled clients; how they come in and prove that they are it."""

from daywright.server.devices.routes import router
from daywright.server.devices.service import entrance, keyroll, overview, registry, rotation
from daywright.server.devices.service.config import etag_of
from daywright.server.devices.service.keyring import Keyring
from daywright.server.devices.service.registry import (
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
from daywright.server.devices.service.signatures import Signatures

__all__ = [
    "Device",
    "Keyring",
    "Signatures",
    "devices_of",
    "ensure_device",
    "ensure_host",
    "entrance",
    "etag_of",
    "hostname_of",
    "keyroll",
    "mark_seen",
    "note_delivery",
    "overview",
    "registry",
    "rotation",
    "router",
    "set_zone",
    "zone_of",
]
