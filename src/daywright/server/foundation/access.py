"""Who may call a route. Every route declares one rule; a route without a rule fails `tests/server/test_access.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum

from starlette.requests import HTTPConnection, Request

from daywright.server.foundation.errors import Refusal
from daywright.wire.signing import HEADERS


class Scope(IntEnum):
    """What a credential allows; each contains the one before."""

    READ = 1
    WRITE = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: always a user; a device when the credential belongs to one."""

    user: int
    scope: Scope
    device: int | None
    by_cookie: bool
    signed: bool = False  # an enrolled device, which proves each request


Authenticate = Callable[[HTTPConnection], Actor | None]
VerifySignature = Callable[[Request, bool], Awaitable[Actor]]
"""Checks the signature of a request; the flag says that a replay would do harm, also after a restart."""


def _authenticated(connection: HTTPConnection) -> Actor:
    authenticate: Authenticate = connection.app.state.authenticate
    actor = authenticate(connection)
    if actor is None:
        raise Refusal(
            401,
            "auth.required",
            "Please sign in: run `daywright up` and open its link, or send `Authorization: Bearer TOKEN`.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return actor


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def require(scope: Scope) -> Callable[[HTTPConnection], Awaitable[Actor]]:
    """Rule: signed in with at least `scope`; with a cookie, calls that change something also need our header."""

    async def rule(connection: HTTPConnection) -> Actor:
        actor = _authenticated(connection)
        if actor.scope < scope:
            raise Refusal(403, "auth.scope", f"This needs a token with {scope.name.lower()} scope.")
        method = connection.scope.get("method", "GET")
        if actor.by_cookie and method not in SAFE_METHODS and "x-daywright-client" not in connection.headers:
            raise Refusal(403, "auth.cross_site", "The request did not come from the Daywright page.")
        return actor

    rule.access = scope.name.lower()  # type: ignore[attr-defined]  # read by the test that wants a rule on every route
    return rule


async def by_device(request: Request) -> Actor:
    """Rule: a request that an enrolled device signed, or a writing token that belongs to a device."""
    if is_signed(request):
        verify: VerifySignature = request.app.state.verify_signature
        return await verify(request, False)  # noqa: FBT003  (see VerifySignature)
    actor = await _writer(request)
    if actor.device is None:
        raise Refusal(403, "auth.device", "This comes from a device: use a write token.")
    return actor


by_device.access = "write"  # type: ignore[attr-defined]  # see require
_writer = require(Scope.WRITE)


async def by_signature(request: Request) -> Actor:
    """Rule: a request that an enrolled device signed, and nothing else."""
    if is_signed(request):
        verify: VerifySignature = request.app.state.verify_signature
        return await verify(request, True)  # noqa: FBT003  (see VerifySignature)
    _authenticated(request)
    raise Refusal(403, "auth.signature", "This is for enrolled devices, which sign their requests.")


by_signature.access = "device"  # type: ignore[attr-defined]  # see require


def is_signed(request: Request) -> bool:
    """Tell whether the request claims a signature, whole or in part."""
    return any(name in request.headers for name in HEADERS)


async def anyone() -> None:
    """Rule: open to all, on purpose."""


anyone.access = "anyone"  # type: ignore[attr-defined]  # see require
