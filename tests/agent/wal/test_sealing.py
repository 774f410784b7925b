"""What waits is sealed: nobody reads it without the key, nobody changes it unnoticed, and nothing is lost by it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.health import conserved
from daywright.agent.queuer import Durable, Queuer, Refused
from daywright.agent.vault import Vault, Wish, kept_by
from daywright.agent.vault.sources import KeyFile, NotNowError
from daywright.agent.wal import Batch, Letter, Record, Sealing, Settlement, StorageError, Wal, opening
from daywright.agent.wal.records import checksum
from daywright.kit.ids import uuid7
from fakes.clock import HandClock
from fakes.disk import hasty_settings
from fakes.records import record

CANARY = b"yellow-bird-in-the-mine"
OFF = Wish("off")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_SETTINGS", hasty_settings())


class Scene:
    """One home, opened again and again."""

    def __init__(self, folder: Path, clock: HandClock) -> None:
        self.folder, self.clock = folder, clock
        self.vault = Vault(folder, clock)
        self.wal = Wal(folder, clock, vault=self.vault)

    def reopen(self, wish: Wish | None = None, *, plain: bool = False) -> Wal:
        self.wal.close()
        self.vault = Vault(self.folder, self.clock, wish)
        self.wal = Wal(self.folder, self.clock, vault=None if plain else self.vault)
        self.wal.open()
        return self.wal

    def delivered(self) -> list[bytes]:
        """What comes out of the log, all of it."""
        out: list[bytes] = []
        while batch := self.wal.lease(uuid7(self.clock.wall_us()), self.clock.wall_us(), lambda _: b"", 100):
            out += [member.body for member in batch.members]
            self.wal.settle(batch, Settlement())
        return out

    def reseal(self) -> None:
        while self.wal.reseal():
            pass

    def change(self, sql: str, *values: object) -> None:
        """Behind the log's back."""
        self.wal.close()
        with sqlite3.connect(self.folder / "wal.db") as db:
            db.execute(sql, values)
        db.close()

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(f"file:{self.folder / 'wal.db'}?mode=ro", uri=True) as db:
            found = db.execute(sql).fetchall()
        db.close()
        return found

    def letters(self) -> list[tuple[int, str]]:
        return sorted((letter.seq, letter.code) for letter in self.wal.letters())

    def counts(self) -> tuple[int, int]:
        """Pending and dead; what was accepted is accounted for."""
        counters = self.wal.counters()
        assert conserved(counters)
        return counters["pending"], counters["dead"]

    def shows(self, text: bytes) -> list[str]:
        return [path.name for path in self.folder.rglob("*") if text in path.read_bytes()]


@pytest.fixture
def scene(tmp_path: Path, clock: HandClock) -> Iterator[Scene]:
    made = Scene(tmp_path / "agent", clock)
    yield made
    made.wal.close()


def canary(number: int) -> Record:
    one = record(number)
    return replace(one, body=one.body.replace(b'"title":"', b'"title":"' + CANARY))


@given(st.binary(min_size=16, max_size=16), st.binary(max_size=200), st.integers(0, 2**31))
def test_what_was_sealed_opens_to_what_it_was_and_only_where_it_was(
    tmp_path_factory: pytest.TempPathFactory, event_id: bytes, body: bytes, schema: int
) -> None:
    vault = Vault(tmp_path_factory.getbasetemp() / "vault", HandClock())
    sealing = Sealing(vault)
    plain = Record(event_id, "window", 2, 0, 0, b"", clock_synced=True, body=body, schema=schema)
    ((stored, key_gen),) = sealing.sealed([plain])
    assert replace(plain, body=stored, key_gen=key_gen).size == plain.size
    row = (event_id, schema, stored, checksum(event_id, schema, stored), key_gen)
    assert sealing.opened([row]) == [body]
    for other in ((event_id[:-1] + bytes([event_id[-1] ^ 1]), schema), (event_id, schema ^ 1)):
        assert sealing.opened([(*other, stored, checksum(*other, stored), key_gen)]) == ["tampered"]
    assert sealing.opened([(*row[:4], key_gen + 1)]) == ["key_lost"]
    assert sealing.opened([(*row[:3], row[3] ^ 1, key_gen + 1)]) == ["crc"]


def test_a58_no_file_shows_a_title(scene: Scene) -> None:
    scene.wal.append([canary(number) for number in range(300)], {"window": canary(1000)})
    batch = scene.wal.lease(bytes(16), 0, lambda _: b"", 2)
    assert batch is not None
    assert CANARY in batch.members[0].body
    scene.wal.settle(batch, Settlement(dead={batch.members[0].seq: "schema.invalid"}))
    assert scene.shows(CANARY) == []
    scene.reopen()
    assert scene.shows(CANARY) == []
    assert len(scene.delivered()) == 299


def test_what_went_on_at_a_crash_comes_out_of_its_seal(scene: Scene) -> None:
    scene.wal.append([], {"window": canary(1)})
    scene.reopen()
    assert scene.delivered() == [canary(1).body]


def test_a_batch_survives_a_restart_unchanged(scene: Scene) -> None:
    scene.wal.append([canary(number) for number in range(5)])
    before = scene.wal.lease(uuid7(0), 0, lambda _: b"digest", 3)
    assert scene.reopen().batches() == [before]


def test_a_plain_log_is_sealed_where_it_lies(scene: Scene) -> None:
    scene.reopen(plain=True)
    scene.wal.append([canary(number) for number in range(600)], {"window": canary(1000)})
    letter = scene.wal.lease(uuid7(0), 0, lambda _: b"", 1)
    assert letter is not None
    scene.wal.settle(letter, Settlement(dead={letter.members[0].seq: "schema.invalid"}))
    under_way = scene.wal.lease(uuid7(0), 0, lambda _: b"digest", 10)
    scene.change("UPDATE event SET kind = kind")
    assert "wal.db" in scene.shows(CANARY)
    wal = scene.reopen()
    wal.append([], {"window": canary(1001)})
    scene.reseal()
    assert scene.shows(CANARY) == []
    assert wal.batches() == [under_way]
    assert scene.counts() == (600, 1)
    assert len(scene.delivered()) == 590


def test_off_leads_back_to_a_plain_log_and_leaves_no_key(scene: Scene) -> None:
    scene.wal.append([canary(number) for number in range(300)], {"window": canary(1000)})
    scene.reopen(OFF)
    scene.wal.append([canary(2000)])
    scene.reseal()
    assert scene.rows("SELECT DISTINCT key_gen FROM event") == [(0,)]
    assert kept_by(scene.folder) == "off"
    assert not (scene.folder / "kek").exists()
    assert len(scene.reopen(plain=True).letters()) == 0
    assert len(scene.delivered()) == 302


def test_another_key_takes_over_and_the_old_one_is_dropped(scene: Scene) -> None:
    scene.wal.append([canary(number) for number in range(300)])
    first = scene.vault.generation()
    scene.wal.rotate()
    scene.wal.append([canary(300)])
    assert scene.vault.opens == {first, first + 1}
    scene.reseal()
    assert scene.vault.opens == {first + 1}
    scene.reopen()
    assert len(scene.delivered()) == 301


def test_a_key_is_replaced_by_itself_after_ninety_days(scene: Scene) -> None:
    scene.wal.append([canary(1)])
    first = scene.vault.generation()
    scene.clock.pass_seconds(90 * 86_400 + 1)
    scene.wal.housekeep()
    assert scene.vault.generation() == first + 1


def test_a58_a_changed_row_is_set_aside_and_the_others_go_on(scene: Scene) -> None:
    scene.wal.append([canary(number) for number in range(4)])
    rows = scene.rows("SELECT seq, event_id, schema, body FROM event ORDER BY seq")
    # One bit, by somebody who knows to mend the checksum too; and one bit by bad luck.
    (seq, event_id, schema, body), (other, *_) = rows[0], rows[3]
    assert isinstance(body, bytes)
    assert isinstance(event_id, bytes)
    flipped = body[:-1] + bytes([body[-1] ^ 1])
    scene.change(
        "UPDATE event SET body = ?, crc = ? WHERE seq = ?", flipped, checksum(event_id, int(str(schema)), flipped), seq
    )
    scene.change("UPDATE event SET body = zeroblob(length(body)) WHERE seq = ?", other)
    scene.reopen()
    assert scene.delivered() == [canary(1).body, canary(2).body]
    assert scene.letters() == [(seq, "tampered"), (other, "crc")]
    assert scene.counts() == (0, 2)


def test_a58_bodies_that_changed_places_are_set_aside(scene: Scene) -> None:
    scene.wal.append([canary(number) for number in range(3)])
    (one, one_id, one_body), (two, two_id, two_body), _ = scene.rows("SELECT seq, event_id, body FROM event")
    for seq, event_id, body in ((one, one_id, two_body), (two, two_id, one_body)):
        assert isinstance(event_id, bytes)
        assert isinstance(body, bytes)
        scene.change("UPDATE event SET body = ?, crc = ? WHERE seq = ?", body, checksum(event_id, 1, body), seq)
    scene.reopen()
    assert scene.delivered() == [canary(2).body]
    assert scene.letters() == [(one, "tampered"), (two, "tampered")]


def test_a58_a_row_changed_within_a_batch_is_found_before_it_is_sent(scene: Scene) -> None:
    from daywright.agent.batcher import Batcher

    scene.wal.append([canary(number) for number in range(3)])
    assert Batcher(scene.wal, scene.clock, "test/1").begin() is not None
    scene.change("UPDATE event SET body = zeroblob(length(body)) WHERE seq = 2")
    wal = scene.reopen()
    assert Batcher(wal, scene.clock, "test/1").under_way() == []
    assert scene.delivered() == [canary(0).body, canary(2).body]
    assert scene.letters() == [(2, "crc")]


def test_a_copied_log_without_its_key_tells_nothing(scene: Scene, tmp_path: Path) -> None:
    scene.wal.append([canary(number) for number in range(3)])
    scene.wal.close()
    thief = tmp_path / "thief"
    thief.mkdir()
    (thief / "wal.db").write_bytes((scene.folder / "wal.db").read_bytes())
    copied = Scene(thief, scene.clock)
    assert copied.delivered() == []
    assert {code for _, code in copied.letters()} == {"key_lost"}
    assert copied.counts() == (0, 3)
    copied.wal.close()


def test_what_a_lost_key_sealed_is_set_aside_and_waits_again_when_it_is_found(scene: Scene) -> None:
    scene.wal.append([canary(number) for number in range(300)])
    away = (scene.folder / "kek").rename(scene.folder.parent / "kek")
    scene.reopen()
    scene.wal.append([canary(1000)])
    assert scene.delivered() == [canary(1000).body]
    assert scene.counts() == (0, 300)
    scene.reseal()
    assert scene.counts() == (0, 300)
    away.rename(scene.folder / "kek")
    scene.reopen()
    scene.reseal()
    assert scene.counts() == (300, 0)
    assert sorted(scene.delivered()) == sorted(canary(number).body for number in range(300))


def test_a_dead_letter_is_exported_in_the_clear_by_who_has_the_key(scene: Scene) -> None:
    scene.wal.append([canary(1)])
    batch: Batch | None = scene.wal.lease(uuid7(0), 0, lambda _: b"", 1)
    assert batch is not None
    scene.wal.settle(batch, Settlement(dead={batch.members[0].seq: "schema.invalid"}))
    letter: Letter = scene.wal.letters()[0]
    assert letter.size == len(canary(1).body)
    assert Sealing(scene.vault).opened([letter.kept]) == [canary(1).body]
    assert Sealing(None).opened([letter.kept]) == ["key_lost"]


def test_f16_a_damaged_log_is_saved_without_opening_what_is_sealed(scene: Scene) -> None:
    scene.wal.append([canary(number) for number in range(300)], {"window": canary(1000)})
    scene.wal.close()
    path = scene.folder / "wal.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = bytes(4096)
    path.write_bytes(content)
    wal = scene.reopen()
    assert "the log was damaged" in wal.note
    out = scene.delivered()
    assert 200 < len(out) <= 301
    assert set(out) <= {canary(number).body for number in (*range(300), 1000)}
    assert scene.shows(CANARY) == []


def test_f12_a_disk_that_is_full_while_rows_are_sealed_anew_changes_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.wal.append([canary(number) for number in range(300)])
    scene.wal.rotate()

    def full(*_: object) -> bytes:
        error = sqlite3.OperationalError("no room")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    with monkeypatch.context() as trouble:
        trouble.setattr(Sealing, "sealed", full)
        with pytest.raises(StorageError):
            scene.wal.reseal()
    assert scene.counts() == (300, 0)
    scene.reseal()
    assert len(scene.vault.opens) == 1
    assert len(scene.delivered()) == 300


def test_f50_while_the_key_is_not_to_be_had_events_wait_in_memory_and_nothing_is_written_plain(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> bytes:
        raise NotNowError("locked")

    said: list[str] = []
    with monkeypatch.context() as trouble:
        trouble.setattr(KeyFile, "make", locked)
        wal = Wal(tmp_path, clock, vault=Vault(tmp_path, clock, Wish("key_file")))
        queuer = Queuer(wal, clock, heartbeat_us=1, committed=lambda: None, report=said.append)
        tickets = [queuer.emit(canary(number)) for number in range(10)]
        assert not queuer.write()
        assert {ticket.answer for ticket in tickets} == {Refused("locked")}
        assert (queuer.condition, queuer.waiting()) == ("locked", 10)
        clock.pass_seconds(5)
        queuer.emit(canary(10))
        assert not queuer.write()
        assert not any(CANARY in path.read_bytes() for path in tmp_path.rglob("*"))
        for number in range(11, 2100):
            queuer.emit(canary(number))
        assert queuer.waiting() == 2000, "bounded"
    clock.pass_seconds(60)
    fresh = queuer.emit(canary(9000))
    while queuer.waiting():
        assert queuer.write()
    assert fresh.answer == Durable()
    assert queuer.condition == ""
    counters = wal.counters()
    assert (counters["pending"], counters["refused"]) == (2000, 101)
    assert conserved(counters)
    wal.close()
    assert not any(CANARY in path.read_bytes() for path in tmp_path.rglob("*"))
