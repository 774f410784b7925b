"""One timeline out of many sources: the events of one user become the columns of UTC days.

The rules, which the modules quote by number:

1. One winner per layer (device and kind): higher rank, then later start, then (afk rows) away, then longer, then the
   hash of the context. When it ends, an older one that still runs resumes.
2. A gap of up to 5 s in a window, web, editor or afk bucket belongs to the event that ended last. Heartbeats hold until
   the next one of the bucket if that is less than 15 minutes away.
3. Input is when presence turns to here or from here to away, and, while here, a change of the application in front, an
   editor event or a heartbeat. A device without afk rows: every start of its events.
4. Busy: the afk rows say here; with rows that only ever say away, where they do not; without any rows within 24 hours,
   wherever the device's own events are. Never while locked or asleep.
5. A page or file refines the window of its application; the later start wins, the file on a tie. Out of focus it counts
   for nothing, but an audible page is parallel. On a day without any window of the device they stand alone.
6. Primary is the busy desktop with the newest input; else a busy companion, if no desktop is busy and the desktops'
   input is 60 s past or older than its own; else passively an away, unlocked desktop with sound or a full screen in
   front, within 90 minutes of its last input.
7. Every other busy or passive device is parallel; what is parallel is never added up.
8. What was entered by hand beats all, and moves what it covers to parallel; a correction that erases removes both.
"""

from daywright.core.flatten.columns import (
    NO_APP,
    NO_DEVICE,
    Bucket,
    ContextColumns,
    DayColumns,
    Device,
    EventColumns,
    Flag,
    Kind,
    Limits,
    Role,
    Sources,
)
from daywright.core.flatten.days import flatten, flatten_days
from daywright.core.flatten.reading import Reach, reach, starts_from

__all__ = [
    "NO_APP",
    "NO_DEVICE",
    "Bucket",
    "ContextColumns",
    "DayColumns",
    "Device",
    "EventColumns",
    "Flag",
    "Kind",
    "Limits",
    "Reach",
    "Role",
    "Sources",
    "flatten",
    "flatten_days",
    "reach",
    "starts_from",
]
