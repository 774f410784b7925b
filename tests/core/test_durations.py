import pytest

from daywright.core.durations import words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 m"),
        (3599, "59 m"),
        (3600, "1 h 00 m"),
        (8040, "2 h 14 m"),
        (360_000, "100 h 00 m"),
    ],
)
def test_durations_read_in_hours_and_minutes(seconds: float, text: str) -> None:
    assert words(seconds) == text
