import pytest

from daywright.agent.watchers import Unavailable
from daywright.agent.watchers.session import x11_display


def test_an_x11_session_names_its_display() -> None:
    assert x11_display({"DISPLAY": ":7", "XDG_SESSION_TYPE": "x11"}) == ":7"


def test_without_a_display_the_reason_is_plain() -> None:
    with pytest.raises(Unavailable, match="no X display"):
        x11_display({})


@pytest.mark.parametrize("sign", [{"WAYLAND_DISPLAY": "wayland-0"}, {"XDG_SESSION_TYPE": "wayland"}])
def test_half_the_truth_that_xwayland_knows_is_not_read(sign: dict[str, str]) -> None:
    with pytest.raises(Unavailable, match="Wayland session: the active window and idle time cannot be read yet"):
        x11_display(sign | {"DISPLAY": ":0"})
