"""A pipe that ends somebody's waiting, for threads and for signals alike."""

import contextlib
import os
import signal


class Waker:
    """A pipe that ends someone's waiting."""

    def __init__(self) -> None:
        self._read_fd, self.write_fd = os.pipe()
        os.set_blocking(self._read_fd, False)
        os.set_blocking(self.write_fd, False)

    def fileno(self) -> int:
        """What to wait on."""
        return self._read_fd

    def wake(self) -> None:
        """End the waiting; heard as 0."""
        with contextlib.suppress(BlockingIOError):
            os.write(self.write_fd, b"\0")

    def drain(self) -> set[int]:
        """What was heard since the last time."""
        with contextlib.suppress(BlockingIOError):
            return set(os.read(self._read_fd, 512))
        return set()


def listen(*wanted: signal.Signals) -> Waker:
    """Signals become bytes in a pipe."""
    signals = Waker()
    signal.set_wakeup_fd(signals.write_fd, warn_on_full_buffer=False)
    for each in wanted:
        signal.signal(each, lambda *_: None)
    return signals
