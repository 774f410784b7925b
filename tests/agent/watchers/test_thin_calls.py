"""The few calls to macOS and Windows, against stand-ins that answer as the documentation says."""

import ctypes
import importlib
import sys
from collections.abc import Iterator
from ctypes import wintypes
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from daywright.agent import watchers
from daywright.agent.watchers import Watcher, window
from daywright.agent.watchers.window.macos import Frontmost
from daywright.agent.watchers.window.windows import Foreground

FRAME, INSIDE, PLAIN = 11, 12, 13
PROGRAMS = {
    FRAME: r"C:\Windows\System32\ApplicationFrameHost.exe",
    INSIDE: r"C:\Apps\CalculatorApp.exe",
    PLAIN: r"C:\Apps\writer.exe",
}


class Function:
    """A function of a library: may be given types, and does as it is told."""

    def __init__(self, does: object) -> None:
        self.does = does

    def __call__(self, *arguments: object) -> object:
        return self.does(*arguments) if callable(self.does) else self.does


def of(reference: object) -> SimpleNamespace:
    """What `byref` refers to."""
    return cast("SimpleNamespace", reference._obj)  # type: ignore[attr-defined]


class Library:
    def __init__(self, **functions: object) -> None:
        self.functions = functions

    def __getattr__(self, name: str) -> Function:
        made = Function(self.functions[name])
        self.__dict__[name] = made
        return made


class Windows:
    """Two windows of three processes, one monitor, and a last input."""

    def __init__(self) -> None:
        self.front = PLAIN
        self.answers_input = True
        self.open = set[int]()
        self.forbidden = set[int]()

    def library(self, name: str) -> Library:
        if name == "kernel32":
            return Library(
                GetTickCount=5_000,
                OpenProcess=self.open_process,
                CloseHandle=self.open.discard,
                QueryFullProcessImageNameW=self.path,
            )
        return Library(
            GetForegroundWindow=lambda: self.front,
            GetWindowTextLengthW=5,
            GetWindowTextW=self.text,
            GetWindowThreadProcessId=self.process,
            GetWindowLongW=0x14CF0000,
            GetWindowRect=lambda _, rect: self.fill(of(rect), 10, 20, 30, 40),
            FindWindowExW=INSIDE,
            MonitorFromWindow=1,
            GetMonitorInfoW=lambda _, info: self.fill(of(info).monitor, 0, 0, 1920, 1080),
            GetLastInputInfo=self.last_input,
        )

    @staticmethod
    def fill(rect: SimpleNamespace, *corners: int) -> int:
        rect.left, rect.top, rect.right, rect.bottom = corners
        return 1

    @staticmethod
    def text(handle: int, buffer: ctypes.Array[ctypes.c_wchar], length: int) -> int:
        del handle
        buffer.value = "title"[: length - 1]
        return length

    @staticmethod
    def process(handle: int, pid: object) -> int:
        of(pid).value = handle
        return 1

    def open_process(self, access: int, inherit: int, pid: int) -> int:
        del access, inherit
        if pid in self.forbidden:
            return 0
        self.open.add(pid)
        return pid

    @staticmethod
    def path(process: int, flags: int, buffer: ctypes.Array[ctypes.c_wchar], length: object) -> int:
        del flags, length
        buffer.value = PROGRAMS[process]
        return 1

    def last_input(self, info: object) -> int:
        of(info).at_ms = wintypes.DWORD(3_000)
        return int(self.answers_input)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Modules that met a stand-in are forgotten, before and after."""

    def forget() -> None:
        for name in ("win32", "cocoa"):
            sys.modules.pop(f"{watchers.__name__}.{name}", None)
            watchers.__dict__.pop(name, None)

    forget()
    yield
    forget()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Windows:
    desk = Windows()
    monkeypatch.setattr(ctypes, "CDLL", desk.library)
    return desk


def test_windows_is_asked_for_the_window_in_front(desk: Windows) -> None:
    win32 = importlib.import_module("daywright.agent.watchers.win32")
    read = win32.foreground()
    assert read == Foreground(
        PLAIN, "title", PROGRAMS[PLAIN], None, (10, 20, 30, 40), (0, 0, 1920, 1080), captioned=True
    )
    assert not desk.open, "handles are given back"
    desk.front = FRAME
    assert win32.foreground().framed == PROGRAMS[INSIDE]
    desk.forbidden.add(FRAME)
    assert win32.foreground().program is None
    desk.front = 0
    assert win32.foreground() is None


def test_windows_is_asked_for_the_last_input(desk: Windows) -> None:
    win32 = importlib.import_module("daywright.agent.watchers.win32")
    assert win32.time_since_input_us() == 2_000_000
    desk.answers_input = False
    with pytest.raises(OSError, match="GetLastInputInfo"):
        win32.time_since_input_us()


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **contents: object) -> None:
    module = ModuleType(name)
    module.__dict__.update(contents)
    monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the Accessibility API answers; empty where the permission is missing."""
    attributes: dict[str, object] = {"AXFocusedWindow": "a window", "AXTitle": "letter", "AXFullScreen": True}
    program = SimpleNamespace(localizedName=lambda: "Writer", bundleIdentifier=lambda: "org.example.Writer")
    shown = [{"layer": 25, "pid": 1}, {"layer": 0, "pid": 42}, {"layer": 0, "pid": 43}]
    running = SimpleNamespace(runningApplicationWithProcessIdentifier_=lambda pid: program if pid == 42 else None)
    stand_in(monkeypatch, "AppKit", NSRunningApplication=running)
    stand_in(
        monkeypatch,
        "ApplicationServices",
        AXUIElementCreateApplication=lambda pid: pid,
        AXUIElementCopyAttributeValue=lambda _, name, __: (0, attributes[name]) if attributes else (-25211, None),
    )
    stand_in(
        monkeypatch,
        "Quartz",
        CGEventSourceSecondsSinceLastEventType=lambda *_: 1.5,
        CGWindowListCopyWindowInfo=lambda *_: attributes.get("windows", shown),
        kCGAnyInputEventType=0xFFFFFFFF,
        kCGEventSourceStateHIDSystemState=1,
        kCGNullWindowID=0,
        kCGWindowLayer="layer",
        kCGWindowListExcludeDesktopElements=16,
        kCGWindowListOptionOnScreenOnly=1,
        kCGWindowOwnerPID="pid",
    )
    return attributes


def test_macos_is_asked_for_the_window_in_front(mac: dict[str, object]) -> None:
    cocoa = importlib.import_module("daywright.agent.watchers.cocoa")
    assert cocoa.frontmost() == Frontmost(42, "Writer", "org.example.Writer", "letter", full_screen=True)
    assert cocoa.time_since_input_us() == 1_500_000
    mac["windows"] = None
    assert cocoa.frontmost() is None


def test_without_the_permission_macos_says_who_is_in_front_and_no_more(mac: dict[str, object]) -> None:
    mac.clear()
    cocoa = importlib.import_module("daywright.agent.watchers.cocoa")
    assert cocoa.frontmost() == Frontmost(42, "Writer", "org.example.Writer", None, full_screen=None)


def test_a_library_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "AppKit", None)
    watcher = Watcher("window", window.probes({}, "darwin"), lambda: 0.0)
    assert watcher.look(0) == ()
    assert watcher.state() == "AppKit is not installed"
