"""What the day looks like on a terminal, whatever it held."""

import pytest

from daywright.cli import today
from daywright.core.rules import Kind
from daywright.server.timeline.schemas import DayPage, Place


def _page(*names: str) -> DayPage:
    places = [Place(key=name, is_site=False, seconds=60, category=[name], kind=Kind.NEUTRAL) for name in names]
    return DayPage.model_construct(
        date="2026-03-02",
        zone="Europe/Berlin",
        first_activity="2026-03-02T08:00:00.000000Z",
        total_seconds=60.0,
        signal_seconds=0.0,
        noise_seconds=0.0,
        neutral_seconds=60.0,
        uncategorised_seconds=0.0,
        score=None,
        coverage=1.0,
        places=places,
        categories=[],
    )


@pytest.mark.parametrize(
    "name", ["[/]", "[/bold]", "[red]x", "[link=http://evil]click", "[", "a\\[b", "[[", "x" * 300, "日本語アプリ", "😀"]
)
def test_a39_a_name_is_never_taken_for_markup(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    today._show(_page(name))
    assert name[:10] in capsys.readouterr().out


def test_a39_a_name_never_speaks_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    today._show(
        _page("\x1b]0;owned\x07\x1b[2Jclear", "\x9b31mred", "two\nlines", "nul\0", "\u202eright to left", "\x7f")
    )
    out = capsys.readouterr().out
    assert not set(out) & set("\x1b\x07\x9b\0\u202e\x7f")
    assert "two lines" in out
