"""What holds for every test of a run.

Property tests try the same cases every time, so that what fails here was changed here; with DAYWRIGHT_EXPLORE set they
look for new ones. And programs that a test starts hear an interrupt, also where the run itself was started in the
background: a shell has what it starts there ignore interrupts, and children inherit that.
"""

import os
import signal

from hypothesis import settings

settings.register_profile("same", derandomize=True)
if not os.environ.get("DAYWRIGHT_EXPLORE"):
    settings.load_profile("same")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
