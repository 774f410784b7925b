"""How long to wait after a failure: exponential with full jitter, so that many clients never march in step."""

from collections.abc import Callable

US_PER_SECOND = 1_000_000
BASE_US = US_PER_SECOND
# No answer may start a hot loop: never more than one request a second.
FLOOR_US = US_PER_SECOND
# An outage under an hour must end within ten seconds of the server's return (contract I9).
EARLY_CAP_US = 8 * US_PER_SECOND
LATE_CAP_US = 300 * US_PER_SECOND
EARLY_US = 3600 * US_PER_SECOND
_MOST_DOUBLINGS = 30


def backoff_us(failures: int, outage_us: int, random: Callable[[], float]) -> int:
    """The wait after `failures` in a row during an outage that lasts `outage_us` so far; `random` gives 0 ≤ x < 1."""
    cap_us = EARLY_CAP_US if outage_us < EARLY_US else LATE_CAP_US
    ceiling_us = min(cap_us, BASE_US << min(failures, _MOST_DOUBLINGS))
    return FLOOR_US + int(random() * (ceiling_us - FLOOR_US))
