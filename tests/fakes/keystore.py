"""A real key store: GNOME's, on a bus of the test's own, with a home of its own. It can be locked and unlocked."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from jeepney import DBusAddress, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from fakes.bus import PATIENCE_S, dbus_daemon

PASSWORD = b"open sesame"
SERVICE = DBusAddress("/org/freedesktop/secrets", "org.freedesktop.secrets", "org.freedesktop.Secret.Service")
# The one way to unlock without a question on a screen.
UNLOCKING = DBusAddress(
    "/org/freedesktop/secrets",
    "org.freedesktop.secrets",
    "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
)
LOGIN = "/org/freedesktop/secrets/collection/login"


class RealKeyStore:
    """Runs until the test ends; `environment` is what a program needs to find it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self._bus = environment["DBUS_SESSION_BUS_ADDRESS"]

    def lock(self) -> None:
        with closing(open_dbus_connection(self._bus)) as line:
            line.send_and_get_reply(new_method_call(SERVICE, "Lock", "ao", ([LOGIN],)), timeout=PATIENCE_S)

    def unlock(self) -> None:
        with closing(open_dbus_connection(self._bus)) as line:
            opened = line.send_and_get_reply(
                new_method_call(SERVICE, "OpenSession", "sv", ("plain", ("s", ""))), timeout=PATIENCE_S
            )
            secret = (opened.body[1], b"", PASSWORD, "text/plain")
            line.send_and_get_reply(
                new_method_call(UNLOCKING, "UnlockWithMasterPassword", "o(oayays)", (LOGIN, secret)), timeout=PATIENCE_S
            )

    def forget_everything(self) -> None:
        """What a person may do in the settings of their desktop."""
        import secretstorage

        with closing(open_dbus_connection(self._bus)) as line:
            for item in secretstorage.Collection(line, LOGIN).get_all_items():
                item.delete()


@contextmanager
def key_store(home: Path) -> Iterator[RealKeyStore]:
    """GNOME's key store, unlocked."""
    home.mkdir(mode=0o700)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    with dbus_daemon() as address:
        environment = {
            **kept,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "XDG_DATA_HOME": str(home / "data"),
        }
        with subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as daemon:
            assert daemon.stdin is not None
            daemon.stdin.write(PASSWORD)
            daemon.stdin.close()
            try:
                _wait_for_it(address)
                yield RealKeyStore(environment)
            finally:
                daemon.kill()


def _wait_for_it(address: str) -> None:
    from fakes.desktop import eventually

    def answers() -> bool:
        with closing(open_dbus_connection(address)) as line:
            # Asked before it is there, the bus would start another one, which nobody has unlocked.
            there = line.send_and_get_reply(message_bus.NameHasOwner(SERVICE.bus_name), timeout=PATIENCE_S)
            if not there.body[0]:
                return False
            reply = line.send_and_get_reply(
                new_method_call(SERVICE, "ReadAlias", "s", ("default",)), timeout=PATIENCE_S
            )
            return bool(reply.body == (LOGIN,))

    eventually(answers, "the key store answers", seconds=30)
