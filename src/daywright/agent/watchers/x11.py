"""Opening and closing X displays; errors about windows that vanished are answers, not noise on stderr."""

from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XNoAuthError

from daywright.agent.watchers.port import Unavailable


def open_display(name: str) -> Display:
    """Connect, or raise Unavailable with the reason."""
    try:
        display = Display(name)
    except (DisplayError, ConnectionClosedError, XauthError, XNoAuthError, OSError) as error:
        raise Unavailable(f"no X display (cannot open {name})") from error
    # Requests without a reply fail later, in passing: the window they named is gone, and so is our interest in it.
    display.set_error_handler(lambda *_: None)
    return display


def close_display(display: Display) -> None:
    """Say goodbye if anyone still listens."""
    try:
        display.close()
    except (ConnectionClosedError, OSError):
        return  # the server went first
