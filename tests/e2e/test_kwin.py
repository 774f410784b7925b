"""Windows of KDE Plasma over a real D-Bus, from a KWin played by the test; the script itself runs in Node.

With a real KWin it was tried by hand: `docs/reference/platforms.md` names the versions.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from daywright.agent.watchers import SignalLost, Unavailable
from daywright.agent.watchers.window import kwin, probes
from daywright.agent.watchers.window.kwin import KWinWindow
from fakes.bus import FakeKWin, Service, dbus_daemon
from fakes.compositor import compositor
from fakes.desktop import eventually

pytestmark = pytest.mark.e2e
SECOND = 1_000_000
SCRIPT = Path(kwin.__file__).with_name("kwin.js")

# A workspace as Plasma 5 and 6 have it, with two windows that do what a test would: open, retitle, fill, switch, close.
HARNESS = """
const told = [];
const signal = () => { const to = []; return {
  connect: (f) => to.push(f), disconnect: (f) => to.splice(to.indexOf(f), 1),
  emit: () => [...to].forEach((f) => f()) }; };
const callDBus = (service, path, face, member, ...rest) => told.push([service, path, face, member, ...rest]);
const opened = (id, caption) => ({ internalId: id, resourceClass: "org.kde.kate", resourceName: "kate", caption,
  fullScreen: false, captionChanged: signal(), fullScreenChanged: signal() });
const [active, activated] = NAMES;
const workspace = { [active]: null, [activated]: signal() };
const switchTo = (window) => { workspace[active] = window; workspace[activated].emit(); };
(function () { SCRIPT })();
const one = opened("{1}", "one"), two = opened("{2}", "two");
switchTo(one);
one.caption = "uno"; one.captionChanged.emit();
one.fullScreen = true; one.fullScreenChanged.emit();
switchTo(two);
one.caption = "unheard"; one.captionChanged.emit();
two.captionChanged.disconnect = () => { throw new Error("gone"); };
switchTo(null);
console.log(JSON.stringify(told.map((call) => call.slice(0, 4).join(" ") + ": " + JSON.stringify(call.slice(4)))));
"""


@pytest.fixture
def bus() -> Iterator[str]:
    with dbus_daemon() as address:
        yield address


def titles(reader: KWinWindow, at_s: float) -> list[str | None]:
    return [None if s.data is None else s.data["title"] for s in reader.read(round(at_s * SECOND))]


def heard(reader: KWinWindow, holds: Callable[[], bool]) -> None:
    def look() -> bool:
        reader._hear()
        return holds()

    eventually(look, "what KWin said arrived")


@pytest.mark.parametrize("names", [("activeWindow", "windowActivated"), ("activeClient", "clientActivated")])
def test_the_script_tells_of_the_active_window_on_plasma_5_and_6(names: tuple[str, str]) -> None:
    program = HARNESS.replace("NAMES", json.dumps(names)).replace("SCRIPT", SCRIPT.read_text())
    run = subprocess.run(["node", "-e", program], check=True, capture_output=True, text=True, timeout=30)
    start = "daywright.Windows / daywright.Windows Active: "
    assert json.loads(run.stdout) == [
        start + '["","","","",false]',
        start + '["{1}","org.kde.kate","kate","one",false]',
        start + '["{1}","org.kde.kate","kate","uno",false]',
        start + '["{1}","org.kde.kate","kate","uno",true]',
        start + '["{2}","org.kde.kate","kate","two",false]',
        start + '["","","","",false]',
    ]


def test_windows_are_told_as_they_are_activated(bus: str, tmp_path: Path) -> None:
    with FakeKWin(bus) as plasma:
        reader = KWinWindow(bus, str(tmp_path))
        assert titles(reader, 1) == ["in front"]
        plasma.tell("{2}", "firefox", "firefox", "film", full_screen=True)
        heard(reader, lambda: reader._window == "{2}")
        (switched,) = reader.read(2 * SECOND)
        assert switched.data == {"app": "firefox", "title": "film", "window_class": "firefox"}
        assert switched.counts == {"fullscreen": 1}
        plasma.tell("", "", "", "", full_screen=False)
        heard(reader, lambda: reader._window == "")
        assert titles(reader, 3) == []
        assert titles(reader, 3.1) == [None]
        reader.close()


def test_the_script_is_handed_over_and_taken_back(bus: str, tmp_path: Path) -> None:
    with FakeKWin(bus) as plasma:
        plasma.loaded["daywright-window"] = "left behind by an agent that was killed"
        reader = KWinWindow(bus, str(tmp_path))
        assert plasma.loaded == {"daywright-window": SCRIPT.read_text()}
        reader.close()
        eventually(lambda: plasma.loaded == {}, "KWin forgot it")
        assert list(tmp_path.iterdir()) == []


def test_only_kwin_is_believed(bus: str, tmp_path: Path) -> None:
    with FakeKWin(bus) as plasma:
        reader = KWinWindow(bus, str(tmp_path))
        titles(reader, 1)
        with Stranger(bus) as stranger:
            stranger.tell("{9}", "evil", "evil", "made up", full_screen=False)

            def refused() -> bool:
                reader._hear()
                return stranger.refused != []

            eventually(refused, "it was told so")
            assert stranger.refused == ["org.freedesktop.DBus.Error.AccessDenied"]
        assert titles(reader, 2) == []
        assert plasma.refused == []
        reader.close()


class Stranger(FakeKWin):
    """Speaks like KWin under another name."""

    def __init__(self, address: str) -> None:
        self.refused = []
        Service.__init__(self, address, "org.example.Stranger", {})


def test_the_end_of_kwin_is_noticed_and_the_next_one_is_found(bus: str, tmp_path: Path) -> None:
    with FakeKWin(bus):
        reader = KWinWindow(bus, str(tmp_path))
        titles(reader, 1)
    with pytest.raises(SignalLost, match="KWin went away"):
        heard(reader, lambda: False)
    reader.close()
    with FakeKWin(bus):
        again = KWinWindow(bus, str(tmp_path))
        assert titles(again, 2) == ["in front"]
        again.close()


def test_a_second_agent_leaves_the_windows_to_the_first(bus: str, tmp_path: Path) -> None:
    with FakeKWin(bus) as plasma:
        first = KWinWindow(bus, str(tmp_path))
        with pytest.raises(Unavailable, match="another agent reads the windows"):
            KWinWindow(bus, str(tmp_path))
        assert plasma.loaded, "the first one's script stays"
        first.close()


def test_a_kwin_that_runs_no_scripts_is_left_with_a_reason(bus: str, tmp_path: Path) -> None:
    with FakeKWin(bus, runs_scripts=False) as plasma:
        with pytest.raises(Unavailable, match="did not run the script"):
            KWinWindow(bus, str(tmp_path))
        eventually(lambda: plasma.loaded == {}, "nothing is left behind")
    assert list(tmp_path.iterdir()) == []


def test_on_other_desktops_nothing_is_said_of_kwin(bus: str, tmp_path: Path) -> None:
    for address in ("", "unix:path=/nonexistent", bus):
        with pytest.raises(Unavailable, match=r"^$"):
            KWinWindow(address, str(tmp_path))


def test_on_plasma_the_script_is_the_way_when_the_compositor_is_silent(bus: str, tmp_path: Path) -> None:
    with FakeKWin(bus), compositor({"wl_seat": 9, "ext_idle_notifier_v1": 1}) as wayland:
        environment = {
            "WAYLAND_DISPLAY": str(wayland.path),
            "XDG_RUNTIME_DIR": str(tmp_path),
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "XDG_CURRENT_DESKTOP": "KDE",
        }
        through_wayland, through_kwin, _ = probes(environment)
        with pytest.raises(Unavailable, match="KDE Plasma"):
            through_wayland()
        reader = through_kwin()
        assert reader.name == "a script in KWin"
        reader.close()
