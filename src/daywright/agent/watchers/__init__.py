"""Watchers observe one signal each and say when it changes; they neither store nor send.

One folder per signal, one file per way to read it. A `Watcher` tries its ways in order, keeps the first that works,
and starts over with a growing wait when that one is lost. Everything here runs in one thread, the watch loop's.
"""

from daywright.agent.watchers.port import Moment, Reader, Sighting, SignalLost, Unavailable
from daywright.agent.watchers.watcher import Watcher

__all__ = ["Moment", "Reader", "Sighting", "SignalLost", "Unavailable", "Watcher"]
