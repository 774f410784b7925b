"""`daywright doctor`: what could keep events from arriving, and what to do about it."""

import json
import os
from typing import Annotated

import typer

from daywright.cli.failure import FailureError
from daywright.cli.local import Home, Json, settings_for
from daywright.cli.terminal import plain


def doctor(
    server: Annotated[str | None, typer.Option(help="The server to look at, when not this home's own.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Look at everything between this machine's windows and the server; exit code 1 when something is broken."""
    from daywright.agent import config, credentials
    from daywright.agent.doctor import State, examine
    from daywright.cli import running
    from daywright.kit.clock import SystemClock

    folder = settings_for(home).home
    here = running.find(folder)
    # The agent of `daywright up` is told its server by it.
    url = server or (here.url if here and not credentials.settings_of(folder) else None)
    flags = ["--server", url] if url else []
    findings = []
    for finding in examine(folder, flags, config.surroundings(os.environ), SystemClock()):
        findings.append(finding)
        if not as_json:
            remedy = f" {finding.remedy}" if finding.remedy else ""
            print(f"{finding.state:<5}{finding.what:<13}{plain(finding.sentence + remedy)}")
    broken = [finding.what for finding in findings if finding.state is State.broken]
    if as_json:
        rows = [
            {"what": one.what, "state": str(one.state), "sentence": one.sentence, "remedy": one.remedy or None}
            for one in findings
        ]
        print(json.dumps({"well": not broken, "findings": rows}, ensure_ascii=False))
    if broken:
        raise FailureError(f"not well: {', '.join(broken)}.")
