"""Two machines with one key: a disk that was copied, a home that was moved and is still used where it was.

Every run of an agent reports under a name of its own. A run that another one followed is over and never reports again;
where two runs take turns, two machines report. One coming back is not enough (a machine set back to a snapshot does
that): each of the two has to come back after the other. Nothing is refused; both are asked to enrol anew.
"""

from sqlalchemy.orm import Session

from daywright.kit.clock import US_PER_DAY
from daywright.server.devices import queries
from daywright.server.devices.service import config
from daywright.server.devices.tables import Device, DeviceLine
from daywright.server.foundation import audit
from daywright.wire import enrolment as wire

SUSPECTED = "device.clone_suspected"
KEPT = 8  # runs of a device that are remembered
FORGOTTEN_US = US_PER_DAY  # after so long without the other, it is one machine again


def note(session: Session, device: Device, report: wire.DeviceReport, now_us: int) -> None:
    """Note which run reported, and what that says. Needs a writing transaction."""
    if not report.line or not _advances(session, device, report, now_us):
        return
    lines = queries.lines_of(session, device.id)
    for old in lines[KEPT:]:
        session.delete(old)
    back = [line for line in lines if line.returned_us is not None and line.returned_us > now_us - FORGOTTEN_US]
    if len(back) > 1 and device.clone_suspected_us is None:
        _suspect(session, device, now_us, SUSPECTED)
    elif not back and device.clone_suspected_us is not None:
        _suspect(session, device, now_us, None)


def settled(session: Session, device: Device, now_us: int) -> None:
    """Start anew: the device has another key. Needs a writing transaction."""
    for line in queries.lines_of(session, device.id):
        session.delete(line)
    if device.clone_suspected_us is not None:
        _suspect(session, device, now_us, None)


def _advances(session: Session, device: Device, report: wire.DeviceReport, now_us: int) -> bool:
    """Write down the run's newest report; False for a copy of an older one, which tells nothing."""
    lines = queries.lines_of(session, device.id)
    line = next((one for one in lines if one.line == report.line), None)
    if line is None:
        session.add(DeviceLine(device=device.id, line=report.line, seq=report.seq, at_us=now_us, returned_us=None))
        session.flush()
        return True
    if report.seq <= line.seq:
        return False
    if lines[0] is not line:
        line.returned_us = now_us
    line.seq, line.at_us = report.seq, now_us
    session.flush()
    return True


def _suspect(session: Session, device: Device, now_us: int, why: str | None) -> None:
    device.clone_suspected_us = None if why is None else now_us
    config.ask_to_enrol(session, device, why, now_us)
    said = "clone suspected" if why else "clone suspicion over"
    audit.note(session, audit.Deed(device.user, f"device {device.uid}", said, device.uid), now_us)
