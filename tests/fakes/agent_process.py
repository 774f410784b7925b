"""The real agent as a child process, with a home of its own."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fakes.ingest_server import TOKEN

STOP_S = 30.0


class AgentProcess:
    """Starts, asks, kills and stops `python -m daywright.agent`."""

    def __init__(self, home: Path, server: str, environment: Mapping[str, str], *more: str) -> None:
        self.home = home
        token = home / "token"
        if not token.exists():
            token.write_text(TOKEN)
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "daywright.agent",
                "--server",
                server,
                "--home",
                str(home),
                "--stop-with-parent",
                *more,
            ],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def stop(self) -> int:
        """The orderly end, as `daywright up` asks for it."""
        if self.process.stdin:
            self.process.stdin.close()
        return self.process.wait(STOP_S)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stderr):
            if pipe:
                pipe.close()

    def complaints(self) -> str:
        return self.process.stderr.read().decode() if self.process.stderr else ""


@contextmanager
def running_agent(home: Path, server: str, environment: Mapping[str, str], *more: str) -> Iterator[AgentProcess]:
    agent = AgentProcess(home, server, environment, *more)
    try:
        yield agent
    finally:
        agent.kill()
