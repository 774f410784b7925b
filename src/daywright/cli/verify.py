"""`daywright verify`: rebuild every day from its events and compare, and follow the list of what was done."""

from typing import Annotated

import typer

from daywright.cli.failure import FailureError
from daywright.cli.local import Home, Json, opened, settings_for


def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Have days that differ built anew.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Prove the cached days and the audit list: rebuild, follow, compare; exit code 1 when anything differs."""
    import json
    from datetime import date, timedelta

    from daywright.server import timeline
    from daywright.server.foundation import audit

    epoch = date(1970, 1, 1)
    with opened(settings_for(home)) as (store, readers):
        checked = list(timeline.verify(store.database, readers.days, store.owner, repair=repair))
        with store.database.reading() as session:
            entries, broken = audit.count(session), audit.first_break(session)
    wrong = [(epoch + timedelta(days=day.day)).isoformat() for day in checked if day.differs]
    stale = sum(day.stale for day in checked)
    if as_json:
        days = {"days": len(checked), "not_built_yet": stale, "differ": wrong, "repaired": repair}
        print(json.dumps({**days, "audit_entries": entries, "audit_breaks_at": broken}))
    else:
        print(f"{len(checked)} days checked, {len(wrong)} differ, {stale} waiting to be built.")
        for day in wrong:
            print(f"  {day} differs{', will be built anew' if repair else ''}")
        print(
            f"{entries} entries of the audit list followed, {'all whole' if broken is None else f'broken at {broken}'}."
        )
    if broken is not None:
        raise FailureError(f"the audit list was changed at entry {broken}, or one before it is missing.")
    if wrong and not repair:
        raise FailureError("some days are not what their events give; `daywright verify --repair` mends them.")
