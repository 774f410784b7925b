"""How long a preview takes, and a change of rules until the year is correct, over the door of a server in this process.

Goals (2 shared cores): preview within 300 ms and a change until the year is correct within 350 ms, at 20,000 contexts
by 50 rules; a second at 75,000. Reference in the same run: the bare sets of the same labels. Run as
`python -m bench.relabel [DAYS]`; a year takes some minutes to make up.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.testclient import TestClient

from daywright.core.persona import Bench, recorded_days
from daywright.server import events
from daywright.server.app import Store, build, ensure_owner_token, open_store
from daywright.server.foundation.database import driver
from daywright.server.foundation.settings import Settings

FIRST: Final = date(2025, 1, 1)
ZONE: Final = "Europe/Berlin"
BATCH: Final = 5_000
ROUNDS: Final = 7
RULES: Final = 50
TREE: Final = [
    {"path": ["Work"], "weight": 2, "colour": None, "role": "focus"},
    {"path": ["Play"], "weight": -2, "colour": None, "role": "noise"},
]


def fill(store: Store, days: int, contexts: int) -> int:
    """Store a year's load; how many events it is."""
    source, ingestor, stored = events.Source(store.owner, store.device, "bench"), events.Ingestor(), 0
    profile = Bench(contexts_per_year=contexts)
    rows = recorded_days(FIRST, days, ZoneInfo(ZONE), seed=1, until_us=1 << 60, profile=profile)
    while batch := list(islice(rows, BATCH)):
        facts = [
            events.Fact(
                row.bucket,
                row.start_us,
                row.duration_us,
                events.native_shape(row.bucket, dict(row.data), store.hash_key),
                events.counts_text(row.counts),
            )
            for row in batch
        ]
        with store.database.writing() as session:
            ingestor.store(driver(session), source, facts, zone=None, now_us=store.clock.wall_us())
        stored += len(batch)
    return stored


def rules(turn: int, changed: int) -> list[dict[str, object]]:
    """Fifty rules of all comparisons; `changed` of them differ from turn to turn."""
    words = ("queue", "parser", "timeline", "invoice", "ledger", "harbour", "survey", "release", "chapter", "figure")
    listed: list[dict[str, object]] = []
    for number in range(RULES):
        word, mark = words[number % len(words)], turn if number < changed else 0
        field, op, value = (
            ("title", "contains", f"{word} {number}{mark}"),
            ("title", "regex", rf"{word}\s+\d*{number}{mark or ''}"),
            ("app", "equals", f"{word}{mark}"),
            ("domain", "domain_suffix", f"{word}{mark}.example"),
            ("file", "glob", f"*/{word}{mark}*.py"),
        )[number % 5]
        listed.append({"category": ["Work" if number % 2 else "Play"], "field": field, "op": op, "value": value})
    return listed


class Asker:
    """The owner's program; measures."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: dict[str, object] | None = None) -> Any:
        """Send one request; its answer."""
        answer = self.client.request(method, f"/api/v1{path}", json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ms(self, task: Callable[[int], object], rounds: int = ROUNDS) -> tuple[float, float]:
        """Medians of wall clock and of processor time, which others on the machine do not lengthen."""
        took, worked = [], []
        for turn in range(1, rounds + 1):
            began, began_work = time.perf_counter_ns(), time.process_time_ns()
            task(turn)
            took.append(time.perf_counter_ns() - began)
            worked.append(time.process_time_ns() - began_work)
        return statistics.median(took) / 1e6, statistics.median(worked) / 1e6


def measure(asker: Asker, store: Store, days: int) -> None:
    span = f"start={FIRST}&end={date.fromordinal(FIRST.toordinal() + days)}"
    summary = f"/summary?{span}&by=category"
    asker.ask("PUT", "/rules", {"revision": 1, "categories": TREE, "rules": rules(0, 0)})
    asker.ask("GET", summary)
    asker.ask("POST", "/rules/preview", {"categories": TREE, "rules": rules(0, 0)})

    revision = asker.ask("GET", "/rules")["revision"]

    def preview(turn: int, changed: int) -> None:
        asker.ask("POST", "/rules/preview", {"categories": TREE, "rules": rules(turn, changed)})

    def apply(turn: int, changed: int) -> None:
        nonlocal revision
        wanted = {"revision": revision, "categories": TREE, "rules": rules(turn, changed)}
        revision = asker.ask("PUT", "/rules", wanted)["revision"]
        asker.ask("GET", summary)

    with store.database.reading() as session:
        dictionary = events.Dictionaries().of(driver(session), store.owner)
    rows = list(dictionary.rows(0))
    bare, _ = asker.ms(lambda _turn: [set(column) for column in zip(*rows, strict=True)])
    print(f"{len(rows):,} contexts; bare sets of their labels {bare:.1f} ms")
    for name, task in (
        ("the same summary again", lambda _turn: asker.ask("GET", summary)),
        (f"preview, one of {RULES} rules differs", lambda turn: preview(turn, 1)),
        (f"preview, all {RULES} rules differ", lambda turn: preview(turn, RULES)),
        ("apply what was previewed, until the year is right", lambda turn: apply(turn, RULES)),
        ("apply one rule, until the year is right", lambda turn: apply(100 + turn, 1)),
        (f"apply {RULES} rules, until the year is right", lambda turn: apply(100 + turn, RULES)),
        ("hits", lambda _turn: asker.ask("GET", "/rules/hits")),
        ("suggestions", lambda _turn: asker.ask("GET", "/rules/suggestions")),
    ):
        took, worked = asker.ms(task)
        print(f"  {name:<50}{took:8.1f} ms ({worked:6.1f} of work), {took / bare:6.1f} x bare sets")


def main() -> None:
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    for contexts in (20_000, 75_000):
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(home=Path(folder))
            store = open_store(settings)
            began = time.perf_counter()
            stored = fill(store, days, contexts)
            print(f"{stored:,} events in {days} days, made up in {time.perf_counter() - began:.0f} s")
            token = ensure_owner_token(store, settings.home)
            with TestClient(build(settings, store), base_url=f"http://127.0.0.1:{settings.port}") as client:
                measure(Asker(client, token), store, days)


if __name__ == "__main__":
    main()
