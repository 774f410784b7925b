"""What a running ActivityWatch recorded: its window, AFK and web buckets, asked for again and again.

Unlike the other watchers this one sees nothing itself: it reads events that have a start and a length already, and
the newest of which still grows. So it gives events, not changes, and where it goes on is kept with what it gave.
"""

from daywright.agent.watchers.activitywatch.choice import Chosen, Wanted, choose
from daywright.agent.watchers.activitywatch.reading import SET_BACK_US, BucketReader, Look, Mark, Seen

__all__ = ["SET_BACK_US", "BucketReader", "Chosen", "Look", "Mark", "Seen", "Wanted", "choose"]
