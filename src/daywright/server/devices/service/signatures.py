"""Is a signed request the device's own? The checks, in the order that gives nothing away.

Shape and size come first, as they need no secret; then how often this address failed, and the clock. An unknown device
is checked against a key of nobody, so that it gets the same answer in the same time. Nonce, state and rate count only
after the signature is right: without the key nobody can use them up for somebody else.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import NamedTuple

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request

from daywright.kit.clock import US_PER_SECOND, Clock
from daywright.server.devices import queries
from daywright.server.devices.service import nonces, rotation
from daywright.server.devices.service.keyring import Keyring
from daywright.server.foundation.access import Actor, Scope
from daywright.server.foundation.calls import call_of
from daywright.server.foundation.database import Database, driver
from daywright.server.foundation.errors import Refusal
from daywright.server.foundation.limiting import Limit, Limiter, site_of
from daywright.wire import calls, signing
from daywright.wire.enrolment import SERVER_TIME_HEADER

MOST_BYTES = 2 * 1024 * 1024
APART_S = 300  # how far a device's clock may be from ours
FAILURES = Limit("signatures that were wrong", 60, 60)
# A batch a minute on average, all at once when a device comes back from a long time without us.
REQUESTS = Limit("signed requests of a device", 3600, 3600)


class _Signer(NamedTuple):
    """A device and one of its keys, as the database has them."""

    device: int
    user: int
    state: str
    audience: str
    sealed: bytes
    key_state: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A request as it came over the wire; `message` is the call that it stands for, if it does for one."""

    claim: signing.Claim
    method: str
    path: str
    query: str
    content_type: str
    content_encoding: str
    channel: signing.Channel = "http"
    message: bytes | None = None


class Signatures:
    """Checks signatures; one per process."""

    def __init__(self, database: Database, clock: Clock, keyring: Keyring, limiter: Limiter) -> None:
        self._database, self._clock, self._keyring, self._limiter = database, clock, keyring, limiter
        self._nonces = nonces.Nonces()

    async def verify(self, request: Request, lasting: bool) -> Actor:  # noqa: FBT001  (see access.VerifySignature)
        """Return the device that signed this. Raises Refusal. `lasting`: no replay after a restart either."""
        arrived = _arrived(request)
        claim = arrived.claim
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > MOST_BYTES:
            raise _too_large()
        site = site_of(request)
        self._limiter.check(FAILURES, site)
        self._check_time(claim)
        body = await request.body() if arrived.message is None else arrived.message
        if len(body) > MOST_BYTES:
            raise _too_large()
        signer = await run_in_threadpool(self._signer_of, arrived, body)
        if signer is None:
            self._limiter.has_room(FAILURES, site)
            raise Refusal(401, "sig.invalid", "The signature is not right for this request.")
        await self._check_nonce(signer, claim, lasting=lasting)
        _check_state(signer)
        self._limiter.take(REQUESTS, str(signer.device))
        if signer.key_state == "next":
            now_us = self._clock.wall_us()
            await run_in_threadpool(rotation.promote, self._database, signer.device, claim.key_id, now_us)
        request.state.key_id = claim.key_id
        return Actor(signer.user, Scope.WRITE, signer.device, by_cookie=False, signed=True)

    def _check_time(self, claim: signing.Claim) -> None:
        now_s = self._clock.wall_us() // US_PER_SECOND
        if abs(now_s - int(claim.timestamp)) > APART_S:
            raise Refusal(
                401,
                "sig.stale",
                "The request's time is too far from the server's.",
                headers={SERVER_TIME_HEADER: str(now_s)},
            )

    def _signer_of(self, arrived: Arrived, body: bytes) -> _Signer | None:
        """Return who signed it; None when nobody known did. Takes the same steps either way."""
        claim = arrived.claim
        with self._database.reading() as session:
            asked = claim.device_id, claim.key_id, self._clock.wall_us()
            row = driver(session).execute(queries.SIGNER, asked).fetchone()
        signer = _Signer(*row) if row else _Signer(0, 0, "", "nobody", self._keyring.dummy, "")
        key = self._keyring.open(claim.device_id, claim.key_id, signer.sealed) if row else self._keyring.open_dummy()
        whole = hmac.compare_digest(hashlib.sha256(body).hexdigest(), claim.body_sha256)
        right = signing.is_signed_by(
            key or bytes(signing.KEY_BYTES), arrived.channel, _as_signed(arrived, signer.audience), claim
        )
        return signer if row and key and whole and right else None

    async def _check_nonce(self, signer: _Signer, claim: signing.Claim, *, lasting: bool) -> None:
        fresh = self._nonces.is_new(signer.device, claim.nonce, self._clock.mono_us())
        if fresh and lasting:
            fresh = await run_in_threadpool(self._keep_nonce, signer.device, claim.nonce)
        if not fresh:
            raise Refusal(409, "sig.replay", "This request was received before.")

    def _keep_nonce(self, device: int, nonce: str) -> bool:
        with self._database.writing() as session:
            return nonces.keep(driver(session), device, nonce, self._clock.wall_us())


def _claim(request: Request) -> signing.Claim:
    try:
        claim = signing.claimed(request.headers.items())
    except signing.MalformedError as failure:
        raise _malformed(f"{failure}.") from failure
    if claim is None:
        raise _malformed("it is missing.")
    return claim


def _arrived(request: Request) -> Arrived:
    """Take the request as it was sent; whatever could be read in two ways is refused."""
    if (call := call_of(request.scope)) is not None:
        return Arrived(
            _claim(request), calls.SIGNED_METHOD, call.path, "", calls.CONTENT_TYPE, "", "grpc", call.message
        )
    path, query = bytes(request.scope["raw_path"]), bytes(request.scope["query_string"])
    # A plus is a plus to who signs and a space to who reads forms.
    if not signing.is_normal_path(path.decode("latin-1")) or b"+" in query or not query.isascii():
        raise _malformed("the address is not in normal form.")
    arrived = Arrived(
        claim=_claim(request),
        method=request.method,
        path=path.decode("ascii"),
        query=query.decode("ascii"),
        content_type=_only(request, "content-type"),
        content_encoding=_only(request, "content-encoding"),
    )
    try:
        signing.canonical(_as_signed(arrived, ""))
    except signing.MalformedError as failure:
        raise _malformed(f"{failure}.") from failure
    return arrived


def _as_signed(arrived: Arrived, audience: str) -> signing.SignedRequest:
    claim = arrived.claim
    return signing.SignedRequest(
        method=arrived.method,
        audience=audience,
        path=arrived.path,
        query=arrived.query,
        content_type=arrived.content_type,
        content_encoding=arrived.content_encoding,
        device_id=claim.device_id,
        key_id=claim.key_id,
        timestamp=claim.timestamp,
        nonce=claim.nonce,
        body_sha256=claim.body_sha256,
    )


def _only(request: Request, name: str) -> str:
    values = request.headers.getlist(name)
    if len(values) > 1:
        raise _malformed(f"{name} is doubled.")
    return values[0] if values else ""


def _check_state(signer: _Signer) -> None:
    if signer.state == "revoked":
        raise Refusal(403, "device.revoked", "This device was shut out; enrol it again.")
    if signer.state == "pending":
        raise Refusal(403, "enroll.pending", "This device waits for its owner's approval.")


def _malformed(why: str) -> Refusal:
    return Refusal(400, "sig.malformed", f"The signature cannot be read: {why}")


def _too_large() -> Refusal:
    return Refusal(413, "body.too_large", "The body is too large; send fewer events at once.")
