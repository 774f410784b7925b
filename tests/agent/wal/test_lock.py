import os
import subprocess
import sys
from pathlib import Path

import pytest

from daywright.agent.wal import AlreadyRunning, hold_lock

HOLD = """
import sys, time
from pathlib import Path
from daywright.agent.wal import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_f19_the_second_one_learns_the_pid_of_the_first(tmp_path: Path) -> None:
    lock = tmp_path / "agent.lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(AlreadyRunning) as refused, hold_lock(lock):
            pass
        assert refused.value.pid == holder.pid
        holder.kill()
        holder.wait()
        with hold_lock(lock):  # a kill leaves nothing behind
            assert lock.read_text() == f"{os.getpid()}\n"
