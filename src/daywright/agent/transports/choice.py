"""Which server, and as whom: what the settings and the enrolment of a home come to."""

from daywright.agent import credentials
from daywright.agent.config import Settings
from daywright.agent.transports.badge import Badge, DeviceBadge, TokenBadge
from daywright.agent.transports.http import HttpTransport
from daywright.agent.vault import device_keeper
from daywright.kit.clock import Clock


def transport_for(settings: Settings, clock: Clock, agent: str) -> HttpTransport:
    """The way to the server of these settings."""
    badge = badge_for(settings, clock)
    return HttpTransport(settings.server, badge, agent, settings.authorities, pack=not settings.loopback)


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
