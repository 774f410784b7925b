"""The garbage collector's work, done where nobody waits for it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_uncollected = 0


def keep_for_good() -> None:
    """When all is set up: what was made so far stays until the end, so that no collection walks it again.

    A server is half a million objects before its first request, and each collection of everything would hold up all
    threads for the thirty milliseconds of walking them.
    """
    gc.collect()
    gc.freeze()


@contextmanager
def uncollected() -> Iterator[None]:
    """Have no collection while the block runs, in no thread: one would hold up all of them for a tenth of a second.

    For work of a few seconds that makes very many objects and no cycles.
    """
    global _uncollected  # noqa: PLW0603  (as global as the collector itself)
    with _lock:
        _uncollected += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _uncollected -= 1
            if not _uncollected:
                gc.enable()
