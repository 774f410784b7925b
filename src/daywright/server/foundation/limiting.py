"""How often one may try: counted in this process, by a sliding window, per limit and per who is asking."""

import time
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from daywright.server.foundation.errors import Refusal

if TYPE_CHECKING:
    from limits import RateLimitItem

SITE_BITS = 64  # of an IPv6 address: the rest is its owner's to change at will


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in `seconds`. The name keeps it apart from others."""

    name: str
    most: int
    seconds: int


class Limiter:
    """Counts tries; a refused one is not counted, so that waiting helps."""

    def __init__(self) -> None:
        # Imported here, as the command line opens homes without ever limiting anybody.
        from limits import RateLimitItemPerSecond
        from limits.storage import MemoryStorage
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._strategy = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._item = RateLimitItemPerSecond

    def take(self, limit: Limit, who: str) -> None:
        """Count one try. Raises Refusal 429 when there were too many."""
        if not self._strategy.hit(self._of(limit), limit.name, who):
            raise self._too_many(limit, who)

    def check(self, limit: Limit, who: str) -> None:
        """Raise Refusal 429 when there were too many, without counting this one."""
        if not self._strategy.test(self._of(limit), limit.name, who):
            raise self._too_many(limit, who)

    def has_room(self, limit: Limit, who: str) -> bool:
        """Count one try, and tell whether it was within the limit."""
        return self._strategy.hit(self._of(limit), limit.name, who)

    def _of(self, limit: Limit) -> "RateLimitItem":
        return self._item(limit.most, limit.seconds)

    def _too_many(self, limit: Limit, who: str) -> Refusal:
        seen = self._strategy.get_window_stats(self._of(limit), limit.name, who)
        wait_s = max(1, min(limit.seconds, round(seen.reset_time - time.time())))  # the library's own clock
        return Refusal(
            429,
            "rate.limited",
            "That was too often. Please wait a little.",
            headers={
                "Retry-After": str(wait_s),
                "RateLimit-Limit": str(limit.most),
                "RateLimit-Remaining": "0",
                "RateLimit-Reset": str(wait_s),
            },
        )


def site_of(connection: HTTPConnection) -> str:
    """Return where a request comes from, as limits count it: an IPv4 address, or the /64 of an IPv6 one.

    What a proxy says of the address is not believed: anybody can say it.
    """
    host = connection.client.host if connection.client else ""
    try:
        address = IPv6Address(host.partition("%")[0])
    except AddressValueError:
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> SITE_BITS << SITE_BITS)}/{SITE_BITS}"
