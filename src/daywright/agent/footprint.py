"""What the agent leaves on the machine while it runs: little memory, and no picture of it.

The calls go through what PyNaCl stands on; `ctypes` would load another megabyte for them. Where one does not exist
(they are Linux's), nothing happens.
"""

import gc
import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_M_ARENA_MAX, _PR_SET_DUMPABLE, _MADV_DONTNEED = -8, 4, 4
_MAPS = Path("/proc/self/smaps")
_FIELDS = 6


def begin() -> None:
    """At the start, before there are threads.

    No core dump may hold keys or titles, and no other program of the same user reads this one's memory. Three threads
    that mostly wait share one heap: each of its own would keep a megabyte free.
    """
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _call("prctl", "int", "int", "unsigned long", "unsigned long", "unsigned long", "unsigned long")(
        _PR_SET_DUMPABLE, 0, 0, 0, 0
    )
    _call("mallopt", "int", "int", "int")(_M_ARENA_MAX, 1)


def settle() -> None:
    """When all is set up: let go of what only starting needed.

    What is unreachable is collected, what the C library holds free goes back, and code and constants of libraries leave
    memory until they are used again; the system has them in its cache.
    """
    gc.collect()
    # What was made at the start stays until the end: the collector need not walk it again.
    gc.freeze()
    _call("malloc_trim", "int", "size_t")(0)
    forget = _call("madvise", "int", "unsigned long", "size_t", "int")
    for start, end in _read_only():
        forget(start, end - start, _MADV_DONTNEED)


def _read_only() -> Iterator[tuple[int, int]]:
    """Where code and constants of libraries lie: read from files and the same as there, so that nothing can be lost."""
    try:
        lines = _MAPS.read_text().splitlines()
    except OSError:
        return
    place: tuple[int, int] | None = None
    for line in lines:
        fields = line.split(maxsplit=_FIELDS - 1)
        if fields[0] == "Anonymous:":
            # What was adapted while it was loaded differs from the file, though nobody may write to it any more.
            if place is not None and fields[1] == "0":
                yield place
            place = None
        elif not fields[0].endswith(":"):
            start, _, end = fields[0].partition("-")
            whole = len(fields) == _FIELDS and fields[1] in {"r-xp", "r--p"} and fields[5].startswith("/")
            place = (int(start, 16), int(end, 16)) if whole else None


def _call(name: str, answer: str, *takes: str) -> Callable[..., object]:
    """A function of the C library; where there is none, one that does nothing."""
    import _cffi_backend as foreign

    kinds = tuple(foreign.new_primitive_type(kind) for kind in takes)
    shape = foreign.new_function_type(kinds, foreign.new_primitive_type(answer))
    try:
        found: Callable[..., object] = foreign.load_library(None, 0).load_function(shape, name)
    except AttributeError:
        return lambda *_: None
    return found
