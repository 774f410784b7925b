"""`python -m daywright.agent` runs the agent."""

import sys

# `http.client` imports `ssl` whenever it can: five megabytes that a server on this machine never needs.
# The transport imports it itself when the server's address is https.
sys.modules["ssl"] = None  # type: ignore[assignment]  # how Python spells "not to be imported"
from daywright.agent.main import main  # noqa: E402  after the line above

del sys.modules["ssl"]
sys.exit(main(sys.argv[1:]))
