"""The owner's devices: what they are and how they are, what they are asked, who is let in and shut out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from daywright.kit.clock import rfc3339, to_us
from daywright.server.devices.schemas import ConfigOut, ConfigWanted, DeviceList, DeviceOut, Renaming, ReportOut, State
from daywright.server.devices.service import config, overview, registry, rotation
from daywright.server.devices.tables import Device, DeviceConfig
from daywright.server.foundation.database import Database
from daywright.server.foundation.dependencies import Data, Owner, Reader
from daywright.server.foundation.errors import Refusal
from daywright.wire import enrolment as wire

router = APIRouter(prefix="/api/v1/devices")

LEAST_SCREENSHOT_S = 30
OWNER = "owner"


@dataclass(frozen=True, slots=True)
class _Meant:
    """The device an address names, of whoever asks."""

    user: int
    uid: str
    data: Database
    now_us: int

    @contextmanager
    def writing(self) -> Iterator[tuple[Session, Device]]:
        """Find it in a transaction that commits at the end."""
        with self.data.writing() as session:
            yield session, registry.find(session, self.user, self.uid)


async def _meant(request: Request, actor: Owner, data: Data, device: str) -> _Meant:
    return _Meant(actor.user, device, data, request.app.state.clock.wall_us())


@router.get("")
def list_devices(request: Request, actor: Reader, data: Data) -> DeviceList:
    """List what reports for you, when each last did, and how it is."""
    with data.reading() as session:
        return DeviceList(
            devices=[_out(seen, request.app.state.device) for seen in overview.of_user(session, actor.user)]
        )


@router.patch("/{device}", status_code=204)
def rename_device(meant: Annotated[_Meant, Depends(_meant)], wanted: Renaming) -> Response:
    """Call a device something else; what it recorded goes along."""
    with meant.writing() as (session, device):
        registry.rename(session, device, wanted.name, meant.now_us, actor=OWNER)
    return Response(status_code=204)


@router.post("/{device}/approve", status_code=204)
def approve_device(meant: Annotated[_Meant, Depends(_meant)]) -> Response:
    """Let in a device that waits for it."""
    with meant.writing() as (session, device):
        registry.approve(session, device, meant.now_us, actor=OWNER)
    return Response(status_code=204)


@router.post("/{device}/revoke", status_code=204)
def revoke_device(request: Request, meant: Annotated[_Meant, Depends(_meant)]) -> Response:
    """Shut a device out, or do not let it in. What it has recorded stays."""
    with meant.writing() as (session, device):
        if device.id == request.app.state.device:
            raise Refusal(409, "device.this_machine", "The server runs on this machine; it cannot be shut out.")
        registry.revoke(session, device, meant.now_us, actor=OWNER)
    return Response(status_code=204)


@router.post("/{device}/rotate", status_code=204)
def ask_for_rotation(meant: Annotated[_Meant, Depends(_meant)]) -> Response:
    """Ask a device to replace its key, which it does when it next reads its settings."""
    with meant.writing() as (session, device):
        rotation.ask(session, device, meant.now_us, actor=OWNER)
    return Response(status_code=204)


@router.get("/{device}/config")
def read_device_config(meant: Annotated[_Meant, Depends(_meant)]) -> ConfigOut:
    """Tell what a device is asked to do."""
    with meant.writing() as (session, device):
        return _config_out(config.ensure(session, device, meant.now_us), session, device)


@router.put("/{device}/config")
def change_device_config(meant: Annotated[_Meant, Depends(_meant)], wanted: ConfigWanted) -> ConfigOut:
    """Ask something else of a device. It takes what narrows what its user allowed, and refuses the rest."""
    if wanted.screenshot_seconds is not None and 0 < wanted.screenshot_seconds < LEAST_SCREENSHOT_S:
        raise Refusal(400, "config.screenshots", "Pictures of the screen are 30 seconds apart at least; 0 means none.")
    with meant.writing() as (session, device):
        now = config.wishes(config.ensure(session, device, meant.now_us))
        asked = wire.DeviceConfig(
            device_id=device.uid,
            version=wanted.version,
            heartbeat_seconds=wanted.heartbeat_seconds,
            away_after_seconds=wanted.away_after_seconds,
            batch_events=wanted.batch_events,
            exclude_apps=sorted(set(wanted.exclude_apps)),
            record_titles=wanted.record_titles,
            screenshot_seconds=wanted.screenshot_seconds,
            rotate_key=now.rotate_key,
            signing_keys=now.signing_keys,
            enrol_again=now.enrol_again,
        )
        return _config_out(config.change(session, device, asked, meant.now_us, actor=OWNER), session, device)


def _config_out(row: DeviceConfig, session: Session, device: Device) -> ConfigOut:
    asked = config.wishes(row)
    return ConfigOut(
        version=asked.version,
        heartbeat_seconds=asked.heartbeat_seconds,
        away_after_seconds=asked.away_after_seconds,
        batch_events=asked.batch_events,
        exclude_apps=list(asked.exclude_apps),
        record_titles=asked.record_titles,
        screenshot_seconds=asked.screenshot_seconds,
        rotation_asked=rotation.is_asked(session, device, asked.rotate_key),
    )


def _out(seen: overview.Seen, this_machine: int) -> DeviceOut:
    device, enrolment = seen.device, seen.enrolment
    return DeviceOut(
        id=device.uid,
        name=device.name,
        hostname=device.hostname,
        platform=device.platform,
        state=State(device.state),
        enrolled=_instant(enrolment.enrolled_us if enrolment else None),
        username=enrolment.username if enrolment else "",
        agent_version=(seen.told and seen.told.report.agent_version) or (enrolment.agent_version if enrolment else ""),
        last_seen=_instant(device.last_seen_us),
        clock_skew_seconds=None if device.clock_skew_us is None else device.clock_skew_us / 1e6,
        clone_suspected=_instant(device.clone_suspected_us),
        this_machine=device.id == this_machine,
        key_made=_instant(seen.key.created_us if seen.key else None),
        rotation_asked=seen.rotation_asked,
        config_version=seen.config.version if seen.config else None,
        report=_report_out(seen.told) if seen.told else None,
    )


def _report_out(told: overview.Told) -> ReportOut:
    report = told.report
    return ReportOut(
        at=rfc3339(told.at_us),
        pending=report.pending,
        dead=report.dead,
        evicted=report.evicted,
        oldest=None if report.oldest is None else rfc3339(to_us(report.oldest)),
        condition=report.condition,
        sends=list(report.sends),
        config_version=report.config_version,
        config_refused=report.config_refused,
        at_rest=report.at_rest,
    )


def _instant(instant_us: int | None) -> str | None:
    return None if instant_us is None else rfc3339(instant_us)
