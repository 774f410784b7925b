"""`daywright verify`: rebuild every day from its events and compare."""

from typing import Annotated

import typer

from daywright.cli.failure import FailureError
from daywright.cli.local import Home, Json, opened, settings_for


def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Have days that differ built anew.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Prove the cached days: rebuild each from its events and compare; exit code 1 when any differs."""
    import json
    from datetime import date, timedelta

    from daywright.server import timeline

    epoch = date(1970, 1, 1)
    with opened(settings_for(home)) as (store, readers):
        checked = list(timeline.verify(store.database, readers.days, store.owner, repair=repair))
    wrong = [(epoch + timedelta(days=day.day)).isoformat() for day in checked if day.differs]
    stale = sum(day.stale for day in checked)
    if as_json:
        print(json.dumps({"days": len(checked), "not_built_yet": stale, "differ": wrong, "repaired": repair}))
    else:
        print(f"{len(checked)} days checked, {len(wrong)} differ, {stale} waiting to be built.")
        for day in wrong:
            print(f"  {day} differs{', will be built anew' if repair else ''}")
    if wrong and not repair:
        raise FailureError("some days are not what their events give; `daywright verify --repair` mends them.")
