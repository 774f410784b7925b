"""Becoming a device of a server, and ceasing to be one (contract 5.2).

The identity of this machine and the request are written down before the first byte is sent, so that an answer that is
lost costs a repetition and nothing else. Nothing but the request itself is sent before the answer was stored.
"""

import json
import platform
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from daywright import __version__
from daywright.agent import credentials, remote
from daywright.agent.credentials import Credentials, Key
from daywright.agent.transports import Answer, NotEnrolled, Outcome, Unreachable
from daywright.agent.transports.badge import DeviceBadge, NoBadge
from daywright.agent.transports.http import HttpTransport
from daywright.agent.transports.verdict import problem_code
from daywright.agent.vault import KeyStore
from daywright.kit.clock import Clock
from daywright.kit.faultpoints import fault_point

CLONE_SUSPECTED = "device.clone_suspected"
ENROL_PATH = "/api/v1/enroll"
DEVICE_PATH = "/api/v1/devices/self"
AGENT = f"daywright-agent/{__version__}"
# What a person is told before anything is sent.
WHAT_IS_SENT = """\
What this device will send to {server}, and nothing else:
  · which application is in front, and its window's title{titles}
  · when you were there, away, locked or asleep
  · this machine's name ({hostname}), its system, its time zone, and how its queue is doing
Private windows, password managers and what you exclude never leave this machine, nor are they stored.
The server may ask for less, never for more. `daywright unenroll` ends it."""
_CREATED, _OK, _UNAUTHORISED, _FORBIDDEN, _TOO_MANY = 201, 200, 401, 403, 429
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to be enrolled where."""

    server: str
    username: str
    secret: str = field(repr=False)
    authorities: Path | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """It worked; `pending` until an administrator approves."""

    credentials: Credentials
    pending: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said no, in this sentence."""

    sentence: str


Result = Enrolled | Refused | Unreachable


def what_is_sent(server: str, *, titles: bool) -> str:
    """What enrolment lets this device send, in words."""
    return WHAT_IS_SENT.format(
        server=server, hostname=socket.gethostname(), titles="" if titles else " (titles are switched off)"
    )


def enrol(home: Path, wish: Wish, clock: Clock, new_id: Callable[[], str], keeper: KeyStore | None = None) -> Result:
    """Enrol this machine; a machine that already is, is enrolled again as the same device. Raises OSError.

    Where the server met another machine with the same key, it becomes a device of its own.
    """
    attempt = credentials.attempt(
        home, wish.server, clock.wall_us(), new_id(), new_id(), anew=told_to_enrol(home) != ""
    )
    fault_point("enrol.before")
    request = {
        "enrollment_secret": wish.secret,
        "device_uid": attempt.device_uid,
        "request_id": attempt.request_id,
        "username": wish.username,
        "hostname": socket.gethostname()[:128],
        "platform": platform.system().lower(),
        "agent_version": __version__,
    }
    transport = HttpTransport(wish.server, NoBadge(), AGENT, wish.authorities)
    answer = transport.ask("POST", ENROL_PATH, json.dumps(request).encode())
    transport.close()
    fault_point("enrol.answered")
    if not isinstance(answer, Answer):
        return _silence(answer)
    if answer.status != _CREATED:
        # A wish that was refused is over; one that met a broken server is not.
        if problem_code(answer) and answer.status < _SERVER_ERROR and answer.status != _TOO_MANY:
            credentials.settle(home, attempt)
        return Refused(_why_not(answer))
    read = _read(answer.body, wish)
    if read is None:
        return Refused(f"what answers at {wish.server} is not a Daywright server")
    credentials.save(home, read.credentials, keeper)
    credentials.settle(home, attempt)
    return read


def told_to_enrol(home: Path) -> str:
    """Why the server wants this machine enrolled anew, in its code; empty when it does not."""
    try:
        mine = credentials.load(home)
    except credentials.CredentialsError:
        return ""
    return remote.told_to_enrol(home / "agent", mine.device_id) if mine is not None else ""


def why_again(code: str) -> str:
    """What a person is told of such a code."""
    if code == CLONE_SUSPECTED:
        return "another machine reports with the same key, as after copying a disk or a home"
    return f"the server wants it ({code})"


def unenrol(home: Path, clock: Clock, keeper: KeyStore | None = None) -> Refused | Unreachable | None:
    """Revoke this device at its server. None: done, or there was nothing to revoke. The keys are wiped by `forget`.

    Raises CredentialsError.
    """
    mine = credentials.load(home)
    if mine is None:
        return None
    transport = HttpTransport(
        mine.server, DeviceBadge(home, clock, keeper=keeper), AGENT, Path(mine.ca_file) if mine.ca_file else None
    )
    answer = transport.ask("DELETE", DEVICE_PATH)
    transport.close()
    if not isinstance(answer, Answer):
        return _silence(answer)
    code = problem_code(answer)
    if answer.status in range(200, 300) or code in {"device.revoked", "sig.invalid", "subject.erased"}:
        return None  # or it knows us no more
    return Refused(f"the server did not take the device off ({answer.status}{', ' + code if code else ''})")


def _silence(outcome: Outcome) -> Unreachable:
    reason = outcome.reason if isinstance(outcome, Unreachable | NotEnrolled) else "no answer"
    return Unreachable(reason)


def _why_not(answer: Answer) -> str:
    code = problem_code(answer)
    if not code:
        return (
            f"what answers there is not a Daywright server ({answer.status}); a proxy or a sign-in page may be between"
        )
    if code == "enroll.invalid":
        return "the server does not accept this enrolment secret: it is wrong, expired, used up or revoked"
    if answer.status == _TOO_MANY:
        return f"too many tries; wait {answer.headers.get('retry-after', 'some')} seconds, then try again"
    said = json.loads(answer.body).get("detail")
    return f"the server refused ({code})" + (f": {said}" if isinstance(said, str) else "")


def _read(body: bytes, wish: Wish) -> Enrolled | None:
    """The answer, if it is one that can be worked with."""
    try:
        found = json.loads(body)
    except ValueError:
        return None
    match found:
        case {
            "device_id": str(device_id),
            "key_id": str(key_id),
            "device_key": str(key_text),
            "audience": str(audience),
            "config_signing_key": str(signing_key),
            "status": "active" | "pending_approval" as status,
        }:
            secret = credentials.decode(key_text)
        case _:
            return None
    if secret is None or len(secret) != credentials.KEY_BYTES:
        return None
    mine = Credentials(
        server=wish.server,
        audience=audience,
        device_id=device_id,
        user_id=str(found.get("user_id") or ""),
        username=wish.username,
        key=Key(key_id, secret),
        issued_at=str(found.get("server_time") or ""),
        expires_at=str(found.get("expires_at") or ""),
        config_signing_key=signing_key,
        ca_file=str(wish.authorities.absolute()) if wish.authorities else "",
    )
    return Enrolled(mine, pending=status == "pending_approval")
