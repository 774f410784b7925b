"""`daywright buckets`: what a running ActivityWatch keeps, and what our agent would read of it."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Json
from daywright.cli.terminal import plain


def buckets(
    aw_url: Annotated[
        str, typer.Option("--aw-url", help="Where ActivityWatch answers.", envvar="DAYWRIGHT_AW_URL")
    ] = "http://127.0.0.1:5600",
    api_key_file: Annotated[Path | None, typer.Option("--api-key-file", help="Holds the key it asks for.")] = None,
    as_json: Json = False,
) -> None:
    """List the buckets of a running ActivityWatch; a star marks those that `agent --source activitywatch` reads."""
    from daywright.agent.collector import find_buckets
    from daywright.agent.config import ConfigError, collecting, surroundings
    from daywright.kit.clock import rfc3339
    from daywright.kit.jsonhttp import NoAnswer, WrongAnswer

    told = {"aw_url": aw_url, "aw_api_key_file": str(api_key_file or "")}
    try:
        found, chosen = find_buckets(collecting(told, surroundings(os.environ)))
    except ConfigError as error:
        raise FailureError(f"{error}.", ExitCode.USAGE) from None
    except NoAnswer as error:
        raise FailureError(f"ActivityWatch at {aw_url} cannot be reached: {error}.", ExitCode.UNREACHABLE) from None
    except WrongAnswer as error:
        code = ExitCode.REFUSED if error.status in (401, 403) else ExitCode.FAILURE
        raise FailureError(f"{aw_url} does not answer as ActivityWatch does: {error}.", code) from None
    if as_json:
        listed = [
            {
                "id": one.id,
                "type": one.type,
                "client": one.client,
                "hostname": one.hostname,
                "created": None if one.created_us is None else rfc3339(one.created_us),
                "collected": one.id in chosen,
            }
            for one in found
        ]
        print(json.dumps({"buckets": listed}, ensure_ascii=False))
        return
    if not found:
        print(f"ActivityWatch at {aw_url} has no buckets yet.")
    width = max((len(one.id) for one in found), default=0)
    for one in found:
        star = "*" if one.id in chosen else " "
        print(f"{star} {plain(one.id):<{width}}  {plain(one.type):<20} {plain(one.hostname)}".rstrip())
