"""One agent's chores in a process of its own, so that it can be killed in the middle: `rotate.py HOME`."""

import os
import sys
from pathlib import Path

from daywright.agent import credentials
from daywright.agent.chores import Chores
from daywright.agent.transports.badge import DeviceBadge
from daywright.agent.transports.http import HttpTransport
from daywright.kit.clock import SystemClock
from daywright.kit.faultpoints import arm


def main() -> None:
    home = Path(sys.argv[1])
    mine = credentials.load(home)
    if mine is None:
        raise SystemExit(3)
    chores = Chores(home, SystemClock(), lambda: 0.5, report=lambda: {"pending": 0}, changed=lambda: None)
    chores.rotate()
    arm(os.environ.get("DAYWRIGHT_FAULT", ""))
    chores.run(HttpTransport(mine.server, DeviceBadge(home, SystemClock()), "rotate/1"))


main()
