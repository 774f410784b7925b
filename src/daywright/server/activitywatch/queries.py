"""Every question the ActivityWatch face asks the database by itself. Buckets and events are asked of `events`."""

import sqlite3

MOST_SETTINGS = 1_000

_SETTINGS = "SELECT key, value FROM activitywatch_setting WHERE user = ? ORDER BY key LIMIT 1000"
_SETTING = "SELECT value FROM activitywatch_setting WHERE user = ? AND key = ?"
_PUT = """
    INSERT INTO activitywatch_setting (user, key, value) VALUES (?, ?, ?)
    ON CONFLICT (user, key) DO UPDATE SET value = excluded.value"""
_DELETE = "DELETE FROM activitywatch_setting WHERE user = ? AND key = ?"


def settings(connection: sqlite3.Connection, user: int) -> dict[str, str]:
    """Return all settings, as JSON."""
    return dict(connection.execute(_SETTINGS, (user,)).fetchall())


def setting(connection: sqlite3.Connection, user: int, key: str) -> str | None:
    """Return one setting, as JSON."""
    row = connection.execute(_SETTING, (user, key)).fetchone()
    return row[0] if row else None


def put_setting(connection: sqlite3.Connection, user: int, key: str, value: str) -> None:
    """Keep a setting. Needs a writing transaction."""
    connection.execute(_PUT, (user, key, value))


def delete_setting(connection: sqlite3.Connection, user: int, key: str) -> None:
    """Forget a setting. Needs a writing transaction."""
    connection.execute(_DELETE, (user, key))
