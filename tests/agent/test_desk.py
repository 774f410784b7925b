"""The log is changed by the agent that holds it, or under its lock when none does."""

import json
import threading
from pathlib import Path

import pytest

from daywright.agent.desk import Desk, exported, obey
from daywright.agent.health import HealthSocket, conserved, read_counters
from daywright.agent.vault import Vault, Wish
from daywright.agent.wal import Sealing, Settlement, StorageError, Wal, hold_lock
from fakes.clock import HandClock
from fakes.records import record


def bury(home: Path, *numbers: int) -> None:
    wal = Wal(home / "agent", HandClock())
    wal.append([record(number) for number in numbers])
    batch = wal.lease(bytes(16), 0, lambda _: b"", len(numbers))
    assert batch is not None
    wal.settle(batch, Settlement(dead={member.seq: "schema.invalid" for member in batch.members}))
    wal.close()


def counters(home: Path) -> dict[str, int]:
    found = read_counters(home / "agent" / "wal.db")
    assert found is not None
    assert conserved(found)
    return found


def test_without_an_agent_the_log_is_changed_under_its_lock(tmp_path: Path) -> None:
    bury(tmp_path, 1, 2, 3)
    desk = Desk(tmp_path, HandClock())
    assert desk.call_back([desk.letters()[0].seq]) == 1
    assert desk.throw_away(None) == 2
    assert desk.letters() == []
    assert desk.erase_waiting() == 1
    assert (counters(tmp_path)["pending"], counters(tmp_path)["erased"]) == (0, 1)


def test_a_running_agent_is_asked_to_do_it(tmp_path: Path) -> None:
    bury(tmp_path, 1, 2)
    wal = Wal(tmp_path / "agent", HandClock())

    def hear(words: str) -> dict[str, object]:
        _, verb, *numbers = words.split()
        return {"changed": obey(wal, verb, [int(number) for number in numbers] or None)}

    with hold_lock(tmp_path / "agent" / "agent.lock"):
        health = HealthSocket(tmp_path / "agent", hear)
        answered = threading.Thread(target=_serve, args=(health,))
        answered.start()
        desk = Desk(tmp_path, HandClock())
        assert desk.call_back(None) == 2
        answered.join(10)
        health.close()
    wal.close()
    assert counters(tmp_path)["pending"] == 2


def _serve(health: HealthSocket) -> None:
    import select

    select.select([health.fileno()], [], [], 10)
    health.answer()


def test_an_agent_that_does_not_answer_is_named(tmp_path: Path) -> None:
    bury(tmp_path, 1)
    with hold_lock(tmp_path / "agent" / "agent.lock"), pytest.raises(StorageError, match="does not answer"):
        Desk(tmp_path, HandClock()).call_back(None)


def test_another_key_is_taken_where_there_is_one(tmp_path: Path) -> None:
    clock = HandClock()
    assert Desk(tmp_path, clock, Vault(tmp_path / "agent", clock)).reseal() == 1
    assert Desk(tmp_path, clock, Vault(tmp_path / "agent", clock, Wish("off"))).reseal() == 0
    assert Desk(tmp_path, clock).reseal() == 0


def test_a_verb_that_is_none_is_refused(tmp_path: Path) -> None:
    wal = Wal(tmp_path / "agent", HandClock())
    with pytest.raises(ValueError, match="dance"):
        obey(wal, "dance", None)


def test_an_exported_letter_says_what_it_was_and_why(tmp_path: Path) -> None:
    bury(tmp_path, 1)
    said = exported(Desk(tmp_path, HandClock()).letters()[0], Sealing(None))
    assert (said["bucket"], said["reason"]) == ("window", "schema.invalid")
    assert json.loads(json.dumps(said))["event"]["data"] == {"title": "1"}
