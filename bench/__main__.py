"""Every benchmark, one after the other and each in a process of its own, and the table of all goals at the end.

    python -m bench                          those of store and queries, then the table
    python -m bench dashboard ingest         some of them
    python -m bench all                      with the agent, which is watched for minutes
    python -m bench decade:2                 with an argument: two years instead of ten

Homes that were made up for one benchmark serve the others of the run; a folder for them can be given by
DAYWRIGHT_BENCH_FOLDER, and then they are kept.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.programs import FOLDER
from bench.report import KEPT, Row, kept, load_now, table

HERE = Path(__file__).parent
USUAL = ("flatten", "rules", "persona", "dashboard", "relabel", "ingest", "days", "history", "decade")
ALL = (*USUAL, "activitywatch", "activitywatch_query", "activitywatch_beside", "delivery", "sealing", "agent")


def machine() -> str:
    """Say on what this runs."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} × {model or platform.machine()}, {platform.system()} {platform.release()}, {python}"


def run(wanted: list[str]) -> int:
    """Run these, each whatever became of the one before; 0 when all came to their end."""
    loads, codes = [load_now()], [0]
    for each in wanted:
        name, *more = each.split(":")
        print(f"\n{name}", flush=True)
        code = subprocess.run([sys.executable, "-m", f"bench.{name}", *more], cwd=HERE.parent, check=False).returncode
        if code:
            print(f"{name} ended with {code}", file=sys.stderr)
        codes.append(code)
        loads.append(load_now())
    rows = [Row(**row) for row in kept("row")]
    if rows:
        print(
            f"\n{machine()}, {datetime.now(UTC):%Y-%m-%d}; load of the machine {min(loads):.1f} to {max(loads):.1f}\n"
        )
        print(table(rows))
    return max(codes)


def main() -> int:
    """Run what is named, else the usual ones."""
    named = sys.argv[1:]
    wanted = list(ALL) if named == ["all"] else named or list(USUAL)
    unknown = {each.partition(":")[0] for each in wanted}.difference(ALL)
    if unknown:
        print(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="daywright-bench-") as own:
        os.environ[KEPT] = str(Path(own) / "results")
        os.environ.setdefault(FOLDER, own)
        code = run(wanted)
    print(f"\n{(time.monotonic() - began) / 60:.1f} minutes")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
