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
_MAPS = Path("/proc/self/maps")
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

    What is unreachable is collected, what the C library holds free goes back, and the code of libraries leaves memory
    until it is run again; the system has it in its cache.
    """
    gc.collect()
    # What was made at the start stays until the end: the collector need not walk it again.
    gc.freeze()
    _call("malloc_trim", "int", "size_t")(0)
    forget = _call("madvise", "int", "unsigned long", "size_t", "int")
    for start, end in _code():
        forget(start, end - start, _MADV_DONTNEED)


def _code() -> Iterator[tuple[int, int]]:
    """Where the code of libraries lies: read from files, never written to, so that nothing in it can be lost."""
    try:
        lines = _MAPS.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        fields = line.split(maxsplit=_FIELDS - 1)
        if len(fields) == _FIELDS and fields[1] == "r-xp" and fields[5].startswith("/"):
            start, _, end = fields[0].partition("-")
            yield int(start, 16), int(end, 16)


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
