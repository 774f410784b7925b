"""`daywright token`: credentials for programs."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, Json, open_home, settings_for
from daywright.cli.terminal import plain

NAME_CAP = 100

app = typer.Typer(help="Credentials for programs.", no_args_is_help=True)


class ScopeName(StrEnum):
    """Each contains the one before."""

    read = "read"
    write = "write"
    admin = "admin"


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What the token is for; a writing token's device takes this name.")],
    scope: Annotated[ScopeName, typer.Option(help="What it allows.")] = ScopeName.read,
    home: Home = None,
) -> None:
    """Make a token and print it, this once."""
    from daywright.server import accounts, devices
    from daywright.server.foundation.access import Scope

    if not 0 < len(name) <= NAME_CAP or not name.isprintable():
        raise FailureError(f"a name has 1 to {NAME_CAP} signs on one line.", ExitCode.USAGE)
    store = open_home(settings_for(home))
    allowed = Scope[scope.value.upper()]
    now_us = store.clock.wall_us()
    with store.database.writing() as session:
        device = None
        if allowed >= Scope.WRITE:
            device = devices.ensure_device(session, store.owner, name, now_us).id
        secret = accounts.create_token(session, store.owner, name, allowed, device, now_us)
    print(secret)


@app.command("list")
def list_tokens(home: Home = None, as_json: Json = False) -> None:
    """List tokens, newest first, without their secrets."""
    from daywright.kit.clock import rfc3339
    from daywright.server import accounts
    from daywright.server.foundation.access import Scope

    store = open_home(settings_for(home))
    with store.database.reading() as session:
        rows = [
            {
                "name": token.name,
                "scope": Scope(token.scope).name.lower(),
                "created": rfc3339(token.created_us),
                "revoked": None if token.revoked_us is None else rfc3339(token.revoked_us),
            }
            for token in accounts.tokens(session, store.owner)
        ]
    if as_json:
        print(json.dumps({"tokens": rows}, ensure_ascii=False))
        return
    for row in rows:
        told = f"{plain(str(row['name'])):<24} {row['scope']:<6} {row['created']}"
        print(f"{told} revoked" if row["revoked"] else told)


@app.command()
def revoke(name: Annotated[str, typer.Argument(help="The token's name.")], home: Home = None) -> None:
    """Revoke every token of that name; a running server refuses it within seconds."""
    from daywright.server import accounts

    store = open_home(settings_for(home))
    with store.database.writing() as session:
        count = accounts.revoke_token(session, store.owner, name, store.clock.wall_us())
    if not count:
        raise FailureError(f"there is no live token called {name}.")
    print(f"Revoked {count} token{'s' if count > 1 else ''} called {name}.")
