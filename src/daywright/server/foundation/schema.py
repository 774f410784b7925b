"""Bringing a database to the newest schema, in one transaction, and only when it is behind."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from daywright.server.foundation.database import Base, Database

STEPS = Path(__file__).parents[1] / "migrations"


class NewerSchemaError(RuntimeError):
    """The database was written by a newer Daywright; this one must not touch it."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(database: Database) -> bool:
    """Run the steps the database lacks; whether there were any. Raises NewerSchemaError for an unknown schema."""
    config = _config()
    history = ScriptDirectory.from_config(config)
    head = history.get_current_head()
    with database.writing() as session:
        connection = session.connection()
        now = MigrationContext.configure(connection).get_current_revision()
        if now == head:
            return False
        if now is not None and now not in {step.revision for step in history.walk_revisions()}:
            raise NewerSchemaError(f"the database has schema {now}, which this version does not know")
        config.attributes["connection"] = connection
        config.attributes["metadata"] = Base.metadata
        command.upgrade(config, "head")
    return True
