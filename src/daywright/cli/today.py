"""`daywright today`: the day so far, on a terminal."""

from datetime import date as date_type
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, Json, opened, settings_for
from daywright.cli.terminal import plain

if TYPE_CHECKING:
    from daywright.server.timeline import DayPage

ROWS = 8


def today(
    date: Annotated[str | None, typer.Option(help="Another local day, such as 2026-03-02.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show where the day went, so far."""
    from daywright.server import timeline

    with opened(settings_for(home)) as (store, readers), store.database.reading() as session:
        asked = timeline.asking(session, store.owner, readers)
        now_us = store.clock.wall_us()
        day = _parsed(date) if date else asked.calendar.date_of(now_us)
        page = timeline.day_page(asked, day, now_us)
    if as_json:
        print(page.model_dump_json())
    else:
        _show(page)


def _parsed(text: str) -> date_type:
    from daywright.server import timeline
    from daywright.server.foundation.errors import Refusal

    try:
        return timeline.parse_date(text)
    except Refusal as refusal:
        raise FailureError(refusal.detail, ExitCode.USAGE) from None


def _show(page: "DayPage") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from daywright.core.durations import words

    console = Console(highlight=False)
    day = datetime.fromisoformat(page.date)
    console.print(f"[bold]{day:%A} {day.day} {day:%B}[/bold]")
    if page.first_activity is None:
        console.print("Nothing was recorded on this day (yet).")
        return
    console.print(f"[bold]{words(page.total_seconds)}[/bold] active since {_clock(page.first_activity, page.zone)}")
    parts = [f"signal {words(page.signal_seconds)}", f"noise {words(page.noise_seconds)}"]
    parts.append(f"neutral {words(page.neutral_seconds)}")
    if page.uncategorised_seconds >= 1:
        parts.append(f"unlabelled {words(page.uncategorised_seconds)}")
    if page.score is not None:
        parts.append(f"score {page.score:.0f} on {page.coverage:.0%} of the day")
    console.print(" · ".join(parts), style="dim")
    table = Table(box=None, show_header=True, header_style="dim", padding=(0, 3, 0, 0))
    for heading in ("Where it went", "", "Apps and sites", ""):
        table.add_column(heading, justify="right" if not heading else "left", no_wrap=True)
    places = [(place.key, words(place.seconds)) for place in page.places[:ROWS]]
    categories = [(" › ".join(row.path) or "Unlabelled", words(row.seconds)) for row in page.categories[:ROWS]]
    for place in range(max(len(places), len(categories))):
        left = categories[place] if place < len(categories) else ("", "")
        right = places[place] if place < len(places) else ("", "")
        table.add_row(*(Text(plain(cell)) for cell in (*left, *right)))  # never markup, whatever a window calls itself
    console.print()
    console.print(table)


def _clock(instant: str, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return f"{datetime.fromisoformat(instant).astimezone(ZoneInfo(zone)):%H:%M}"
