"""`daywright service`: start with the desktop, stop with it. Linux with systemd; launchd and Windows as definitions.

The definitions for macOS and Windows were written from their makers' documentation and have not been run.
"""

import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from xml.sax.saxutils import escape

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, settings_for

app = typer.Typer(help="Start with the desktop.", no_args_is_help=True)
LABEL = "example.daywright"

_SYSTEMD = """\
[Unit]
Description=Daywright, one true timeline of your day
PartOf=graphical-session.target
After=graphical-session.target

[Service]
ExecStart={command}
Restart=on-failure
RestartSec=5
# Another one records here, or this device is not enrolled: trying again changes nothing.
RestartPreventExitStatus=2 3
KillMode=mixed
TimeoutStopSec=20

[Install]
WantedBy=graphical-session.target
"""
_LAUNCHD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Not run by its authors. -->
<plist version="1.0">
<dict>
  <key>Label</key><string>{label}</string>
  <key>ProgramArguments</key>
  <array>
{words}
  </array>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ThrottleInterval</key><integer>5</integer>
  <key>LimitLoadToSessionType</key><string>Aqua</string>
</dict>
</plist>
"""
_WINDOWS = """\
<?xml version="1.0" encoding="UTF-16"?>
<!-- Not run by its authors. Import it with: schtasks /Create /TN Daywright /XML daywright.xml -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>3</Count></RestartOnFailure>
  </Settings>
  <Actions><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec></Actions>
</Task>
"""


class System(StrEnum):
    """Whose definition."""

    linux = "linux"
    macos = "macos"
    windows = "windows"


AgentOnly = Annotated[bool, typer.Option("--agent", help="The agent alone, for an enrolled machine.")]


@app.command()
def install(
    agent: AgentOnly = False,
    system: Annotated[System | None, typer.Option(help="For which system; only printed unless it is this one.")] = None,
    show: Annotated[bool, typer.Option("--print", help="Print the definition and change nothing.")] = False,
    no_start: Annotated[bool, typer.Option("--no-start", help="Do not start it now.")] = False,
    home: Home = None,
) -> None:
    """Write the definition of the service, and start it."""
    wanted = system or _this_system()
    text = definition(wanted, command(settings_for(home).home, agent=agent))
    if show or wanted is not _this_system() or wanted is System.windows:
        print(text, end="")
        return
    path = place(wanted, Path.home(), agent=agent)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FailureError(f"{path} cannot be written: {error.strerror}.") from None
    print(f"Wrote {path}.")
    if wanted is System.macos:
        print(f"Start it with: launchctl bootstrap gui/$(id -u) {path}", file=sys.stderr)
    elif not no_start:
        _control(["daemon-reload"], ["enable", "--now", path.name])


@app.command()
def uninstall(agent: AgentOnly = False) -> None:
    """Stop the service and remove its definition; the data stay."""
    path = place(_this_system(), Path.home(), agent=agent)
    if not path.exists():
        raise FailureError(f"there is no {path}.")
    if _this_system() is System.macos:
        print(f"Stop it with: launchctl bootout gui/$(id -u)/{path.stem}", file=sys.stderr)
        path.unlink()
    else:
        _control(["disable", "--now", path.name])
        path.unlink()
        _control(["daemon-reload"])
    print(f"Removed {path}.")


def command(home: Path, *, agent: bool) -> list[str]:
    """Return what the service runs."""
    verb = ["agent"] if agent else ["up", "--no-browser"]
    return [sys.executable, "-m", "daywright", *verb, "--home", str(home)]


def definition(system: System, words: list[str]) -> str:
    """Return the service's definition."""
    match system:
        case System.linux:
            return _SYSTEMD.format(command=" ".join(map(_systemd_word, words)))
        case System.macos:
            return _LAUNCHD.format(
                label=LABEL, words="\n".join(f"    <string>{escape(word)}</string>" for word in words)
            )
        case System.windows:
            return _WINDOWS.format(command=escape(words[0]), arguments=escape(subprocess.list2cmdline(words[1:])))


def place(system: System, person: Path, *, agent: bool) -> Path:
    """Return where the system looks for it."""
    name = "daywright-agent" if agent else "daywright"
    if system is System.macos:
        return person / "Library" / "LaunchAgents" / f"{LABEL}{'.agent' if agent else ''}.plist"
    return person / ".config" / "systemd" / "user" / f"{name}.service"


def _systemd_word(word: str) -> str:
    """A word as systemd reads it: `%` and `$` mean something there, blanks divide."""
    safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{safe}"' if any(sign in safe for sign in " \t'\"\\;") else safe


def _this_system() -> System:
    return {"darwin": System.macos, "win32": System.windows}.get(sys.platform, System.linux)


def _control(*orders: list[str]) -> None:
    """Tell systemd; where there is none, say what is left to do."""
    program = shutil.which("systemctl")
    for order in orders:
        if program is None:
            print(
                f"There is no systemctl here; what is left to do: systemctl --user {' '.join(order)}", file=sys.stderr
            )
            continue
        done = subprocess.run([program, "--user", *order], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise FailureError(
                f"systemctl --user {' '.join(order)} failed: {done.stderr.strip() or done.returncode}.",
                ExitCode.FAILURE,
            )
