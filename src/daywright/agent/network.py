"""Word from the system that the network is another than before: a line plugged in, an address, a route.

Linux tells whoever listens on a netlink socket, without rights and without asking around. Elsewhere there is no such
word, and waits last as long as they would anyway. Nothing is concluded from it but that a try may be worth it.
"""

import errno
import select
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from daywright.kit.waker import Waker

_LINK, _IPV4_ADDRESS, _IPV4_ROUTE, _IPV6_ADDRESS, _IPV6_ROUTE = 0x1, 0x10, 0x40, 0x100, 0x400
_GROUPS = _LINK | _IPV4_ADDRESS | _IPV4_ROUTE | _IPV6_ADDRESS | _IPV6_ROUTE
_NEW_LINK, _NEW_ADDRESS, _NEW_ROUTE = 16, 20, 24
_RUNNING = 0x40
# Of a message: length, type, flags, sequence, sender. Of a link in it: family, type, index, flags, what changed.
_HEAD, _ABOUT_LINK = struct.Struct("=IHHII"), struct.Struct("=BxHiII")
_AT_ONCE = 65_536
# Signs come in dozens; one word for those of a second is enough.
_PAUSE_MS = 1000


@contextmanager
def watched(changed: Callable[[], None]) -> Iterator[None]:
    """Have `changed` called from a thread whenever the network may be there again, while the block lasts."""
    try:
        signs = _listening()
    except (OSError, AttributeError):  # another system, or one that forbids it
        yield
        return
    ending = Waker()
    thread = threading.Thread(target=_listen, args=(signs, ending, changed), name="network", daemon=True)
    with closing(signs):
        thread.start()
        try:
            yield
        finally:
            ending.wake()
            thread.join()


def _listening() -> socket.socket:
    signs = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0)
    try:
        signs.bind((0, _GROUPS))
        signs.setblocking(False)  # noqa: FBT003  (the socket's own word)
    except BaseException:
        signs.close()
        raise
    return signs


def _listen(signs: socket.socket, ending: Waker, changed: Callable[[], None]) -> None:
    waiting, only_end = select.poll(), select.poll()
    for poll in (waiting, only_end):
        poll.register(ending, select.POLLIN)
    waiting.register(signs, select.POLLIN)
    while True:
        if any(number == ending.fileno() for number, _ in waiting.poll()):
            return
        if not _tell_of_more(signs):
            continue
        changed()
        if only_end.poll(_PAUSE_MS):
            return


def _tell_of_more(signs: socket.socket) -> bool:
    """Read what is there; True when any of it may mean that more can be reached than before."""
    more = False
    while True:
        try:
            content = signs.recv(_AT_ONCE)
        except BlockingIOError:
            return more
        except OSError as error:
            if error.errno != errno.ENOBUFS:
                return more
            more = True  # so much happened that some of it was dropped
            continue
        more = more or reaches_more(content)


def reaches_more(content: bytes) -> bool:
    """Whether one of these messages tells of an address, a route, or a line that carries now."""
    place = 0
    while place + _HEAD.size <= len(content):
        length, kind, *_ = _HEAD.unpack_from(content, place)
        if length < _HEAD.size:
            return False
        if kind in {_NEW_ADDRESS, _NEW_ROUTE}:
            return True
        inside = place + _HEAD.size
        if kind == _NEW_LINK and inside + _ABOUT_LINK.size <= len(content):
            _, _, _, flags, altered = _ABOUT_LINK.unpack_from(content, inside)
            if altered & flags & _RUNNING:
                return True
        place += length + 3 & ~3
    return False
