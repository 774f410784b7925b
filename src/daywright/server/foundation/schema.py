"""Bringing a database to the newest schema, in one transaction, and only when it is behind.

Steps are numbered files, so that being up to date is seen without loading the tool that runs them.
"""

from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from daywright.server.foundation.database import Base, Database

STEPS = Path(__file__).parents[1] / "migrations"


class NewerSchemaError(RuntimeError):
    """The database was written by a newer Daywright; this one must not touch it."""


def upgrade(database: Database) -> bool:
    """Run the steps the database lacks; whether there were any. Raises NewerSchemaError for an unknown schema."""
    known = sorted(path.name.partition("_")[0] for path in (STEPS / "versions").glob("[0-9]*_*.py"))
    with database.reading() as session:
        if _revision(session) == known[-1]:
            return False
    with database.writing() as session:
        now = _revision(session)
        if now is not None and now not in known:
            raise NewerSchemaError(f"the database has schema {now}, which this version does not know")
        _run_steps(session)
    return True


def _revision(session: Session) -> str | None:
    if not inspect(session.connection()).has_table("alembic_version"):
        return None
    return session.connection().exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _run_steps(session: Session) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = session.connection()
    config.attributes["metadata"] = Base.metadata
    command.upgrade(config, "head")
