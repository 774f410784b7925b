"""A failure the person can act on: one line on stderr and an exit code."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a program that calls us may rely on."""

    FAILURE = 1
    USAGE = 2
    NOT_ENROLLED = 3
    UNREACHABLE = 4
    REFUSED = 5


class FailureError(Exception):
    """Ends the command with `exit_code`; its text is what the person reads."""

    def __init__(self, text: str, exit_code: ExitCode = ExitCode.FAILURE) -> None:
        super().__init__(text)
        self.exit_code = exit_code
