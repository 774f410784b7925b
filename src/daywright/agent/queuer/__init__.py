"""Turns what watchers see into events and gets them into the log without ever holding a watcher up.

`Streams` decides where one event ends and the next begins; `Queuer` holds what the disk has not taken yet.
"""

from daywright.agent.queuer.queue import Durable, Queuer, Refused, Ticket
from daywright.agent.queuer.streams import Streams

__all__ = ["Durable", "Queuer", "Refused", "Streams", "Ticket"]
