"""What a benchmark found, told as it is found and kept for the table at the end.

A row is a figure beside a goal, and beside a reference from the same run: figures change with the machine
and with what else it does, ratios hardly do.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

KEPT = "DAYWRIGHT_BENCH_RESULTS"  # a file; what stands in it belongs to one run
MS_PER_S = 1000


@dataclass(frozen=True)
class Row:
    """One row of the table. `held` tells whether the goal was reached; None where there is none."""

    what: str
    goal: str
    measured: str
    reference: str
    ratio: str
    held: bool | None


def tell(row: Row) -> None:
    """Print a row and keep it."""
    verdict = {True: "ok", False: "MISSED", None: ""}[row.held]
    print(f"  {row.what:<58} {row.measured:>13} {f'(goal {row.goal})' if row.goal else '':<22} {verdict}")
    print(f"    {row.ratio:>10} {row.reference}", flush=True)
    keep("row", asdict(row))


def keep(name: str, value: object) -> None:
    """Keep a value for the rest of the run."""
    if path := os.environ.get(KEPT):
        with Path(path).open("a", encoding="utf-8") as results:
            results.write(json.dumps([name, value]) + "\n")


def kept(name: str) -> list[Any]:
    """Return what was kept under a name in this run so far."""
    path = os.environ.get(KEPT)
    if not path or not Path(path).exists():
        return []
    lines = map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
    return [value for each, value in lines if each == name]


def load_now() -> float:
    """How many programs wanted to run during the last minute."""
    return os.getloadavg()[0]


def seconds(task: Callable[[], object]) -> float:
    """How long one run takes."""
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


class Took(NamedTuple):
    """How long something took: by the clock, and in processor time, which others on the machine hardly lengthen."""

    clock: float
    work: float


def both(task: Callable[[], object]) -> Took:
    """How long one run in this process takes, all its threads counted."""
    worked = time.process_time()
    return Took(seconds(task), time.process_time() - worked)


def median_s(task: Callable[[], object], rounds: int = 9, warm: int = 1) -> float:
    """Median processor time of single runs, after some to warm up."""
    for _ in range(warm):
        task()
    return statistics.median(both(task).work for _ in range(rounds))


def ms(duration_s: float) -> str:
    """`12.3 ms`, or microseconds or seconds where they are easier to read."""
    if duration_s * MS_PER_S < 1:
        return f"{duration_s * MS_PER_S * MS_PER_S:,.0f} µs"
    return f"{duration_s * MS_PER_S:,.1f} ms" if duration_s < 1 else f"{duration_s:,.2f} s"


def times(ratio: float) -> str:
    """`1,234 ×`, with a digit after the point only where it tells anything."""
    return f"{ratio:,.0f} ×" if ratio >= 20 else f"{ratio:,.2f} ×"


def table(rows: list[Row]) -> str:
    """Return the rows as Markdown."""
    lines = ["| what | goal | measured | ratio | reference in the same run | |", "|---|---|---|---|---|---|"]
    verdicts = {True: "held", False: "**missed**", None: ""}
    lines += [
        f"| {row.what} | {row.goal} | {row.measured} | {row.ratio} | {row.reference} | {verdicts[row.held]} |"
        for row in rows
    ]
    return "\n".join(lines)


def fail(why: str) -> None:
    """End with a message where something needed is not there."""
    print(why, file=sys.stderr)
    raise SystemExit(1)
