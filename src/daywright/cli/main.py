"""The command line: verbs are wired here, each lives in a file of its own.

Exit codes: 0 ok, 1 failure, 2 usage, 3 not enrolled, 4 server unreachable, 5 refused.
"""

import sys
from typing import Annotated

import typer

from daywright import __version__
from daywright.cli import (
    agent,
    buckets,
    dead,
    demo,
    device,
    doctor,
    enroll,
    imports,
    reseal,
    rules,
    server,
    service,
    status,
    sync,
    today,
    token,
    up,
    verify,
)
from daywright.cli.failure import ExitCode, FailureError

app = typer.Typer(
    name="daywright",
    help="One true timeline of your day, with signal told from noise.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("up")(up.up)
app.command("server")(server.server)
app.command("agent", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(agent.agent)
app.command("buckets")(buckets.buckets)
app.command("enroll")(enroll.enroll)
app.command("unenroll")(enroll.unenroll)
app.command("status")(status.status)
app.command("sync")(sync.sync)
app.command("reseal")(reseal.reseal)
app.command("doctor")(doctor.doctor)
app.command("today")(today.today)
app.command("demo")(demo.demo)
app.command("verify")(verify.verify)
app.add_typer(imports.app, name="import")
app.add_typer(device.app, name="device")
app.add_typer(dead.app, name="dead")
app.add_typer(service.app, name="service")
app.add_typer(rules.app, name="rules")
app.add_typer(token.app, name="token")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"daywright {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """One true timeline of your day, with signal told from noise."""


def main() -> None:
    """Run the verb the person typed."""
    try:
        app()
    except FailureError as failure:
        print(f"daywright: {failure}", file=sys.stderr)
        raise SystemExit(failure.exit_code) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as failure:
        if (reason := _storage_trouble(failure)) is None:
            raise
        print(f"daywright: the database cannot take this now ({reason}); please try again.", file=sys.stderr)
        raise SystemExit(ExitCode.FAILURE) from None


def _storage_trouble(failure: Exception) -> str | None:
    from daywright.server.foundation.database import storage_trouble

    return storage_trouble(failure)
