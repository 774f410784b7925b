"""`python -m daywright.agent` runs the agent."""

import sys

from daywright.agent.main import main

sys.exit(main(sys.argv[1:]))
