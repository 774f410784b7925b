"""Which start of this machine it is: monotonic clocks of two of them cannot be compared."""

from pathlib import Path

_SOURCE = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> bytes:
    """Sixteen bytes that change with every start of the machine; zeros where nobody says."""
    try:
        return bytes.fromhex(_SOURCE.read_text("ascii").strip().replace("-", ""))
    except (OSError, ValueError):
        return bytes(16)
