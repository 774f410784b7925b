"""One agent per home. The lock belongs to the operating system: `kill -9` frees it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):  # noqa: N818  an answer, not a fault
    """Another agent works on this home."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"another agent (pid {pid}) is already running here")
        self.pid = pid


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold `path` for as long as the block runs; raises AlreadyRunning with the holder's pid."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).strip()
            raise AlreadyRunning(int(holder) if holder.isdigit() else 0) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)
