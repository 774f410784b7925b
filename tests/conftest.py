"""Programs that a test starts hear an interrupt, also where the run itself was started in the background.

A shell has what it starts there ignore interrupts, and children inherit that.
"""

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
