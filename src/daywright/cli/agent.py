"""`daywright agent`: the agent half alone. It runs as a program of its own, which stays small."""

import os
import sys

import typer

from daywright.cli.local import Home, settings_for


def agent(context: typer.Context, home: Home = None) -> None:
    """Record this machine and deliver to a server (`--server URL`; more with `daywright agent -- --help`)."""
    settings = settings_for(home)
    command = [sys.executable, "-m", "daywright.agent", "--home", str(settings.home), *context.args]
    os.execv(sys.executable, command)  # noqa: S606  (our own program)
