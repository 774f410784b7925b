"""`python -m local_daemon.daemon`, or `python daemon.py`: the agent, collecting from ActivityWatch.

The cache is the agent's log of undelivered events. It stays in the data folder, where the agent can look after it; the
path of the cache leads there.
"""

import os
import sys
from pathlib import Path

from local_daemon import config


def main() -> None:
    """Become the agent."""
    from daywright.server.foundation.settings import default_home

    home = config.home(os.environ, default_home())
    trouble = lead_to(config.cache(os.environ, home), home / "agent" / "wal.db")
    if trouble:
        print(f"local_daemon: {trouble}", file=sys.stderr)  # noqa: T201  there is no log yet
    command = [sys.executable, "-m", "daywright.agent", *sys.argv[1:]]
    os.execve(sys.executable, command, config.variables(os.environ, home))  # noqa: S606  (our own program)


def lead_to(path: Path, log: Path) -> str:
    """Make `path` lead to the agent's log; why not, if it cannot."""
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink():
            path.unlink()
        elif path.exists():
            return f"{path} is there already and is left alone; the cache is {log}."
        path.symlink_to(log)
    except OSError as error:
        return f"{path} cannot be made ({error.strerror}); the cache is {log}."
    return ""


if __name__ == "__main__":
    main()
