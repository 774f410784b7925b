"""One log, its keys, and an end at any step of changing them: `seal.py FOLDER LEDGER FIRST WORK...`.

WORK is done in order: `put`, `put-plain` (as an older version would), `rotate`, `reseal`, or another place for the key.
The ledger is written once a put is durable.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from daywright.agent.vault import Vault, Wish
from daywright.agent.wal import Wal
from daywright.kit.clock import SystemClock
from daywright.kit.faultpoints import arm
from fakes.clock import HandClock
from fakes.records import record

GROUP = 300
PASSPHRASE = "correct horse"


def main(folder: Path, ledger: Path, first: int, work: Sequence[str]) -> None:
    arm(os.environ.get("DAYWRIGHT_FAULT", ""))
    vault = Vault(folder, SystemClock(), Wish("key_file", PASSPHRASE))
    wal = Wal(folder, HandClock(), vault=vault)
    for word in work:
        match word:
            case "put" | "put-plain":
                log = Wal(folder, HandClock()) if word == "put-plain" else wal
                log.append([record(number) for number in range(first, first + GROUP)])
                with ledger.open("a") as lines:
                    lines.writelines(f"{number}\n" for number in range(first, first + GROUP))
                first += GROUP
                log.close()
            case "rotate":
                wal.rotate()
            case "reseal":
                while wal.reseal():
                    pass
            case how:
                vault.change(Wish(how, PASSPHRASE))
    wal.close()


main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
