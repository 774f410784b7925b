"""The agent as a child process: started again with growing pauses when it ends, stopped with us."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

PATIENCE_S = 6  # the agent stops within 5 s
FIRST_RESTART_S, LAST_RESTART_S = 1.0, 30.0
STEADY_S = 60.0  # one that ran for so long is well: the next pause is the first again
ALREADY_RUNNING = 3  # the agent's exit code when the home has one


def agent_command(url: str, home: Path) -> list[str]:
    """Return what starts the agent of this machine as our child."""
    return [sys.executable, "-m", "daywright.agent", "--server", url, "--home", str(home), "--stop-with-parent"]


class Child:
    """Keeps a program running. It takes the end of its standard input as the word to finish."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="agent child", daemon=True)

    def start(self) -> None:
        """Start it and keep it running."""
        self._thread.start()

    def stop(self) -> None:
        """End it, by force when it takes too long; doing so again does nothing."""
        with self._lock:  # from here on none is started any more
            self._ending.set()
            process = self._process
        if process is not None:
            _end(process)
        if self._thread.ident is not None:
            self._thread.join(1)

    def _watch(self) -> None:
        pause, said = 0.0, 0
        while True:
            began = time.monotonic()
            code = self._run()
            if code is None:
                return
            pause = next_pause(pause, ran_s=time.monotonic() - began)
            # One that a killed server left behind needs seconds to end; any other is taken over from when it does.
            if code != ALREADY_RUNNING:
                print(f"The agent ended with code {code}; starting it again in {pause:.0f} s.", file=sys.stderr)
            elif said != code:
                print("Another agent records into this home; this one waits for it to end.", file=sys.stderr)
            said = code
            self._ending.wait(pause)

    def _run(self) -> int | None:
        """Run it once; the code it ended with, None when that was our wish."""
        with self._lock:
            if self._ending.is_set():
                return None
            try:
                # In a session of its own: Ctrl+C is for us, and we tell it in our own time.
                self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
            except OSError as error:
                print(f"The agent cannot be started: {error.strerror}.", file=sys.stderr)
                return -1
        code = self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        return None if self._ending.is_set() else code


def next_pause(pause: float, ran_s: float) -> float:
    """Return how long to wait before the next start, given the last wait and for how long it ran after that."""
    return FIRST_RESTART_S if ran_s >= STEADY_S else min(max(pause * 2, FIRST_RESTART_S), LAST_RESTART_S)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if process.stdin:
            process.stdin.close()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
