"""How long a preview takes, and a change of rules until the year is correct, over the door of a server in this process.

Goals: preview within 300 ms and a change until the year is correct within 350 ms, at 20,000 contexts by 50 rules; a
second at 75,000 by the rules one begins with. References in the same run: the bare sets of the same labels, and what
aw-core takes for a year (there, a changed rule is another query). Times are processor time. Run as
`python -m bench relabel`.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any, Final

from bench.load import UNTIL, YEAR, Load, home_with
from bench.programs import clean, folder
from bench.report import Row, kept, ms, tell, times
from starlette.testclient import TestClient

from daywright.server import events
from daywright.server.app import Store, build, ensure_owner_token, open_store
from daywright.server.foundation.database import driver
from daywright.server.foundation.settings import Settings

ROUNDS: Final = 7
RULES: Final = 50
FEW: Final = 20_000  # contexts of a settled person's year
TREE: Final = [
    {"path": ["Work"], "weight": 2, "colour": None, "role": "focus"},
    {"path": ["Play"], "weight": -2, "colour": None, "role": "noise"},
]


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


def span(load: Load) -> str:
    """Return the whole load as the parameters of a range."""
    return f"start={load.first}&end={UNTIL}"


def starter(document: dict[str, Any], turn: int) -> dict[str, object]:
    """The tree and the rules one begins with, the first of them different from turn to turn."""
    first = {"category": document["rules"][0]["category"], "field": "title", "op": "contains", "value": f"queue {turn}"}
    return {"categories": document["categories"], "rules": [first, *document["rules"][1:]]}


def measure(asker: Asker, store: Store, load: Load) -> None:
    """Tell the rows of one dictionary."""
    summary = f"/summary?{span(load)}&by=category"
    first = asker.ask("GET", "/rules")
    asker.ask("PUT", "/rules", {"revision": first["revision"], "categories": TREE, "rules": rules(0, 0)})
    asker.ask("GET", summary)
    asker.ask("POST", "/rules/preview", {"categories": TREE, "rules": rules(0, 0)})

    revision = asker.ask("GET", "/rules")["revision"]

    def preview(turn: int, changed: int) -> None:
        asker.ask("POST", "/rules/preview", {"categories": TREE, "rules": rules(turn, changed)})

    def apply(document: dict[str, object]) -> None:
        nonlocal revision
        revision = asker.ask("PUT", "/rules", {"revision": revision, **document})["revision"]
        asker.ask("GET", summary)

    def changed(turn: int, count: int) -> dict[str, object]:
        return {"categories": TREE, "rules": rules(turn, count)}

    with store.database.reading() as session:
        dictionary = events.Dictionaries().of(driver(session), store.owner)
    columns = list(dictionary.rows(0))
    _, bare = asker.ms(lambda _turn: [set(column) for column in zip(*columns, strict=True)])
    peer = kept(f"aw-core {YEAR}")
    few, count = load.contexts <= FEW, len(first["rules"])
    right = "until the year is right"
    for name, goal_ms, task in (
        (f"preview, all {RULES} rules differ", 300, lambda turn: preview(turn, RULES)),
        (f"one rule applied, {right}", 350 if few else 1000, lambda turn: apply(changed(100 + turn, 1))),
        (f"{RULES} rules applied, {right}", 350 if few else 1000, lambda turn: apply(changed(200 + turn, RULES))),
        (f"{count} rules applied, {right}", None if few else 1000, lambda turn: apply(starter(first, turn))),
        ("hits of each rule", None, lambda _turn: asker.ask("GET", "/rules/hits")),
        ("suggestions", None, lambda _turn: asker.ask("GET", "/rules/suggestions")),
    ):
        took, worked = asker.ms(task)
        told = f"bare sets of the labels: {bare:.1f} ms; by the clock {took:,.0f} ms"
        if peer:
            told += f"; aw-core asks anew in {ms(peer[0])}, {times(1000 * peer[0] / worked)}"
        goal = "" if goal_ms is None else f"≤ {goal_ms} ms"
        what = f"{len(columns):,} contexts: {name}"
        held = None if goal_ms is None else worked <= goal_ms
        tell(Row(what, goal, f"{worked:,.0f} ms", told, times(worked / bare), held))


def main() -> None:
    """Tell the rows of a settled person and of one who sees something new every minute."""
    for contexts in (FEW, 75_000):
        load = Load(contexts=contexts)
        with folder() as here:
            home = home_with(load, here)
            settings = Settings(home=home)
            store = open_store(settings)
            token = ensure_owner_token(store, settings.home)
            with TestClient(build(settings, store), base_url=f"http://127.0.0.1:{settings.port}") as client:
                measure(Asker(client, token), store, load)
            clean(home)


if __name__ == "__main__":
    main()
