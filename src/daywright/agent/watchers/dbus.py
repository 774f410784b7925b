"""The little of D-Bus that the watchers need: connect, ask, subscribe, read what has arrived. Blocking, no event loop.

Every question has a short deadline: a bus that hangs may cost a second at the start, never the watching.
"""

import select
from collections.abc import Iterator

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from daywright.agent.watchers.port import SignalLost, Unavailable

_DEADLINE_S = 1.0


BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
"""The bus itself."""


def owner_changes(name: str) -> MatchRule:
    """The signal `NameOwnerChanged` about one name: a program came or went."""
    rule = MatchRule(type="signal", sender=BUS.bus_name, interface=BUS.interface, member="NameOwnerChanged")
    rule.add_arg_condition(0, name)
    return rule


class Bus:
    """One connection to the system or the session bus."""

    def __init__(self, address: str) -> None:
        """`address`: SYSTEM, or the address of a session bus."""
        try:
            self._connection: DBusConnection = open_dbus_connection(address, auth_timeout=_DEADLINE_S)
        except (OSError, RuntimeError, ValueError) as error:
            raise Unavailable(f"no D-Bus {'system' if address == 'SYSTEM' else 'session'} bus") from error
        self._caller = ""

    def fileno(self) -> int:
        """What to wait on."""
        return int(self._connection.sock.fileno())

    def ask(
        self, where: DBusAddress, member: str, signature: str | None = None, body: tuple[object, ...] = ()
    ) -> object:
        """The first value of the answer; Unavailable when there is none."""
        try:
            answer = self._connection.send_and_get_reply(
                new_method_call(where, member, signature, body), timeout=_DEADLINE_S
            )
        except OSError as error:  # a time-out is one
            raise Unavailable(f"{where.bus_name} does not answer") from error
        if answer.header.message_type == MessageType.error:
            raise Unavailable(f"{where.bus_name} says no ({answer.header.fields.get(HeaderFields.error_name)})")
        return answer.body[0] if answer.body else None

    def subscribe(self, rule: MatchRule) -> None:
        """Signals that fit `rule` will arrive."""
        self._connection.send(message_bus.AddMatch(rule))

    def take_calls(self, caller: str) -> None:
        """What `caller`, a unique name, calls here arrives like a signal. All others are refused."""
        self._caller = caller

    def tell(self, where: DBusAddress, member: str) -> None:
        """Like `ask`, without waiting for an answer, which would keep calls from being heard."""
        self._connection.send(new_method_call(where, member))

    def wait(self, seconds: float) -> bool:
        """True as soon as something can be read, False when nothing came in time."""
        waiting = select.poll()
        waiting.register(self.fileno(), select.POLLIN)
        return bool(waiting.poll(seconds * 1000))

    def arrived(self) -> Iterator[tuple[str, tuple[object, ...], str]]:
        """The signals and calls that are here now: member, body, object path. Raises SignalLost."""
        while True:
            try:
                message: Message = self._connection.receive(timeout=0)
                taken = message.header.message_type == MessageType.signal or self._takes(message)
            except TimeoutError:
                return
            except OSError as error:
                raise SignalLost("the D-Bus connection ended") from error
            if taken:
                fields = message.header.fields
                yield fields[HeaderFields.member], message.body, fields[HeaderFields.path]

    def _takes(self, message: Message) -> bool:
        """A call from whom calls are taken; it is answered, whatever it was."""
        if message.header.message_type != MessageType.method_call:
            return False
        taken = bool(self._caller) and message.header.fields.get(HeaderFields.sender) == self._caller
        answer = new_method_return(message) if taken else new_error(message, "org.freedesktop.DBus.Error.AccessDenied")
        self._connection.send(answer)
        return taken

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
