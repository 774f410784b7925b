"""Which server, and as whom: what the settings and the enrolment of a home come to."""

from collections.abc import Callable

from daywright.agent import credentials
from daywright.agent.config import Settings, is_loopback
from daywright.agent.transports.badge import Badge, DeviceBadge, TokenBadge
from daywright.agent.transports.http import HttpTransport
from daywright.agent.transports.port import Transport
from daywright.agent.vault import device_keeper
from daywright.kit.clock import Clock


def transport_for(
    settings: Settings,
    clock: Clock,
    agent: str,
    *,
    hurried: bool = False,
    report: Callable[[str], None] = lambda _: None,
) -> Transport:
    """The way to the server of these settings: HTTP, or gRPC with HTTP to fall back on, when hurried at once."""
    badge = badge_for(settings, clock)
    http = HttpTransport(settings.server, badge, agent, settings.authorities, pack=not settings.loopback)
    if not settings.grpc_server:
        return http
    from daywright.agent.transports.fallback import TRIES, FallbackTransport

    return FallbackTransport(
        grpc_for(settings, http, badge, agent), http, clock, tries=1 if hurried else TRIES, report=report
    )


def grpc_for(settings: Settings, beside: Transport, badge: Badge, agent: str) -> Transport:
    """The way over gRPC alone."""
    from daywright.agent.transports.grpc import GrpcTransport

    packs = not is_loopback(settings.grpc_server)
    return GrpcTransport(settings.grpc_server, beside, badge, agent, settings.authorities, pack=packs)


def badge_for(settings: Settings, clock: Clock) -> Badge:
    """The device's own key where it is enrolled, a token where there is one."""
    if settings.token_file is None or is_enrolled(settings):
        return DeviceBadge(settings.home, clock, keeper=device_keeper(settings.sealing))
    return TokenBadge(settings.token_file)


def is_enrolled(settings: Settings) -> bool:
    """True when this home is a device of that server, even if its key cannot be read at the moment."""
    return credentials.settings_of(settings.home).get("server") == settings.server


def stranger(settings: Settings) -> str:
    """Why nobody allowed this device to tell that server anything; empty when somebody did."""
    try:
        mine = credentials.load(settings.home)
    except credentials.CredentialsError:
        return ""  # it was enrolled: what it sees is kept until the file is repaired
    if (mine is not None and mine.server == settings.server) or (settings.token_file and settings.token_file.exists()):
        return ""
    elsewhere = f" (it is at {mine.server})" if mine is not None else ""
    return (
        f"this device is not enrolled at {settings.server}{elsewhere}, so nothing is recorded or sent. Enrol it with"
        f" `daywright enroll --server {settings.server} --username NAME --enrollment-secret-file FILE`."
    )
