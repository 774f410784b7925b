"""`daywright enroll` and `daywright unenroll`: let this machine report to a server, and take that back."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, settings_for

if TYPE_CHECKING:
    from daywright.agent.enrolment import Result
    from daywright.agent.vault import KeyStore

SECRET_CAP = 256


def enroll(  # noqa: PLR0913, PLR0917  (each is a flag of the verb)
    server: Annotated[str | None, typer.Option(help="The server's address (or DAYWRIGHT_SERVER).")] = None,
    username: Annotated[
        str | None, typer.Option(help="Whose device this is (or DAYWRIGHT_USERNAME; default: who you are here).")
    ] = None,
    enrollment_secret_file: Annotated[
        Path | None, typer.Option(help="File with the secret your administrator gave you.")
    ] = None,
    enrollment_secret_stdin: Annotated[
        bool, typer.Option("--enrollment-secret-stdin", help="Read the secret from standard input.")
    ] = False,
    enrollment_secret: Annotated[
        str | None,
        typer.Option(help="The secret itself: others on this machine can see it in the list of processes."),
    ] = None,
    ca_file: Annotated[Path | None, typer.Option(help="Certificates of a private authority to trust.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    home: Home = None,
) -> None:
    """Let this machine report to a server; the secret may also stand in DAYWRIGHT_ENROLLMENT_SECRET."""
    from uuid import uuid4

    from daywright.agent import config, enrolment
    from daywright.kit.clock import SystemClock
    from daywright.kit.faultpoints import arm

    around = config.surroundings(os.environ)
    settings = settings_for(home)
    try:
        url = config.checked_server(server or around.get("DAYWRIGHT_SERVER", ""))
    except config.ConfigError as error:
        raise FailureError(f"{error}.", ExitCode.USAGE) from None
    if ca_file is not None and not ca_file.is_file():
        raise FailureError(f"there is no file {ca_file}.", ExitCode.USAGE)
    given = [enrollment_secret_file, enrollment_secret, enrollment_secret_stdin or None]
    if sum(form is not None for form in given) > 1:
        raise FailureError("give the enrolment secret in one way only.", ExitCode.USAGE)
    print(enrolment.what_is_sent(url, titles=_titles(settings.home, url)), file=sys.stderr)
    _ask(yes=yes or enrollment_secret_stdin)
    secret = _secret(
        enrollment_secret_file, enrollment_secret, around.get("DAYWRIGHT_ENROLLMENT_SECRET"), enrollment_secret_stdin
    )
    arm(os.environ.get("DAYWRIGHT_FAULT", ""))
    wish = enrolment.Wish(url, username or around.get("DAYWRIGHT_USERNAME") or _who(), secret, ca_file)
    try:
        keeper = _keeper(settings.home)
        result = enrolment.enrol(settings.home, wish, SystemClock(), lambda: str(uuid4()), keeper)
    except OSError as error:
        raise FailureError(f"{settings.home} cannot be used: {error.strerror}.") from None
    _tell(result, url, settings.home)


class Queue(StrEnum):
    """What becomes of events that wait."""

    keep = "keep"
    drop = "drop"


def unenroll(
    queue: Annotated[
        Queue | None, typer.Option(help="What becomes of events that still wait; asked for when left out.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Wipe the keys even if the server cannot be told.")] = False,
    home: Home = None,
) -> None:
    """Take this machine off its server and wipe its keys; nothing is sent any more."""
    from daywright.agent import credentials, enrolment, remote
    from daywright.agent.desk import Desk
    from daywright.agent.health import read_counters
    from daywright.agent.transports import Unreachable
    from daywright.kit.clock import SystemClock

    folder = settings_for(home).home
    keeper = _keeper(folder)
    try:
        mine = credentials.load(folder)
        refused = enrolment.unenrol(folder, SystemClock(), keeper) if mine is not None else None
    except credentials.CredentialsError as error:
        if not force:
            raise FailureError(f"{error} Or wipe it with --force.") from None
        refused, mine = None, None
    else:
        if mine is None:
            raise FailureError("this device is not enrolled.", ExitCode.NOT_ENROLLED)
    if refused is not None and not force:
        if isinstance(refused, Unreachable):
            raise FailureError(
                f"the server cannot be told: {refused.reason}. The keys are kept; --force wipes them all the same.",
                ExitCode.UNREACHABLE,
            )
        raise FailureError(f"{refused.sentence}. The keys are kept; --force wipes them.", ExitCode.REFUSED)
    credentials.forget(folder, keeper)
    (folder / "agent" / remote.NAME).unlink(missing_ok=True)
    counters = read_counters(folder / "agent" / "wal.db")
    waiting = counters["pending"] if counters else 0
    if waiting and _drops(queue, waiting):
        dropped = Desk(folder, SystemClock()).erase_waiting()
        print(f"Dropped {dropped} waiting events.", file=sys.stderr)
    elif waiting:
        print(f"{waiting} events wait in {folder / 'agent'} until this device is enrolled again.", file=sys.stderr)
    print("This device is not enrolled any more.")


def _keeper(home: Path) -> "KeyStore | None":
    """Where the key of this device goes, or is."""
    from daywright.agent import config
    from daywright.agent.vault import device_keeper

    try:
        return device_keeper(config.sealing(home, config.surroundings(os.environ)))
    except config.ConfigError as error:
        raise FailureError(f"{error}.", ExitCode.USAGE) from None


def _tell(result: "Result", url: str, home: Path) -> None:
    from daywright.agent import enrolment
    from daywright.agent.transports import Unreachable

    if isinstance(result, Unreachable):
        raise FailureError(f"{url} cannot be reached: {result.reason}.", ExitCode.UNREACHABLE)
    if isinstance(result, enrolment.Refused):
        raise FailureError(f"{result.sentence}.", ExitCode.REFUSED)
    print(f"Enrolled at {url} as device {result.credentials.device_id}.")
    if result.pending:
        print("An administrator has yet to approve it; until then events wait here.")
    print(f"The key is in {home / 'credentials.json'}. Start recording with `daywright agent`.")


def _secret(file: Path | None, said: str | None, variable: str | None, stdin: bool) -> str:
    if file is not None:
        try:
            secret = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no text"
            raise FailureError(f"the secret cannot be read from {file}: {why}.") from None
    elif stdin:
        secret = sys.stdin.readline(SECRET_CAP + 2)
    elif said is not None:
        print(
            "daywright: a secret on the command line can be seen by everybody on this machine and stays in the"
            " shell's history; --enrollment-secret-file and --enrollment-secret-stdin do not show it.",
            file=sys.stderr,
        )
        secret = said
    elif variable:
        secret = variable
    elif sys.stdin.isatty():
        secret = typer.prompt("Enrolment secret", hide_input=True, err=True)
    else:
        raise FailureError("no enrolment secret was given; --enrollment-secret-file FILE takes one.", ExitCode.USAGE)
    secret = secret.strip()
    if not secret or len(secret) > SECRET_CAP or not secret.isprintable():
        raise FailureError("what was given is no enrolment secret.", ExitCode.USAGE)
    return secret


def _ask(*, yes: bool) -> None:
    """Whoever sits at a terminal is asked; a script that gave a secret has said it."""
    if not yes and sys.stdin.isatty() and not typer.confirm("Enrol this device?", err=True):
        raise FailureError("nothing was sent.", ExitCode.REFUSED)


def _drops(queue: Queue | None, waiting: int) -> bool:
    if queue is None and sys.stdin.isatty():
        return typer.confirm(f"{waiting} events were not delivered. Delete them?", err=True)
    return queue is Queue.drop


def _titles(home: Path, url: str) -> bool:
    from daywright.agent import config

    try:
        return config.load(["--home", str(home), "--server", url], config.surroundings(os.environ)).record_titles
    except config.ConfigError:
        return True


def _who() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
