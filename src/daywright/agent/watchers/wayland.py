"""The little of Wayland that the watchers need: connect, see what the compositor offers, bind it, read what arrived.

The wire is simple: each message is the number of an object, its length, the number of a request or event, and the
arguments in units of four bytes, all in this machine's byte order. Nothing the watchers use carries a file descriptor.
Decision 0005 says why this is not a library.
"""

import contextlib
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from daywright.agent.watchers.port import SignalLost, Unavailable

# A compositor that hangs may cost a second at the start, never the watching.
_DEADLINE_S = 1.0
_PIECE = 1 << 16
_WORD = struct.Struct("=I")
_HEAD = struct.Struct("=IHH")  # object, opcode, length with this head
_GONE = "the Wayland compositor went away"
_NONSENSE = "the Wayland compositor sent something that is not Wayland"

# The one object both sides know from the start, its two requests, and its events.
_DISPLAY = 1
_SYNC, _GET_REGISTRY = 0, 1
_ERROR = 0
_REGISTRY_BIND = 0
_REGISTRY_GLOBAL = 0


class MalformedError(Exception):
    """What arrived is no Wayland message."""


class Message(NamedTuple):
    """A request or an event of the object `sender`; the arguments are still bytes."""

    sender: int
    opcode: int
    body: bytes


class Arguments:
    """Takes the arguments of a message one by one. Raises MalformedError where there are fewer than said."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def number(self) -> int:
        """An unsigned number: uint, object or new_id."""
        return int(_WORD.unpack(self._take(_WORD.size))[0])

    def array(self) -> bytes:
        """An array of bytes."""
        length = self.number()
        found = self._take(length)
        self._take(-length % _WORD.size)
        return found

    def text(self) -> str:
        """A string; programs say UTF-8 and do not always send it."""
        return self.array().rstrip(b"\0").decode(errors="replace")

    def _take(self, length: int) -> bytes:
        found = self._body[self._at : self._at + length]
        if len(found) < length:
            raise MalformedError
        self._at += length
        return found


def message(receiver: int, opcode: int, *arguments: int | str | bytes) -> bytes:
    """A message as it travels."""
    body = b"".join(_packed(argument) for argument in arguments)
    return _HEAD.pack(receiver, opcode, _HEAD.size + len(body)) + body


def numbers(array: bytes) -> tuple[int, ...]:
    """An array that holds unsigned numbers."""
    return tuple(int(number) for (number,) in _WORD.iter_unpack(array[: len(array) // _WORD.size * _WORD.size]))


def whole_messages(received: bytearray) -> Iterator[Message]:
    """Take the messages that have arrived whole off the front. Raises MalformedError."""
    while len(received) >= _HEAD.size:
        sender, opcode, length = _HEAD.unpack_from(received)
        if length < _HEAD.size or length % _WORD.size:
            raise MalformedError
        if len(received) < length:
            return
        body = bytes(received[_HEAD.size : length])
        del received[:length]
        yield Message(sender, opcode, body)


def _packed(argument: int | str | bytes) -> bytes:
    if isinstance(argument, int):
        return _WORD.pack(argument)
    held = argument if isinstance(argument, bytes) else argument.encode() + b"\0"
    return _WORD.pack(len(held)) + held + bytes(-len(held) % _WORD.size)


Hear = Callable[[int, Arguments], None]
"""Called with the number of an event and its arguments."""


class Compositor:
    """One connection to a Wayland compositor. `offers`: interface → the highest version it speaks."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._received = bytearray()
        self._last_id = _DISPLAY
        self._heard_by: dict[int, Hear] = {_DISPLAY: self._on_display}
        self._names: dict[str, int] = {}
        self.offers: dict[str, int] = {}
        try:
            self._socket.settimeout(_DEADLINE_S)
            self._socket.connect(str(path))
            self._socket.setblocking(False)  # noqa: FBT003  the standard library's only spelling
            self.ask(_DISPLAY, _GET_REGISTRY, self.new(self._on_registry))
            self.settle()
        except (OSError, SignalLost) as error:
            self.close()
            raise Unavailable(f"no Wayland compositor answers at {path}") from error

    def fileno(self) -> int:
        """What to wait on; −1 once closed."""
        return self._socket.fileno()

    def new(self, hear: Hear) -> int:
        """A number for an object that a request is about to make; what it says goes to `hear`."""
        self._last_id += 1
        self._heard_by[self._last_id] = hear
        return self._last_id

    def bind(self, interface: str, version: int, hear: Hear) -> int:
        """Use something that is offered, at most in this version; returns its object."""
        bound = self.new(hear)
        spoken = min(version, self.offers[interface])
        self.ask(self._registry, _REGISTRY_BIND, self._names[interface], interface, spoken, bound)
        return bound

    def ask(self, receiver: int, opcode: int, *arguments: int | str | bytes) -> None:
        """Send a request; there is no answer but events. Raises SignalLost."""
        try:
            self._socket.sendall(message(receiver, opcode, *arguments))
        except OSError as error:
            raise SignalLost(_GONE) from error

    def hear_from(self, made: int, hear: Hear) -> None:
        """Hand what an object that the compositor made says to `hear`."""
        self._heard_by[made] = hear

    def forget(self, made: int) -> None:
        """Nobody hears this object any more."""
        self._heard_by.pop(made, None)

    def settle(self) -> None:
        """Wait until everything asked so far has been done and told. Raises SignalLost."""
        done: list[int] = []
        self.ask(_DISPLAY, _SYNC, self.new(lambda opcode, _: done.append(opcode)))
        asked_at = self._last_id
        end = time.monotonic() + _DEADLINE_S
        waiting = select.poll()
        waiting.register(self._socket, select.POLLIN)
        while not done:
            left_s = end - time.monotonic()
            if left_s <= 0 or not waiting.poll(left_s * 1000):
                raise SignalLost("the Wayland compositor does not answer")
            self.hear()
        self.forget(asked_at)

    def hear(self) -> None:
        """Hand out everything that has arrived; never waits. Raises SignalLost."""
        while True:
            try:
                piece = self._socket.recv(_PIECE)
            except BlockingIOError:
                return
            except OSError as error:
                raise SignalLost(_GONE) from error
            if not piece:
                raise SignalLost(_GONE)
            self._received += piece
            try:
                for sender, opcode, body in whole_messages(self._received):
                    hear = self._heard_by.get(sender)
                    if hear is not None:
                        hear(opcode, Arguments(body))
            except MalformedError as error:
                raise SignalLost(_NONSENSE) from error

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(OSError):
            self._socket.close()

    @property
    def _registry(self) -> int:
        return _DISPLAY + 1  # the first object asked for

    def _on_display(self, opcode: int, arguments: Arguments) -> None:
        if opcode == _ERROR:
            arguments.number()
            raise SignalLost(f"the Wayland compositor refused a request (error {arguments.number()})")

    def _on_registry(self, opcode: int, arguments: Arguments) -> None:
        if opcode == _REGISTRY_GLOBAL:
            name, interface, version = arguments.number(), arguments.text(), arguments.number()
            self._names.setdefault(interface, name)
            self.offers.setdefault(interface, version)
