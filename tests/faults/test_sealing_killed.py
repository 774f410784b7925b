"""The agent is killed at every step of changing its keys: every event is there, once, and opens."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from daywright.agent.health import conserved
from daywright.agent.vault import Vault, Wish
from daywright.agent.wal import Settlement, Wal
from fakes.clock import HandClock
from fakes.records import record

pytestmark = pytest.mark.faults
PROGRAM = Path(__file__).with_name("seal.py")
PASSPHRASE = "correct horse"


class Log:
    """A log on which programs work, and die."""

    def __init__(self, home: Path) -> None:
        self.folder, self.ledger = home / "agent", home / "ledger"
        self.next = 0

    def work(self, *words: str, fault: str = "") -> int:
        command = [sys.executable, str(PROGRAM), str(self.folder), str(self.ledger), str(self.next), *words]
        self.next += 300 * sum(word.startswith("put") for word in words)
        return subprocess.run(command, env=os.environ | {"DAYWRIGHT_FAULT": fault}, check=False, timeout=100).returncode

    def check(self, how: str = "key_file") -> None:
        """Lost = doubled = invented = altered = 0; nothing is set aside."""
        promised = {int(line) for line in self.ledger.read_text().split()} if self.ledger.exists() else set()
        clock = HandClock()
        vault = Vault(self.folder, clock, Wish(how, PASSPHRASE))
        wal = Wal(self.folder, clock, vault=vault)
        while wal.reseal():
            pass
        if wal.counters()["pending"]:
            assert len(vault.opens) == (how != "off"), "no key is left that nothing needs"
        assert (self.folder / "kek").exists() == (how == "key_file" and bool(vault.opens))
        held: list[bytes] = []
        while batch := wal.lease(len(held).to_bytes(16, "big"), 0, lambda _: b"", 500):
            held += [member.body for member in batch.members]
            wal.settle(batch, Settlement())
        counters = wal.counters()
        wal.close()
        assert conserved(counters)
        assert counters["dead"] == 0
        assert len(held) == len(set(held))
        by_body = {record(number).body: number for number in range(self.next)}
        assert promised <= {by_body[body] for body in held}


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path)


@pytest.mark.parametrize("point", ["seal.1", "seal.2"])
def test_f49_f01_a_kill_while_the_first_key_is_made_loses_nothing(log: Log, point: str) -> None:
    assert log.work("put", fault=point) == -signal.SIGKILL
    assert log.work("put") == 0
    log.check()


@pytest.mark.parametrize("point", ["seal.1:2", "seal.2:2", "seal.3:1", "seal.3:2", "seal.3:3", "seal.4:1"])
def test_f49_a_kill_while_another_key_takes_over_leaves_every_event_openable(log: Log, point: str) -> None:
    assert log.work("put", "put", "rotate", "put", "reseal", fault=point) == -signal.SIGKILL, "the point must be hit"
    log.check()


@pytest.mark.parametrize("point", ["seal.1", "seal.2", "seal.3:1", "seal.3:2"])
def test_f18_a_kill_while_a_plain_log_is_sealed_loses_nothing(log: Log, point: str) -> None:
    assert log.work("put-plain", "put-plain", "reseal", fault=point) == -signal.SIGKILL
    log.check()


@pytest.mark.parametrize("point", ["seal.1:2", "seal.2:2", "seal.3:2"])
def test_f49_a_kill_while_the_key_moves_to_another_place_leaves_one_that_opens(log: Log, point: str) -> None:
    assert log.work("put", "passphrase", "put", "rotate", "reseal", fault=point) == -signal.SIGKILL
    log.check(how="passphrase")


@pytest.mark.parametrize("point", ["seal.3:1", "seal.3:2", "seal.4"])
def test_a_kill_on_the_way_back_to_a_plain_log_loses_nothing(log: Log, point: str) -> None:
    assert log.work("put", "put", "off", "put", "reseal", fault=point) == -signal.SIGKILL
    log.check(how="off")


def test_f49_a_kill_while_keys_are_written_leaves_the_old_ones_or_the_new_ones(log: Log) -> None:
    for passes in range(1, 5):
        log.work("put", "rotate", "passphrase", "reseal", "key_file", "put", fault=f"cred.rename:{passes}")
    log.check()
