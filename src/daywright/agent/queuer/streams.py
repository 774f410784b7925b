"""One open event per stream: a new sighting closes it and opens the next.

Durations are differences of the monotonic clock; wall time only dates the start. All streams share one line from the
monotonic to the wall clock, so that neighbours touch exactly; the line moves when someone sets the clock.
Text is redacted here, before it is compared, queued or written anywhere.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from daywright.agent.wal import Record, priority
from daywright.agent.watchers import Moment, Sighting
from daywright.kit.clock import US_PER_SECOND, rfc3339
from daywright.kit.ids import uuid7

# The server refuses native events over a day, and every look-back is bounded by the longest.
LONGEST_US = 12 * 3600 * US_PER_SECOND
# Slewing by NTP stays below this between two looks; a step does not.
CLOCK_STEP_US = 100_000
# No machine ran this before 2025: an earlier date is a clock that was never set.
_CREDIBLE_US = 1_735_689_600 * US_PER_SECOND

# States of the machine in which no stream can say anything.
NOBODY_LOOKS = frozenset({"asleep", "unwatched"})

Shown = tuple[Mapping[str, str], Mapping[str, int]]
Redact = Callable[[str, Mapping[str, str]], Mapping[str, str] | None]


@dataclass(slots=True)
class _Open:
    event_id: bytes
    bucket: str
    start_us: int  # monotonic
    wall_us: int  # the same moment on the wall
    shown: Shown


class Streams:
    """What goes on in every stream, and what just ended."""

    def __init__(self, boot_id: bytes, redact: Redact) -> None:
        self._boot_id = boot_id
        self.redact = redact
        self._line_us = 0
        self._open: dict[str, _Open] = {}
        self._state = ""
        self._held: dict[str, Shown] = {}  # what streams showed when they fell silent, or were told since
        self.nobody_here = False

    def see(self, sighting: Sighting, now: Moment) -> list[Record]:
        """The events that this sighting ends."""
        self._keep_line(now)
        if sighting.bucket == "power":
            return self._power(sighting, now)
        if sighting.bucket == "afk":
            self.nobody_here = sighting.data is not None and sighting.data.get("status") == "afk"
        shown = self._shown(sighting)
        if self._silent(sighting.bucket):
            # Said while asleep or locked: it holds from the resume on.
            if shown is None:
                self._held.pop(sighting.bucket, None)
            else:
                self._held[sighting.bucket] = shown
            return []
        return self._replace(sighting.bucket, sighting.at_us, shown, now)

    def touch(self, now: Moment) -> tuple[list[Record], dict[str, Record]]:
        """Events that reached the longest length, and what goes on as of now."""
        self._keep_line(now)
        ended: list[Record] = []
        for bucket, going in self._open.items():
            pieces, self._open[bucket] = self._cut(going, now.mono_us, now)
            ended += pieces
        return ended, {bucket: self._record(going, now.mono_us, now) for bucket, going in self._open.items()}

    def close(self, now: Moment) -> list[Record]:
        """End everything here and now."""
        self._keep_line(now)
        return [record for bucket in list(self._open) for record in self._replace(bucket, now.mono_us, None, now)]

    def _power(self, sighting: Sighting, now: Moment) -> list[Record]:
        self._state = "" if sighting.data is None else sighting.data.get("state", "")
        ended: list[Record] = []
        for bucket in [bucket for bucket in self._open if self._silent(bucket)]:
            self._held[bucket] = self._open[bucket].shown
            ended += self._replace(bucket, sighting.at_us, None, now)
        for bucket in [bucket for bucket in self._held if not self._silent(bucket)]:
            ended += self._replace(bucket, sighting.at_us, self._held.pop(bucket), now)
        return ended + self._replace("power", sighting.at_us, self._shown(sighting), now)

    def _silent(self, bucket: str) -> bool:
        """Asleep, no stream can say anything; what is behind a locked screen is nobody's to see."""
        return bucket != "power" and (self._state in NOBODY_LOOKS or (self._state == "locked" and bucket == "window"))

    def _shown(self, sighting: Sighting) -> Shown | None:
        if sighting.data is None:
            return None
        seen = self.redact(sighting.bucket, sighting.data)
        return None if seen is None else (dict(seen), dict(sighting.counts))

    def _replace(self, bucket: str, at_us: int, shown: Shown | None, now: Moment) -> list[Record]:
        ended: list[Record] = []
        going = self._open.get(bucket)
        if going is not None:
            if going.shown == shown:
                return []
            at_us = max(at_us, going.start_us)
            del self._open[bucket]
            ended, rest = self._cut(going, at_us, now)
            # What lasted no time at all was replaced before anyone could see it.
            if at_us > rest.start_us:
                ended.append(self._record(rest, at_us, now))
        if shown is not None:
            if going is None:
                # A first look may date far back; what nobody watched for half a day nobody knows.
                at_us = max(at_us, now.mono_us - LONGEST_US)
            wall_us = at_us + self._line_us
            if going is not None:
                wall_us = self._touching(going, at_us, wall_us)
            self._open[bucket] = _Open(uuid7(wall_us), bucket, at_us, wall_us, shown)
        return ended

    @staticmethod
    def _touching(before: _Open, at_us: int, wall_us: int) -> int:
        """The wall time at which the event before ended, unless the clock was set meanwhile."""
        end_us = before.wall_us + at_us - before.start_us
        return end_us if abs(end_us - wall_us) < CLOCK_STEP_US else wall_us

    def _cut(self, going: _Open, end_us: int, now: Moment) -> tuple[list[Record], _Open]:
        """The full pieces of an event that is too long for one (a weekend asleep), and the rest of it."""
        pieces = []
        while end_us - going.start_us >= LONGEST_US:
            pieces.append(self._record(going, going.start_us + LONGEST_US, now))
            start_us, wall_us = going.start_us + LONGEST_US, going.wall_us + LONGEST_US
            going = _Open(uuid7(wall_us), going.bucket, start_us, wall_us, going.shown)
        return pieces, going

    def _record(self, going: _Open, end_us: int, now: Moment) -> Record:
        return Record(
            event_id=going.event_id,
            kind=going.bucket,
            prio=priority(going.bucket),
            wall_us=now.wall_us,
            mono_us=now.mono_us,
            boot_id=self._boot_id,
            clock_synced=now.wall_us >= _CREDIBLE_US,
            body=body(going.bucket, going.wall_us, end_us - going.start_us, going.shown),
        )

    def _keep_line(self, now: Moment) -> None:
        line_us = now.wall_us - now.mono_us
        if abs(line_us - self._line_us) >= CLOCK_STEP_US:
            self._line_us = line_us


def body(bucket: str, start_us: int, duration_us: int, shown: Shown) -> bytes:
    """One event as it travels (design 8)."""
    data, counts = shown
    event: dict[str, object] = {
        "bucket": bucket,
        "start": rfc3339(start_us),
        "duration": duration_us / US_PER_SECOND,
        "data": data,
    }
    if counts:
        event["counts"] = counts
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
