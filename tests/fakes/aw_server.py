"""The real aw-server, where AW_SERVER_SRC names a folder it can be imported from, with AW_SERVER_PYTHON if given."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

SOURCE = os.environ.get("AW_SERVER_SRC", "")
PYTHON = os.environ.get("AW_SERVER_PYTHON", sys.executable)
PLACES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME")
PATIENCE_S = 60


@contextmanager
def aw_server() -> Iterator[int]:
    """Run it in a folder of its own; its port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    with tempfile.TemporaryDirectory() as own:
        server = subprocess.Popen(
            [PYTHON, "-c", "from aw_server import main; main()", "--host", "127.0.0.1", "--port", str(port)],
            env={**os.environ, **dict.fromkeys(PLACES, own), "PYTHONPATH": SOURCE},
            cwd=own,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await(port, server)
            yield port
        finally:
            server.terminate()
            server.wait()


def _await(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert server.poll() is None, "aw-server ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("aw-server does not answer")
