"""`daywright device`: who may report, and the secrets that let machines in."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, Json, open_home, settings_for
from daywright.cli.terminal import plain

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from daywright.server.app import Store
    from daywright.server.devices.tables import Device

app = typer.Typer(help="Machines that report, and what lets them in.", no_args_is_help=True)
secret_app = typer.Typer(help="Secrets with which machines enrol.", no_args_is_help=True)
app.add_typer(secret_app, name="secret")

Which = Annotated[str, typer.Argument(help="The device's id or name.")]
LABEL_CAP = 100
HERE = "console"


@app.command("list")
def list_devices(home: Home = None, as_json: Json = False) -> None:
    """List devices in the order they came, with what waits there and what was set aside."""
    from daywright.kit.clock import rfc3339
    from daywright.server.devices import overview

    store = open_home(settings_for(home))
    with store.database.reading() as session:
        rows = [
            {
                "id": seen.device.uid,
                "name": seen.device.name,
                "state": seen.device.state,
                "enrolled": seen.enrolment is not None,
                "last_seen": None if seen.device.last_seen_us is None else rfc3339(seen.device.last_seen_us),
                "pending": seen.told.report.pending if seen.told else None,
                "dead": seen.told.report.dead if seen.told else None,
                "rotation_asked": seen.rotation_asked,
            }
            for seen in overview.of_user(session, store.owner)
        ]
    if as_json:
        print(json.dumps({"devices": rows}, ensure_ascii=False))
        return
    for row in rows:
        waits = "" if row["pending"] is None else f"  {row['pending']} waiting, {row['dead']} set aside"
        print(f"{row['id']}  {plain(str(row['name'])):<24} {row['state']:<8} {row['last_seen'] or 'never':<27}{waits}")


@app.command()
def approve(device: Which, home: Home = None) -> None:
    """Let in a device that waits for it."""
    from daywright.server.devices import registry

    with _device(home, device) as (store, session, row):
        registry.approve(session, row, store.clock.wall_us(), actor=HERE)
    print(f"{plain(row.name)} may deliver now.")


@app.command()
def revoke(device: Which, home: Home = None) -> None:
    """Shut a device out, or do not let it in; a running server refuses it at once. What it has recorded stays."""
    from daywright.server.devices import registry

    with _device(home, device) as (store, session, row):
        if row.id == store.device:
            raise FailureError("this is the machine the server runs on; it cannot be shut out.", ExitCode.REFUSED)
        registry.revoke(session, row, store.clock.wall_us(), actor=HERE)
    print(f"{plain(row.name)} is shut out.")


@app.command()
def rotate(device: Which, home: Home = None) -> None:
    """Ask a device to replace its key, which it does when it next reads its settings."""
    from daywright.server.devices import rotation

    with _device(home, device) as (store, session, row):
        rotation.ask(session, row, store.clock.wall_us(), actor=HERE)
    print(f"{plain(row.name)} is asked for another key.")


@app.command("roll-signing-key")
def roll_signing_key(
    force: Annotated[
        bool, typer.Option("--force", help="Take it into use although some devices do not know it; enrol those again.")
    ] = False,
    home: Home = None,
) -> None:
    """Replace the key that signs what devices are asked to do: announce the next, then, once all know it, use it."""
    from daywright.kit.faultpoints import arm
    from daywright.server.devices import Keyring, keyroll
    from daywright.server.foundation.sealing import Sealer

    arm(os.environ.get("DAYWRIGHT_FAULT", ""))
    store = open_home(settings_for(home))
    keyring = Keyring(store.database, Sealer(store.keks))
    rolled = keyroll.roll(store.database, keyring, store.clock.wall_us(), actor=HERE, force=force)
    if rolled.done:
        print("The new key signs from now on.")
        return
    print(
        "The next key is announced. Run this again when these have taken their settings (it takes them five minutes):"
    )
    for name in rolled.waiting:
        print(f"  {plain(name)}")


@secret_app.command("create")
def create_secret(
    label: Annotated[str, typer.Argument(help="What the secret is for.")] = "enrolment",
    uses: Annotated[int, typer.Option(min=1, max=10_000, help="How many machines it lets in.")] = 1,
    hours: Annotated[int, typer.Option(min=1, max=8760, help="For how long it is good.")] = 24,
    approve: Annotated[
        bool, typer.Option("--approve", help="Let a machine deliver only after you approve it.")
    ] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Make an enrolment secret and print it, this once."""
    from daywright.kit.clock import US_PER_SECOND, rfc3339
    from daywright.server.devices import entrance

    if not 0 < len(label) <= LABEL_CAP or not label.isprintable():
        raise FailureError(f"a label has 1 to {LABEL_CAP} signs on one line.", ExitCode.USAGE)
    store = open_home(settings_for(home))
    now_us = store.clock.wall_us()
    expires_us = now_us + int(timedelta(hours=hours).total_seconds()) * US_PER_SECOND
    wanted = entrance.Wanted(label, max_uses=uses, expires_us=expires_us, require_approval=approve)
    with _refusals(), store.database.writing() as session:
        row, secret = entrance.create(session, store.owner, wanted, now_us, actor=HERE)
    if as_json:
        print(json.dumps({"id": row.uid, "secret": secret, "expires": rfc3339(expires_us), "max_uses": uses}))
        return
    typer.echo("Put this into a file on the machine, then run there", err=True)
    typer.echo("  daywright enroll --server URL --username NAME --enrollment-secret-file FILE", err=True)
    print(secret)


@secret_app.command("list")
def list_secrets(home: Home = None, as_json: Json = False) -> None:
    """List enrolment secrets, newest first, without what they are."""
    from daywright.kit.clock import rfc3339
    from daywright.server.devices import entrance

    store = open_home(settings_for(home))
    with store.database.reading() as session:
        rows = [
            {
                "id": row.uid,
                "label": row.label,
                "state": entrance.state_of(row, store.clock.wall_us()),
                "uses": row.uses,
                "max_uses": row.max_uses,
                "require_approval": row.require_approval,
                "expires": rfc3339(row.expires_us),
            }
            for row in entrance.listed(session, store.owner)
        ]
    if as_json:
        print(json.dumps({"secrets": rows}, ensure_ascii=False))
        return
    for row in rows:
        used = f"{row['uses']} of {row['max_uses']}"
        print(f"{row['id']}  {plain(str(row['label'])):<24} {row['state']:<8} {used:<12} until {row['expires']}")


@secret_app.command("revoke")
def revoke_secret(secret: Annotated[str, typer.Argument(help="The secret's id.")], home: Home = None) -> None:
    """Let nobody in with a secret any more; who is in stays."""
    from daywright.server.devices import entrance

    store = open_home(settings_for(home))
    with _refusals(), store.database.writing() as session:
        entrance.revoke(session, store.owner, secret, store.clock.wall_us(), actor=HERE)
    print(f"The secret {secret} lets nobody in any more.")


@contextmanager
def _device(home: "Path | None", which: str) -> "Iterator[tuple[Store, Session, Device]]":
    """Find the device that is meant, by id or name, in a transaction that commits at the end."""
    from daywright.server.devices import registry

    store = open_home(settings_for(home))
    with _refusals(), store.database.writing() as session:
        yield store, session, registry.find_called(session, store.owner, which)


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in one line why something was refused."""
    from daywright.server.foundation.errors import Refusal

    try:
        yield
    except Refusal as refusal:
        said = refusal.detail[0].lower() + refusal.detail[1:]
        missing = 404
        raise FailureError(said, ExitCode.FAILURE if refusal.status == missing else ExitCode.REFUSED) from None
