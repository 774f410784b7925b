import signal
import subprocess
import sys

import pytest

SCRIPT = """
from daywright.kit.faultpoints import arm, fault_point
arm({spec!r})
for pass_number in range(3):
    fault_point("here")
    print(pass_number, flush=True)
"""


@pytest.mark.parametrize(
    ("spec", "passed", "code"),
    [("", "0 1 2", 0), ("elsewhere", "0 1 2", 0), ("here", "", -signal.SIGKILL), ("here:3", "0 1", -signal.SIGKILL)],
)
def test_a_program_dies_only_at_the_armed_point_and_pass(spec: str, passed: str, code: int) -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT.format(spec=spec)], check=False, capture_output=True, text=True)
    assert run.returncode == code
    assert run.stdout.split() == passed.split()
