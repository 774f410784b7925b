"""Everything that is known of a user's devices, put together for whoever looks at them."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy.orm import Session

from daywright.server.devices import queries
from daywright.server.devices.service import clones, config
from daywright.server.devices.tables import Device, DeviceConfig, DeviceKey, Enrolment
from daywright.wire import enrolment as wire

MOST_BYTES = 32 * 1024  # of what a device tells of itself


@dataclass(frozen=True, slots=True)
class Told:
    """What a device last told of itself, and when (µs since 1970)."""

    at_us: int
    report: wire.DeviceReport


@dataclass(frozen=True, slots=True)
class Seen:
    """One device with all that hangs on it. Who came in by a token has no enrolment and no key."""

    device: Device
    enrolment: Enrolment | None
    key: DeviceKey | None
    config: DeviceConfig | None
    told: Told | None

    @property
    def rotation_asked(self) -> bool:
        """Whether the device was asked for another key and has not taken one yet."""
        return bool(self.config and self.key and config.wishes(self.config).rotate_key == self.key.key_id)


def of_user(session: Session, user: int) -> Iterator[Seen]:
    """Yield the user's devices in the order they came."""
    enrolments, keys = queries.enrolments(session, user), queries.active_keys(session, user)
    configs, reports = queries.configs(session, user), queries.reports(session, user)
    for device in queries.of_user(session, user):
        report = reports.get(device.id)
        yield Seen(
            device=device,
            enrolment=enrolments.get(device.id),
            key=keys.get(device.id),
            config=configs.get(device.id),
            told=None if report is None else _told(report.at_us, report.body),
        )


def keep_report(session: Session, device: int, report: wire.DeviceReport, now_us: int) -> None:
    """Keep what a device tells of itself, in place of what it told before."""
    queries.keep_report(session, device, msgspec.json.encode(report), now_us)
    clones.note(session, queries.device(session, device), report, now_us)


def _told(at_us: int, body: bytes) -> Told:
    return Told(at_us, msgspec.json.decode(body, type=wire.DeviceReport))
