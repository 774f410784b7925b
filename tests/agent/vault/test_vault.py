"""Which key seals, which opens, and what happens when one is missing."""

import os
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from daywright.agent.vault import PLAIN, LockedError, Vault, Wish, kept_by
from daywright.agent.vault import ring as rings
from daywright.agent.vault.sources import KeyFile, KeyStore, NotNowError
from daywright.agent.vault.vault import KEY_AGE_US
from fakes.bus import dbus_daemon
from fakes.clock import HandClock
from fakes.keystore import RealKeyStore, key_store

OFF, FILE = Wish("off"), Wish("key_file")


def spoken(words: str) -> Wish:
    return Wish("passphrase", words)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealKeyStore]:
    with key_store(tmp_path_factory.mktemp("store") / "home") as running:
        yield running


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def sealed(vault: Vault, text: bytes = b"a title") -> tuple[int, bytes]:
    generation = vault.generation()
    return generation, vault.seal(generation, b"row", text)


def opens(vault: Vault, kept: tuple[int, bytes]) -> bool:
    try:
        return vault.unseal(kept[0], b"row", kept[1]) == b"a title"
    except KeyError:
        return False


def test_without_a_key_store_a_file_holds_the_key(tmp_path: Path, clock: HandClock) -> None:
    kept = sealed(Vault(tmp_path, clock))
    again = Vault(tmp_path, clock)
    assert again.at_rest == ""
    assert again.generation() == kept[0]
    assert again.at_rest == kept_by(tmp_path) == "key_file"
    assert opens(again, kept)
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {
        "kek": 0o600,
        "keys.json": 0o600,
    }


def test_no_key_stands_in_the_clear_beside_what_it_seals(tmp_path: Path, clock: HandClock) -> None:
    vault = Vault(tmp_path, clock, spoken("correct horse"))
    vault.generation()
    (key,) = vault._keys.values()
    assert key.hex() not in (tmp_path / "keys.json").read_text()
    assert not (tmp_path / "kek").exists()


def test_nothing_is_touched_before_it_is_needed(tmp_path: Path, clock: HandClock) -> None:
    Vault(tmp_path / "agent", clock)
    assert not (tmp_path / "agent").exists()
    assert kept_by(tmp_path / "agent") == "off"


def test_only_the_same_passphrase_opens(tmp_path: Path, clock: HandClock) -> None:
    kept = sealed(Vault(tmp_path, clock, spoken("correct horse")))
    assert opens_with(tmp_path, clock, spoken("correct horse"), kept)
    wrong = Vault(tmp_path, clock, spoken("battery staple"))
    with pytest.raises(LockedError, match="not the one that was used before"):
        wrong.generation()
    assert wrong.at_rest == "locked"
    wrong.change(spoken("correct horse"))
    assert wrong.generation() == kept[0]


def opens_with(folder: Path, clock: HandClock, wish: Wish, kept: tuple[int, bytes]) -> bool:
    vault = Vault(folder, clock, wish)
    vault.generation()
    return opens(vault, kept)


def test_a_passphrase_comes_from_a_file_that_nobody_else_can_read(tmp_path: Path, clock: HandClock) -> None:
    file = tmp_path / "passphrase"
    wish = Wish("auto", passphrase_file=file)
    vault = Vault(tmp_path / "agent", clock, wish)
    with pytest.raises(LockedError, match="is not there"):
        vault.generation()
    file.write_text("correct horse\n")
    file.chmod(0o644)
    vault.hurry()
    with pytest.raises(LockedError, match="chmod 600"):
        vault.generation()
    file.chmod(0o600)
    vault.hurry()
    kept = sealed(vault)
    assert vault.at_rest == "passphrase"
    assert opens_with(tmp_path / "agent", clock, spoken("correct horse"), kept)


def test_what_is_missing_is_tried_again_seldomer_and_seldomer(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def refuse(*_: object) -> bytes:
        tries.append(clock.mono_us())
        raise NotNowError("locked")

    monkeypatch.setattr(KeyFile, "make", refuse)
    vault = Vault(tmp_path, clock, FILE)
    for _ in range(600):
        with pytest.raises(LockedError, match="locked"):
            vault.generation()
        clock.pass_seconds(1)
    gaps = [(later - sooner) // 1_000_000 for sooner, later in pairwise(tries)]
    assert gaps[:5] == [4, 8, 16, 32, 60]
    assert set(gaps[5:]) == {60}


@pytest.mark.parametrize("after", [spoken("correct horse"), FILE], ids=["passphrase", "key_file"])
@pytest.mark.parametrize("before", [spoken("correct horse"), FILE], ids=["passphrase", "key_file"])
def test_another_way_to_keep_the_key_opens_what_the_first_one_sealed(
    tmp_path: Path, clock: HandClock, before: Wish, after: Wish
) -> None:
    vault = Vault(tmp_path, clock, before)
    kept = sealed(vault)
    # The old passphrase is still known when the way changes: both are given.
    vault.change(Wish(after.at_rest, "correct horse"))
    assert vault.generation() == kept[0]
    assert vault.at_rest == after.at_rest
    assert opens_with(tmp_path, clock, after, kept)
    assert (tmp_path / "kek").exists() == (after is FILE)


def test_a_key_file_that_is_gone_is_replaced_and_what_it_sealed_waits_for_it(tmp_path: Path, clock: HandClock) -> None:
    first = Vault(tmp_path, clock)
    kept = sealed(first)
    away = (tmp_path / "kek").rename(tmp_path / "elsewhere")
    second = Vault(tmp_path, clock)
    fresh = sealed(second)
    assert fresh[0] != kept[0]
    assert (opens(second, kept), opens(second, fresh)) == (False, True)
    away.rename(tmp_path / "kek")
    third = Vault(tmp_path, clock)
    newest = sealed(third)
    assert [opens(third, one) for one in (kept, fresh, newest)] == [True, False, True]


def test_a_key_that_is_open_stays_open_and_is_wrapped_anew_when_its_file_is_gone(
    tmp_path: Path, clock: HandClock
) -> None:
    vault = Vault(tmp_path, clock)
    kept = sealed(vault)
    (tmp_path / "kek").unlink()
    vault.change(FILE)
    assert vault.generation() == kept[0]
    assert opens_with(tmp_path, clock, FILE, kept)


def test_an_older_key_that_is_missing_is_asked_for_again_and_the_newest_stays_in_use_meanwhile(
    tmp_path: Path, clock: HandClock
) -> None:
    kept = sealed(Vault(tmp_path, clock, spoken("correct horse")))
    vault = Vault(tmp_path, clock, FILE)
    fresh = sealed(vault)
    assert (vault.at_rest, opens(vault, kept), opens(vault, fresh)) == ("key_file", False, True)
    (tmp_path / "kek").chmod(0o644)  # whatever happens to it while another one is looked for
    clock.pass_seconds(100)
    assert vault.generation() == fresh[0]
    (tmp_path / "kek").chmod(0o600)
    vault.change(Wish("key_file", "correct horse"))
    before = vault.openings
    assert vault.generation() == fresh[0]
    assert vault.openings > before, "whoever set something aside for want of it looks again"
    assert opens(vault, kept)


def test_a_key_file_open_to_others_is_not_used(tmp_path: Path, clock: HandClock) -> None:
    sealed(Vault(tmp_path, clock))
    (tmp_path / "kek").chmod(0o644)
    with pytest.raises(LockedError, match="chmod 600"):
        Vault(tmp_path, clock).generation()


def test_a_damaged_ring_is_kept_and_another_one_never_takes_its_numbers(tmp_path: Path, clock: HandClock) -> None:
    kept = sealed(Vault(tmp_path, clock))
    (tmp_path / "keys.json").write_bytes(b'{"name": "agent"')
    vault = Vault(tmp_path, clock)
    assert vault.generation() != kept[0]
    assert not opens(vault, kept)
    assert (tmp_path / "keys.json.damaged").exists()


def test_another_generation_seals_what_is_new_and_the_old_one_opens_until_it_is_dropped(
    tmp_path: Path, clock: HandClock
) -> None:
    vault = Vault(tmp_path, clock)
    kept = sealed(vault)
    vault.rotate()
    fresh = sealed(vault)
    assert fresh[0] == kept[0] + 1
    assert opens(vault, kept)
    vault.forget(vault.opens)
    assert vault.opens == {fresh[0]}, "the one in use is never dropped"
    again = Vault(tmp_path, clock)
    again.generation()
    assert (opens(again, kept), opens(again, fresh)) == (False, True)


def test_a_key_is_old_after_ninety_days(tmp_path: Path, clock: HandClock) -> None:
    vault = Vault(tmp_path, clock)
    vault.generation()
    clock.pass_seconds(KEY_AGE_US / 1e6 - 60)
    assert not vault.is_old()
    clock.pass_seconds(120)
    assert vault.is_old()
    vault.rotate()
    assert not vault.is_old()


def test_off_seals_nothing_opens_everything_and_leaves_no_key_behind(tmp_path: Path, clock: HandClock) -> None:
    kept = sealed(Vault(tmp_path, clock))
    vault = Vault(tmp_path, clock, OFF)
    assert vault.generation() == PLAIN
    assert vault.at_rest == "off"
    assert opens(vault, kept)
    vault.forget(vault.opens)
    assert not (tmp_path / "kek").exists()
    assert kept_by(tmp_path) == "off"
    assert Vault(tmp_path, clock).generation() > kept[0], "numbers are never used twice"


def test_whoever_only_looks_changes_nothing(tmp_path: Path, clock: HandClock) -> None:
    looking = Vault(tmp_path, clock)
    assert looking.look() == ""
    assert list(tmp_path.iterdir()) == []
    kept = sealed(Vault(tmp_path, clock))
    assert looking.look() == ""
    assert opens(looking, kept)
    before = (tmp_path / "keys.json").read_bytes()
    (tmp_path / "kek").unlink()
    assert "gone" in Vault(tmp_path, clock).look()
    (tmp_path / "keys.json").write_bytes(b"?")
    assert "damaged" in Vault(tmp_path, clock).look()
    assert before != (tmp_path / "keys.json").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.json"]


def test_a_passphrase_shows_in_no_description() -> None:
    assert "horse" not in repr(spoken("correct horse"))


@pytest.mark.e2e
def test_a_key_store_holds_the_key_and_the_disk_does_not(tmp_path: Path, clock: HandClock, store: RealKeyStore) -> None:
    wish = Wish(environment=store.environment)
    kept = sealed(Vault(tmp_path, clock, wish))
    assert kept_by(tmp_path) == "os_keystore"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.json"]
    assert opens_with(tmp_path, clock, wish, kept)
    # Where it does not answer, the key is waited for.
    with pytest.raises(LockedError, match="no key store answers"):
        Vault(tmp_path, clock, Wish()).generation()


@pytest.mark.e2e
def test_f50_a_locked_key_store_is_waited_for(tmp_path: Path, clock: HandClock, store: RealKeyStore) -> None:
    wish = Wish("os_keystore", environment=store.environment)
    store.lock()
    try:
        vault = Vault(tmp_path, clock, wish)
        with pytest.raises(LockedError, match="unlock it"):
            vault.generation()
        assert list(tmp_path.iterdir()) == []
        # Who wants whatever there is does not wait for a store that was never used.
        assert (Vault(tmp_path / "other", clock, Wish(environment=store.environment)).generation()) > PLAIN
        assert kept_by(tmp_path / "other") == "key_file"
    finally:
        store.unlock()
    clock.pass_seconds(5)
    assert opens(vault, sealed(vault))
    assert vault.at_rest == "os_keystore"


@pytest.mark.e2e
def test_a_bus_on_which_nobody_ever_made_a_key_store_means_a_key_file(tmp_path: Path, clock: HandClock) -> None:
    with dbus_daemon() as address:
        surroundings = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": address}
        Vault(tmp_path / "agent", clock, Wish(environment=surroundings)).generation()
    assert kept_by(tmp_path / "agent") == "key_file"


@pytest.mark.e2e
def test_a_key_moves_into_the_store_and_out_of_it(tmp_path: Path, clock: HandClock, store: RealKeyStore) -> None:
    vault = Vault(tmp_path, clock, FILE)
    kept = sealed(vault)
    vault.change(Wish("os_keystore", environment=store.environment))
    assert vault.generation() == kept[0]
    assert not (tmp_path / "kek").exists()
    held = rings.load(tmp_path)
    assert held is not None
    assert len(KeyStore(store.environment).fetch(held.name, b"")) == 32
    vault.change(Wish("key_file", environment=store.environment))
    assert vault.generation() == kept[0]
    assert opens_with(tmp_path, clock, FILE, kept)
    again = Vault(tmp_path / "second", clock, Wish("os_keystore", environment=store.environment))
    assert opens(again, sealed(again))


@pytest.mark.e2e
def test_a_key_the_store_has_lost_is_replaced(tmp_path: Path, clock: HandClock, store: RealKeyStore) -> None:
    wish = Wish("os_keystore", environment=store.environment)
    kept = sealed(Vault(tmp_path, clock, wish))
    store.forget_everything()
    vault = Vault(tmp_path, clock, wish)
    assert opens(vault, sealed(vault))
    assert not opens(vault, kept)
