"""Privacy, in memory, before anything is compared, queued or written (invariant I12).

Titles lose here what changes by itself (spinners, counters), so that the same thing seen twice is the same.
"""

from collections.abc import Mapping

from daywright.core.titles import normalise


class Redactor:
    """What of a sighting may be kept."""

    def __call__(self, bucket: str, seen: Mapping[str, str]) -> Mapping[str, str] | None:
        """The sighting as it may be stored; None: not at all."""
        if bucket == "window":
            return {**seen, "title": normalise(seen["title"])}
        return seen
