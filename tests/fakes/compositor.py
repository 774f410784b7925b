"""A Wayland compositor that offers what a test wants and says what it is told to; it draws nothing."""

import contextlib
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from daywright.agent.watchers.wayland import Arguments, message, whole_messages

MANAGER = "zwlr_foreign_toplevel_manager_v1"
WLROOTS = {"wl_seat": 9, "ext_idle_notifier_v1": 1, MANAGER: 3}
PATIENCE_S = 5.0
_FIRST_OF_OURS = 0xFF000000
ACTIVATED, FULL_SCREEN = 2, 3


class FakeCompositor:
    """Serves one client at a time. What clients bound and asked for is there to be looked at."""

    def __init__(self, path: Path, offers: Mapping[str, int]) -> None:
        self.path = path
        self.offers = dict(offers)
        self.bound: dict[str, tuple[int, int]] = {}  # interface → object, version
        self.asked: list[tuple[str, int, bytes]] = []
        self.answers = True
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._client: socket.socket | None = None
        self._next = _FIRST_OF_OURS
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def say(self, sender: int, event: int, *arguments: int | str | bytes) -> None:
        """An event of an object."""
        self.say_bytes(message(sender, event, *arguments))

    def say_bytes(self, piece: bytes) -> None:
        assert self._client is not None
        self._client.sendall(piece)

    def window(self, app_id: str, title: str, *states: int) -> int:
        """A new window; returns its number."""
        number, self._next = self._next, self._next + 1
        self.say(self.bound[MANAGER][0], 0, number)
        self.say(number, 0, title)
        self.say(number, 1, app_id)
        self.change(number, *states)
        return number

    def change(self, window: int, *states: int) -> None:
        self.say(window, 4, b"".join(state.to_bytes(4, "little") for state in states))
        self.say(window, 5)

    def wait_for(self, holds: Callable[[], bool]) -> bool:
        with self._changed:
            return self._changed.wait_for(holds, PATIENCE_S)

    def hang_up(self) -> None:
        """Drop the client, as a compositor that dies does."""
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self.hang_up()
        self._thread.join(PATIENCE_S)
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                self._client, _ = self._listening.accept()
                with self._client:
                    self._attend(self._client)

    def _attend(self, client: socket.socket) -> None:
        known = {1: "wl_display"}
        received = bytearray()
        with contextlib.suppress(OSError):  # one side hung up
            while piece := client.recv(65536):
                received += piece
                for receiver, opcode, body in whole_messages(received):
                    with self._changed:
                        self._obey(client, known, receiver, opcode, body)
                        self._changed.notify_all()

    def _obey(self, client: socket.socket, known: dict[int, str], receiver: int, opcode: int, body: bytes) -> None:
        said = Arguments(body)
        match known.get(receiver, "?"), opcode:
            case "wl_display", 0:
                if self.answers:
                    client.sendall(message(said.number(), 0, 0))
            case "wl_display", 1:
                known[said.number()] = "wl_registry"
                for name, (interface, version) in enumerate(self.offers.items()):
                    client.sendall(message(receiver + 1, 0, name, interface, version))
            case "wl_registry", 0:
                _, interface, version, number = said.number(), said.text(), said.number(), said.number()
                known[number] = interface
                self.bound[interface] = (number, version)
            case kind, _:
                self.asked.append((kind, opcode, body))


@contextmanager
def compositor(offers: Mapping[str, int] = WLROOTS) -> Iterator[FakeCompositor]:
    """One that runs, at a short path: sockets have no room for long ones."""
    with tempfile.TemporaryDirectory(prefix="wl") as folder:
        found = FakeCompositor(Path(folder, "wayland-7"), offers)
        try:
            yield found
        finally:
            found.close()
