"""`daywright up`: the server and, as its child, the agent of this machine."""

import contextlib
import os
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from daywright.cli.local import Home, open_home, settings_for

AGENT_PATIENCE_S = 6  # the agent stops within 5 s
FIRST_RESTART_S, LAST_RESTART_S = 1.0, 30.0
ALREADY_RUNNING = 3  # the agent's exit code when the home has one


class Child:
    """The agent as a child process: started again with growing pauses when it ends, stopped with us."""

    def __init__(self, url: str, home: Path) -> None:
        self._command = [sys.executable, "-m", "daywright.agent", "--server", url, "--home", str(home)]
        self._command.append("--stop-with-parent")
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="agent child", daemon=True)

    def start(self) -> None:
        """Start it and keep it running."""
        self._thread.start()

    def stop(self) -> None:
        """End it by closing its standard input, which it takes as the word to finish."""
        self._ending.set()
        process = self._process
        if process is None:
            return
        with contextlib.suppress(OSError):
            if process.stdin:
                process.stdin.close()
        try:
            process.wait(AGENT_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
        self._thread.join(1)

    def _watch(self) -> None:
        pause = FIRST_RESTART_S
        said = 0
        while not self._ending.is_set():
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603  (our own program)
            code = self._process.wait()
            if self._ending.is_set():
                return
            # One that a killed server left behind needs seconds to end; any other is taken over from when it does.
            if code != ALREADY_RUNNING:
                print(f"The agent ended with code {code}; starting it again in {pause:.0f} s.", file=sys.stderr)
            elif said != code:
                print("Another agent records into this home; this one waits for it to end.", file=sys.stderr)
            said = code
            self._ending.wait(pause)
            pause = min(pause * 2, LAST_RESTART_S)


def up(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (default 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (default 8000).")] = None,
    no_agent: Annotated[bool, typer.Option("--no-agent", help="Do not record this machine.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")] = False,
) -> None:
    """Start Daywright: the server, the agent of this machine, and the page."""
    from daywright.cli import serving
    from daywright.server import accounts
    from daywright.server.app import build, ensure_owner_token
    from daywright.server.foundation import installation
    from daywright.server.foundation.database import driver
    from daywright.server.foundation.telemetry import log_to_console

    settings = settings_for(home, host=host, port=port)
    log_to_console(settings.log_level)
    listener = serving.listen(settings)
    store = open_home(settings)
    ensure_owner_token(store, settings.home)
    url = serving.url_of(listener)
    with store.database.writing() as session:
        code = accounts.create_signin_code(session, store.owner, store.clock.wall_us())
        demo = installation.is_demo(driver(session))
    app = build(settings, store, bound_port=listener.getsockname()[1])
    child = None if no_agent or demo else Child(url, settings.home)

    def started() -> None:
        link = f"{url}/signin?code={code}"
        serving.note_running(settings.home, url)
        print(f"Daywright is running at {url}, with its data in {settings.home}", flush=True)
        print(f"Open your day (the link signs this browser in, once): {link}", flush=True)
        if demo:
            print("This home holds a demo, so nothing of this machine is recorded; another --home records.", flush=True)
        print("Press Ctrl+C to stop.", flush=True)
        if child:
            child.start()
        if not no_browser and _has_screen():
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

    try:
        serving.serve(app, listener, started)
    finally:
        if child:
            child.stop()
        serving.forget_running(settings.home)


def _has_screen() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
