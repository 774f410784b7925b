"""The power goes: a file system of its own is shut down without flushing its journal, then mounted again."""

import fcntl
import os
import random
import signal
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fakes.ingest_server import ingest_server
from fakes.pump import Pump

pytestmark = [pytest.mark.faults, pytest.mark.slow]
SHUTDOWN = 0x8004587D  # ext4's own request
WITHOUT_FLUSHING = struct.pack("I", 2)
CUTS = int(os.environ.get("DAYWRIGHT_POWER_CUTS", "3"))


class Disk:
    """An ext4 file system in a file."""

    def __init__(self, folder: Path) -> None:
        self.image, self.place = folder / "image", folder / "disk"
        self.place.mkdir()
        with self.image.open("wb") as file:
            file.truncate(64 << 20)
        subprocess.run(["mkfs.ext4", "-q", self.image], check=True, capture_output=True)

    def mount(self) -> None:
        done = subprocess.run(["mount", "-o", "loop", self.image, self.place], check=False, capture_output=True)
        if done.returncode:
            pytest.skip("mounting a file system needs root")

    def cut(self) -> None:
        """What was not flushed is gone."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, WITHOUT_FLUSHING)
        finally:
            os.close(handle)

    def unmount(self) -> None:
        subprocess.run(["umount", self.place], check=False, capture_output=True)


@contextmanager
def mounted(disk: Disk) -> Iterator[Path]:
    disk.mount()
    try:
        yield disk.place
    finally:
        disk.unmount()


@pytest.mark.timeout(600)
def test_f07_what_was_called_durable_is_there_after_a_power_cut(tmp_path: Path) -> None:
    chance = random.Random(7)
    disk = Disk(tmp_path)
    ledger = tmp_path / "ledger"
    with ingest_server() as server:
        for number in range(CUTS + 1):
            with mounted(disk) as place:
                pump = Pump(place, server)
                pump.ledger, pump.next = ledger, number * 1000
                if number == CUTS:
                    assert pump.run(10) == 0
                    pump.check()
                    return
                with pump.start(1000, per_second=400) as process:
                    time.sleep(chance.uniform(0.8, 2.0))
                    process.send_signal(signal.SIGSTOP)
                    disk.cut()
                    process.kill()
                    process.wait()
