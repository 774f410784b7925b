"""What the agent costs while nothing happens: memory and processor time on real desktops, next to bare Python.

python -m bench.agent [SECONDS]        the default of 120 s gives a steady figure
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from daywright.agent.enrolment import Enrolled, Wish, enrol
from daywright.kit.clock import SystemClock
from fakes.agent_process import running_agent
from fakes.certificates import certificate_for
from fakes.desktop import Desktop, desktop
from fakes.device_server import SECRET, device_server
from fakes.ingest_server import ingest_server
from fakes.sway import sway

GOAL_MB = 30.0
GOAL_CPU_S_PER_HOUR = 10.0
WARM_UP_S = 8.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What a process uses: resident memory, and per hour processor seconds and wake-ups."""

    resident_mb: float
    cpu_s: float
    wake_ups: float


def memory_mb(pid: int, field: str = "VmRSS") -> float:
    """A line of /proc/PID/status in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"{field}:"))) / 1024


def cpu_s(pid: int) -> float:
    """Processor time so far, of the kernel and of the program, with the precision of the scheduler."""
    return (
        sum(int(Path(task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e9
    )


def switches(pid: int) -> int:
    """How often its threads went to wait so far."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        lines = (task / "status").read_text().splitlines()
        total += int(next(line.split()[1] for line in lines if line.startswith("voluntary_ctxt_switches")))
    return total


def bare_python_mb() -> float:
    """The memory of an interpreter that does nothing."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as bare:
        time.sleep(0.5)
        found = memory_mb(bare.pid)
        bare.kill()
    return found


def measure(
    seconds: float,
    *settings: str,
    secure: bool = False,
    enrolled: bool = False,
    on: Callable[[], AbstractContextManager[Desktop]] = desktop,
) -> Cost:
    """The cost of an agent with these settings over so long; `secure`: over TLS; `enrolled`: it signs and reports."""
    with tempfile.TemporaryDirectory() as home, on() as screen:
        tls, certificate = certificate_for("localhost", Path(home)) if secure else (None, None)
        trust = ["--ca-file", str(certificate)] if secure else []
        with (device_server if enrolled else ingest_server)(tls) as server:
            if enrolled:
                wish = Wish(server.url, "mira", SECRET, authorities=certificate)
                if not isinstance(enrol(Path(home), wish, SystemClock(), lambda: str(uuid4())), Enrolled):
                    raise SystemExit("the device cannot be enrolled")
            screen.window("notes", app="Editor")
            screen.press_a_key()
            with running_agent(Path(home), server.url, screen.environment, *settings, *trust) as agent:
                if not server.wait_for(lambda s: bool(s.rows)):
                    raise SystemExit("the agent delivers nothing")
                time.sleep(WARM_UP_S)
                pid = agent.process.pid
                began, cpu, waits = time.monotonic(), cpu_s(pid), switches(pid)
                time.sleep(seconds)
                hours = (time.monotonic() - began) / 3600
                return Cost(memory_mb(pid), (cpu_s(pid) - cpu) / hours, (switches(pid) - waits) / hours)


def main() -> None:
    """Print the figures."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
    bare = bare_python_mb()
    print(f"bare Python                 {bare:6.1f} MB")
    for name, settings, secure, on in (
        ("at work, server here", ("--away-after", "3600"), False, desktop),
        ("away, server here", ("--away-after", "1"), False, desktop),
        ("away, not sealed", ("--away-after", "1", "--at-rest", "off"), False, desktop),
        ("away, over TLS", ("--away-after", "1"), True, desktop),
        ("enrolled, over TLS", ("--away-after", "1"), True, desktop),
        ("at work on Wayland", ("--away-after", "3600"), False, sway),
        ("away on Wayland", ("--away-after", "1"), False, sway),
    ):
        cost = measure(seconds, *settings, secure=secure, enrolled=name.startswith("enrolled"), on=on)
        verdict = "ok" if cost.resident_mb <= GOAL_MB and cost.cpu_s <= GOAL_CPU_S_PER_HOUR else "over"
        print(
            f"agent, {name:<22}{cost.resident_mb:6.1f} MB ({cost.resident_mb / bare:.1f}×), "
            f"{cost.cpu_s:5.2f} CPU-s/h, {cost.wake_ups / 3600:5.2f} wake-ups/s   {verdict}"
        )
    print(f"goal                        {GOAL_MB:6.1f} MB, {GOAL_CPU_S_PER_HOUR:5.2f} CPU-s/h")


if __name__ == "__main__":
    main()
