"""The home folder opened by a command, whether a server runs on it or not: SQLite lets both read and write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daywright.cli.failure import FailureError
from daywright.server.foundation.settings import Settings

if TYPE_CHECKING:
    from daywright.agent.desk import Desk
    from daywright.server.app import Store
    from daywright.server.timeline import Readers

Home = Annotated[
    Path | None, typer.Option("--home", help="Folder that holds the data (default: the platform's, or DAYWRIGHT_HOME).")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def settings_for(home: Path | None, **flags: object) -> Settings:
    """Read the settings; flags that were given win."""
    from pydantic import ValidationError

    given = {name: value for name, value in {"home": home, **flags}.items() if value is not None}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as error:
        first = error.errors()[0]
        raise FailureError(f"the setting {'.'.join(map(str, first['loc']))} is not right: {first['msg']}.") from None
    except (OSError, ValueError) as error:
        raise FailureError(f"config.toml cannot be read: {error}.") from None
    return settings.model_copy(update={"home": settings.home.expanduser().absolute()})


def log_desk(home: Path) -> "Desk":
    """What a person may ask of the agent's log, with the keys it is sealed with."""
    import os

    from daywright.agent import config
    from daywright.agent.desk import Desk
    from daywright.agent.vault import Vault
    from daywright.kit.clock import SystemClock

    try:
        wish = config.sealing(home, config.surroundings(os.environ))
    except config.ConfigError as error:
        raise FailureError(f"{error}.") from None
    clock = SystemClock()
    return Desk(home, clock, Vault(home / "agent", clock, wish))


@contextmanager
def opened(settings: Settings) -> "Iterator[tuple[Store, Readers]]":
    """Open the home's store and what reads it."""
    from daywright.server import timeline
    from daywright.server.foundation.writer import Writer

    store = open_home(settings)
    writer = Writer(store.database.connect)
    writer.start()
    try:
        yield store, timeline.Readers(writer)
    finally:
        writer.stop()
        store.database.close()


def open_home(settings: Settings) -> "Store":
    """Open the home's store, or explain in one line why that cannot be."""
    import sqlite3

    from sqlalchemy.exc import DatabaseError

    from daywright.server.app import open_store
    from daywright.server.foundation.schema import NewerSchemaError

    try:
        return open_store(settings)
    except PermissionError as error:
        raise FailureError(
            f"no right to use {error.filename or settings.home}; choose another folder with --home."
        ) from None
    except (OSError, NewerSchemaError) as error:
        raise FailureError(f"{settings.home} cannot be used: {error}.") from None
    except (DatabaseError, sqlite3.DatabaseError) as error:
        reason = getattr(error, "orig", error)
        raise FailureError(f"the database {settings.sqlite_path} cannot be used: {reason}.") from None


def open_to_serve(settings: Settings) -> "Store":
    """Open the home's store and see that the owner's token is there."""
    from daywright.server.app import ensure_owner_token

    store = open_home(settings)
    try:
        ensure_owner_token(store, settings.home)
    except OSError as error:
        raise FailureError(f"{settings.home / 'token'} cannot be used: {error.strerror}.") from None
    return store
