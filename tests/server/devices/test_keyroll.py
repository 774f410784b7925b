"""The key that signs settings is replaced while devices come and go, and no device is left behind."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from daywright.agent.remote import ConfigRefusedError, Held, Signed, Wanted, accept, confirm, read
from daywright.server.app import Store
from daywright.server.devices import Keyring, keyroll, registry
from daywright.server.devices.service.keyroll import Rolled
from daywright.server.foundation import audit, sealing
from fakes.enrolled_device import EnrolledDevice
from server_api import Api

Enrol = Callable[..., EnrolledDevice]

CONFIG, STATUS = "/api/v1/devices/self/config", "/api/v1/devices/self/status"


@dataclass
class Member:
    """A device that takes its settings as the agent does."""

    line: EnrolledDevice
    held: Held = field(default_factory=Held)

    def look(self) -> None:
        """Fetch settings, take them, tell which they are. Raises ConfigRefusedError."""
        answer = self.line.ask("GET", CONFIG)
        came = Signed(answer.content, answer.headers["ETag"].strip('"'), answer.headers["X-Config-Signature"])
        if came.body != self.held.body:
            told = self.line.answer["config_signing_key"]
            self.held = confirm(accept(self.held, came, device_id=self.line.answer["device_id"], signing_key=told))
        said = {"pending": 0, "config_version": self.wanted.version}
        assert self.line.ask("POST", STATUS, said).status_code == 204

    @property
    def wanted(self) -> Wanted:
        return read(self.held.body, self.line.answer["device_id"])


@pytest.fixture
def member(enrol: Enrol) -> Member:
    return Member(enrol())


def roll(store: Store, *, force: bool = False) -> Rolled:
    """As the command does: with a keyring of its own, beside the server's."""
    keyring = Keyring(store.database, sealing.Sealer(store.keks))
    return keyroll.roll(store.database, keyring, store.clock.wall_us(), actor="console", force=force)


def test_the_next_key_is_announced_taken_and_then_used(store: Store, member: Member) -> None:
    member.look()
    assert roll(store) == Rolled(done=False, waiting=(store_name(store, member),))
    member.look()
    announced = member.wanted.signing_keys
    assert len(announced) == 2
    assert roll(store) == Rolled(done=True)
    member.look()
    (only,) = member.wanted.signing_keys
    assert only != member.line.answer["config_signing_key"]
    assert not roll(store).done, "the next one begins with an announcement again"


def store_name(store: Store, member: Member) -> str:
    with store.database.reading() as session:
        return str(registry.find(session, store.owner, member.line.answer["device_id"]).name)


def test_a_device_that_was_away_keeps_everybody_waiting_but_not_for_ever(
    store: Store, member: Member, enrol: Enrol
) -> None:
    away = Member(enrol(hostname="cellar"))
    roll(store)
    member.look()
    assert roll(store) == Rolled(done=False, waiting=("cellar",))
    away.look()
    assert roll(store).done
    for one in (member, away):
        one.look()


def test_a_device_that_comes_in_meanwhile_is_told_at_the_door(store: Store, member: Member, enrol: Enrol) -> None:
    roll(store)
    member.look()
    late = Member(enrol(hostname="attic"))
    assert len(late.line.answer["config"]["signing_keys"]) == 2
    assert roll(store) == Rolled(done=False, waiting=("attic",))
    late.look()
    assert roll(store).done
    late.look()
    new = Member(enrol(hostname="loft"))
    new.look()


def test_devices_that_are_shut_out_are_not_waited_for(api: Api, store: Store, member: Member) -> None:
    roll(store)
    path = f"/api/v1/devices/{member.line.answer['device_id']}/revoke"
    assert api.client.post(path, headers=api.headers).status_code == 204
    assert roll(store).done


def test_with_force_whoever_does_not_know_the_key_is_left_behind(store: Store, member: Member) -> None:
    member.look()
    roll(store)
    assert roll(store, force=True).done
    with pytest.raises(ConfigRefusedError, match="signature"):
        member.look()


def test_force_alone_skips_no_announcement(store: Store, member: Member) -> None:
    member.look()
    assert not roll(store, force=True).done


def test_the_owner_s_own_changes_keep_what_was_announced(api: Api, store: Store, member: Member) -> None:
    roll(store)
    member.look()
    keys = member.wanted.signing_keys
    path = f"/api/v1/devices/{member.line.answer['device_id']}/config"
    wanted = {"version": member.wanted.version, "record_titles": False}
    assert api.client.put(path, json=wanted, headers=api.headers).status_code == 200
    member.look()
    assert member.wanted.signing_keys == keys


def test_both_steps_are_written_down_once_each(store: Store, member: Member) -> None:
    for _ in range(3):
        roll(store)
    member.look()
    roll(store)
    with store.database.reading() as session:
        actions = [entry.action for entry in session.query(audit.AuditEntry).order_by(audit.AuditEntry.id)]
        assert audit.first_break(session) is None
    assert [action for action in actions if "signing" in action] == ["signing key announced", "signing key taken"]
