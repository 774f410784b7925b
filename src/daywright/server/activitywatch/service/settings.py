"""Settings of the ActivityWatch dashboard: any JSON under a key, kept as it came. `null` takes a key away."""

import json
from typing import Final

from daywright.server.activitywatch import queries
from daywright.server.activitywatch.service import filters, messages
from daywright.server.foundation.access import Actor
from daywright.server.foundation.database import Database, driver

LONGEST_KEY: Final = 127


def every(database: Database, actor: Actor) -> bytes:
    """Write all settings as one JSON object."""
    with database.reading() as session:
        found = queries.settings(driver(session), actor.user)
    members = (json.dumps(key, ensure_ascii=False) + ":" + value for key, value in found.items())
    return ("{" + ",".join(members) + "}").encode()


def one(database: Database, actor: Actor, key: str) -> bytes:
    """Write one setting as JSON, `null` when it is not set."""
    with database.reading() as session:
        return (queries.setting(driver(session), actor.user, key) or "null").encode()


def put(database: Database, actor: Actor, key: str, body: bytes) -> bytes:
    """Keep a value and return it as it is kept. Raises Refusal 400."""
    if len(key) > LONGEST_KEY or "\0" in key:
        raise messages.malformed("the key is too long")
    try:
        value = messages.mended(body).decode()
    except (ValueError, RecursionError) as error:
        raise messages.malformed("the body is no JSON") from error
    if messages.too_deep(json.loads(value)):
        raise messages.malformed("the value is nested too deeply")
    if key == filters.KEY:
        filters.filters_of(value)
    with database.writing() as session:
        if value == "null":
            queries.delete_setting(driver(session), actor.user, key)
            return b"null"
        if len(queries.settings(driver(session), actor.user)) >= queries.MOST_SETTINGS:
            raise messages.malformed("there are too many settings")
        queries.put_setting(driver(session), actor.user, key, value)
    return value.encode()


def delete(database: Database, actor: Actor, key: str) -> None:
    """Forget a setting."""
    with database.writing() as session:
        queries.delete_setting(driver(session), actor.user, key)
