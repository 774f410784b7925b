"""What is asked of Windows, and nothing else: what it means is decided in `window/windows.py`. Not run there so far.

`CDLL` and not `WinDLL`: on 64 bits there is one calling convention, and the type checker knows `CDLL` everywhere.
"""

import ctypes
from ctypes import wintypes

from daywright.agent.watchers.window.windows import FRAME_HOST, Corners, Foreground, idle_us

_QUERY_LIMITED_INFORMATION = 0x1000
_NEAREST_MONITOR = 2
_STYLE, _CAPTION = -16, 0x00C00000
_LONGEST_PATH = 32_768

_user = ctypes.CDLL("user32")
_kernel = ctypes.CDLL("kernel32")
_user.GetForegroundWindow.restype = wintypes.HWND
_user.GetWindowTextLengthW.argtypes = [wintypes.HWND]
_user.GetWindowTextW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
_user.GetWindowThreadProcessId.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.DWORD)]
_user.GetWindowLongW.argtypes = [wintypes.HWND, ctypes.c_int]
_user.GetWindowRect.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.RECT)]
_user.FindWindowExW.argtypes = [wintypes.HWND, wintypes.HWND, wintypes.LPCWSTR, wintypes.LPCWSTR]
_user.FindWindowExW.restype = wintypes.HWND
_user.MonitorFromWindow.argtypes = [wintypes.HWND, wintypes.DWORD]
_user.MonitorFromWindow.restype = wintypes.HMONITOR
_user.GetMonitorInfoW.argtypes = [wintypes.HMONITOR, ctypes.c_void_p]
_user.GetLastInputInfo.argtypes = [ctypes.c_void_p]
_kernel.GetTickCount.restype = wintypes.DWORD
_kernel.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
_kernel.OpenProcess.restype = wintypes.HANDLE
_kernel.CloseHandle.argtypes = [wintypes.HANDLE]
_kernel.QueryFullProcessImageNameW.argtypes = [
    wintypes.HANDLE,
    wintypes.DWORD,
    wintypes.LPWSTR,
    ctypes.POINTER(wintypes.DWORD),
]


class _MonitorInfo(ctypes.Structure):
    _fields_ = (
        ("size", wintypes.DWORD),
        ("monitor", wintypes.RECT),
        ("work", wintypes.RECT),
        ("flags", wintypes.DWORD),
    )


class _LastInput(ctypes.Structure):
    _fields_ = (("size", wintypes.UINT), ("at_ms", wintypes.DWORD))


def foreground() -> Foreground | None:
    """The foreground window, None where there is none."""
    handle = _user.GetForegroundWindow()
    if not handle:
        return None
    title = ctypes.create_unicode_buffer(_user.GetWindowTextLengthW(handle) + 1)
    _user.GetWindowTextW(handle, title, len(title))
    program = _program(handle)
    framed = None
    if program and program.casefold().endswith(FRAME_HOST):
        inside = _user.FindWindowExW(handle, None, "Windows.UI.Core.CoreWindow", None)
        framed = _program(inside) if inside else None
    window = wintypes.RECT()
    _user.GetWindowRect(handle, ctypes.byref(window))
    monitor = _MonitorInfo(size=ctypes.sizeof(_MonitorInfo))
    _user.GetMonitorInfoW(_user.MonitorFromWindow(handle, _NEAREST_MONITOR), ctypes.byref(monitor))
    captioned = _user.GetWindowLongW(handle, _STYLE) & _CAPTION == _CAPTION
    return Foreground(handle, title.value, program, framed, _corners(window), _corners(monitor.monitor), captioned)


def time_since_input_us() -> int:
    """The time since the last input of this session. OSError where Windows does not say."""
    last = _LastInput(size=ctypes.sizeof(_LastInput))
    if not _user.GetLastInputInfo(ctypes.byref(last)):
        raise OSError("GetLastInputInfo failed")
    return idle_us(int(last.at_ms), int(_kernel.GetTickCount()))


def _program(window: int) -> str | None:
    pid = wintypes.DWORD()
    _user.GetWindowThreadProcessId(window, ctypes.byref(pid))
    process = _kernel.OpenProcess(_QUERY_LIMITED_INFORMATION, False, pid.value)  # noqa: FBT003  as Windows spells it
    if not process:
        return None
    try:
        path, length = ctypes.create_unicode_buffer(_LONGEST_PATH), wintypes.DWORD(_LONGEST_PATH)
        found = _kernel.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(length))
        return path.value if found else None
    finally:
        _kernel.CloseHandle(process)


def _corners(found: wintypes.RECT) -> Corners:
    return (found.left, found.top, found.right, found.bottom)
