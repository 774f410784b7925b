import os
import socket
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from daywright.agent.watchers import Unavailable, Watcher, afk, window
from daywright.agent.watchers.session import desktop_name, wayland_socket, x11_display
from fakes.compositor import compositor

AWAY_AFTER = timedelta(seconds=180)


@pytest.fixture
def runtime() -> Iterator[Path]:
    """A folder for sockets, at a path short enough for them."""
    with tempfile.TemporaryDirectory(prefix="rt") as folder:
        yield Path(folder)


def listen(path: Path, age_s: int) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))
    then = path.stat().st_mtime - age_s
    os.utime(path, (then, then))


def sentence(environment: dict[str, str]) -> str:
    """What the watcher of windows says after its first look."""
    watcher = Watcher("window", window.probes(environment), lambda: 0.0)
    assert watcher.look(0) == ()
    return watcher.state()


def test_an_x11_session_names_its_display() -> None:
    assert x11_display({"DISPLAY": ":7", "XDG_SESSION_TYPE": "x11"}) == ":7"


def test_without_a_display_the_reason_is_plain() -> None:
    assert sentence({}) == "no X display (DISPLAY is not set)"


@pytest.mark.parametrize("sign", [{"WAYLAND_DISPLAY": "wayland-0"}, {"XDG_SESSION_TYPE": "wayland"}])
def test_half_the_truth_that_xwayland_knows_is_not_read(sign: dict[str, str]) -> None:
    with pytest.raises(Unavailable):
        x11_display(sign | {"DISPLAY": ":0"})


def test_on_x11_nothing_is_said_of_wayland(runtime: Path) -> None:
    with pytest.raises(Unavailable, match=r"^$"):
        wayland_socket({"DISPLAY": ":0", "XDG_RUNTIME_DIR": str(runtime)})


def test_on_wayland_nothing_is_said_of_x11(runtime: Path) -> None:
    said = sentence({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(runtime)})
    assert said == f"no Wayland compositor answers at {runtime / 'wayland-1'}"


def test_a_compositor_is_found_by_its_name_or_its_path(runtime: Path) -> None:
    named = {"XDG_RUNTIME_DIR": "/run/user/7", "WAYLAND_DISPLAY": "wayland-1"}
    assert wayland_socket(named) == Path("/run/user/7/wayland-1")
    assert wayland_socket(named | {"WAYLAND_DISPLAY": str(runtime / "a")}) == runtime / "a"


def test_a_service_that_was_not_told_finds_the_newest_compositor(runtime: Path) -> None:
    listen(runtime / "wayland-0", age_s=60)
    listen(runtime / "wayland-1", age_s=5)
    (runtime / "wayland-2.lock").touch()
    assert wayland_socket({"XDG_RUNTIME_DIR": str(runtime)}) == runtime / "wayland-1"


def test_the_next_compositor_may_have_another_name(runtime: Path) -> None:
    listen(runtime / "wayland-2", age_s=0)
    named = {"XDG_RUNTIME_DIR": str(runtime), "WAYLAND_DISPLAY": "wayland-1", "DISPLAY": ":0"}
    assert wayland_socket(named) == runtime / "wayland-2"
    listen(runtime / "wayland-1", age_s=60)
    assert wayland_socket(named) == runtime / "wayland-1"


def test_a_compositor_beside_an_x11_session_is_not_taken_for_the_desktop(runtime: Path) -> None:
    listen(runtime / "wayland-0", age_s=5)
    with pytest.raises(Unavailable):
        wayland_socket({"XDG_RUNTIME_DIR": str(runtime), "DISPLAY": ":0"})


def test_a_wayland_session_without_a_compositor_says_what_is_missing(runtime: Path) -> None:
    said = sentence({"XDG_RUNTIME_DIR": str(runtime), "XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"})
    assert said == "no Wayland compositor (WAYLAND_DISPLAY is not set)"


@pytest.mark.parametrize(("said", "name"), [("sway", "sway"), ("ubuntu:GNOME", "GNOME"), ("KDE", "KDE"), ("", "")])
def test_a_desktop_has_a_name(said: str, name: str) -> None:
    assert desktop_name({"XDG_CURRENT_DESKTOP": said}) == name


@pytest.mark.parametrize(("desktop", "name"), [("ubuntu:GNOME", "GNOME on Wayland"), ("", "This desktop on Wayland")])
def test_a_desktop_that_keeps_its_windows_to_itself_is_named_with_what_to_do(desktop: str, name: str) -> None:
    with compositor({"wl_seat": 9}) as gnome:
        said = sentence({"WAYLAND_DISPLAY": str(gnome.path), "XDG_CURRENT_DESKTOP": desktop, "DISPLAY": ":0"})
    assert said.startswith(f"{name} tells no program which window is in front; ")
    assert said.endswith("The how-to page on Wayland says what you can do")


def test_on_wayland_both_signals_are_read_from_the_compositor() -> None:
    with compositor() as sway:
        environment = {"WAYLAND_DISPLAY": str(sway.path), "DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}
        for probes in (window.probes(environment), afk.probes(environment, AWAY_AFTER)):
            reader = probes[0]()
            assert reader.name.endswith("on wayland-7")
            reader.close()
