from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from daywright.server.foundation.database import Database


def test_an_error_of_the_database_tells_no_value(tmp_path: Path) -> None:
    database = Database(tmp_path / "any.db")
    with pytest.raises(SQLAlchemyError) as failure, database.reading() as session:
        session.execute(text("SELECT * FROM nothing WHERE title = :title"), {"title": "a private title"})
    database.close()
    assert "private" not in str(failure.value)
