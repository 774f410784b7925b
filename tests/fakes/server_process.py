"""The real server, or server and agent together, as a child process with a home of its own."""

import http.client
import json
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_S = 60.0
STOP_S = 15.0


class ServerProcess:
    """Starts, asks, kills and stops `daywright up` or `daywright server`."""

    def __init__(self, home: Path, verb: str, environment: Mapping[str, str], *more: str, port: int = 0) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "daywright", verb, "--home", str(home), "--port", str(port), *more],
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.url = self.said(r"http://[\d.]+:\d+")
        self.port = int(self.url.rpartition(":")[2])
        self.token = (home / "token").read_text().strip()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put("")

    def said(self, pattern: str) -> str:
        """Wait for a line it prints and return what matches in it."""
        while line := self._lines.get(timeout=START_S):
            if found := re.search(pattern, line):
                return found.group()
        raise AssertionError(f"it ended without saying {pattern}")

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Call the API; raises OSError or HTTPException when the server is not there."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            said = answer.read()
            content = json.loads(said) if said else None
            assert answer.status in (200, 201, 204), content
            return content
        finally:
            connection.close()

    def kill(self) -> None:
        """End it the hard way."""
        self.process.kill()
        self.process.wait()
        self._listener.join(STOP_S)

    def stop(self) -> int:
        """End it as a person would; its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(STOP_S)
        self._listener.join(STOP_S)
        return code


@contextmanager
def running(
    home: Path, verb: str, environment: Mapping[str, str], *more: str, port: int = 0
) -> Iterator[ServerProcess]:
    """Have it run for as long as the block lasts."""
    server = ServerProcess(home, verb, environment, *more, port=port)
    try:
        yield server
    finally:
        try:
            server.stop()
        finally:
            if server.process.poll() is None:
                server.kill()
