from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import daywright.server
from daywright.server.foundation.database import Base, Database
from daywright.server.foundation.schema import NewerSchemaError, upgrade


def _load_all_tables() -> None:
    """Have every feature describe its tables, also those that are only ever reached by SQL text."""
    for feature in Path(daywright.server.__path__[0]).glob("*/tables.py"):
        import_module(f"daywright.server.{feature.parent.name}.tables")


def test_the_steps_lead_to_exactly_the_tables_the_code_has(tmp_path: Path) -> None:
    _load_all_tables()
    database = Database(tmp_path / "test.db")
    assert upgrade(database)
    with database.reading() as session:
        assert compare_metadata(MigrationContext.configure(session.connection()), Base.metadata) == []


def test_a_database_that_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    database = Database(tmp_path / "test.db")
    upgrade(database)
    assert not upgrade(database)


def test_a_database_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    database = Database(tmp_path / "test.db")
    upgrade(database)
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchemaError):
        upgrade(database)


def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = Database(tmp_path / "test.db")
    upgrade(database)
    files = [path for path in tmp_path.iterdir() if path.name.startswith("test.db")]
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
