"""What is asked of macOS, and nothing else: what it means is decided in `window/macos.py`. Not run there so far.

Everything here answers in any thread and without a run loop. `NSWorkspace.frontmostApplication` would not: it learns of
a switch only while the main thread's run loop turns, and this program has none. The window list names the same process.
"""

from AppKit import NSRunningApplication
from ApplicationServices import AXUIElementCopyAttributeValue, AXUIElementCreateApplication
from Quartz import (
    CGEventSourceSecondsSinceLastEventType,
    CGWindowListCopyWindowInfo,
    kCGAnyInputEventType,
    kCGEventSourceStateHIDSystemState,
    kCGNullWindowID,
    kCGWindowLayer,
    kCGWindowListExcludeDesktopElements,
    kCGWindowListOptionOnScreenOnly,
    kCGWindowOwnerPID,
)

from daywright.agent.watchers.window.macos import Frontmost

_SHOWN = kCGWindowListOptionOnScreenOnly | kCGWindowListExcludeDesktopElements
_ORDINARY = 0  # the layer of windows; menus, the Dock and notes lie above


def frontmost() -> Frontmost | None:
    """The application whose ordinary window is the first of all, None where there is none."""
    windows = CGWindowListCopyWindowInfo(_SHOWN, kCGNullWindowID) or ()
    pid = next((int(one[kCGWindowOwnerPID]) for one in windows if one[kCGWindowLayer] == _ORDINARY), None)
    if pid is None:
        return None
    program = NSRunningApplication.runningApplicationWithProcessIdentifier_(pid)
    window = _attribute(AXUIElementCreateApplication(pid), "AXFocusedWindow")
    title = None if window is None else _attribute(window, "AXTitle")
    full_screen = None if window is None else _attribute(window, "AXFullScreen")
    return Frontmost(
        pid,
        _text(program and program.localizedName()),
        _text(program and program.bundleIdentifier()),
        _text(title),
        None if full_screen is None else bool(full_screen),
    )


def time_since_input_us() -> int:
    """The time since the last input of any kind."""
    seconds = CGEventSourceSecondsSinceLastEventType(kCGEventSourceStateHIDSystemState, kCGAnyInputEventType)
    return round(float(seconds) * 1_000_000)


def _attribute(element: object, name: str) -> object:
    """An attribute of the Accessibility API; None without the permission, and where there is none."""
    error, value = AXUIElementCopyAttributeValue(element, name, None)
    return None if error else value


def _text(found: object) -> str | None:
    return None if found is None else str(found)
