"""Every benchmark, one after the other and each in a process of its own; `python -m bench flatten` is one of them."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run all, or the one that is named, with what else is said."""
    wanted = sys.argv[1:]
    runs = [wanted] if wanted else [[path.stem] for path in sorted(HERE.glob("[!_]*.py"))]
    for name, *more in runs:
        print(f"\n{name}", flush=True)
        code = subprocess.run([sys.executable, "-m", f"bench.{name}", *more], cwd=HERE.parent, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
