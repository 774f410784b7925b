"""`python -m devpulse_client`, and the script `devpulse-client`."""

import os
import sys
from pathlib import Path

VERBS = {"run": "agent"}


def main() -> None:
    """Say the verb in today's words and hand it on."""
    from daywright.agent.config import surroundings
    from daywright.cli.main import main as daywright

    around = surroundings(os.environ)
    os.environ["DAYWRIGHT_HOME"] = around.get("DAYWRIGHT_HOME") or str(Path.home() / ".devpulse")
    words = sys.argv[1:]
    if words:
        sys.argv[1:] = [VERBS.get(words[0], words[0]), *words[1:]]
    daywright()


if __name__ == "__main__":
    main()
