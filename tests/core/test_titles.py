import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core.titles import TITLE_CAP, normalise, readable


@pytest.mark.parametrize(
    "frames",
    [
        ["⠋ npm install", "⠙ npm install", "⣾ npm install", "⠋⠙ npm install", "⠋npm install", "npm install ⠹"],
        ["| npm install", "/ npm install", "- npm install", "\\ npm install"],
        ["npm install", "✳ npm install", "✻ npm install", "◐ npm install", "⏳ npm install", "🌖 npm install"],
        ["Building... |", "Building... /", "Building... -", "Building... \\", "Building..."],
    ],
)
def test_a_title_that_only_spins_is_one_title(frames: list[str]) -> None:
    assert len({normalise(frame) for frame in frames}) == 1


@pytest.mark.parametrize(
    ("title", "calm"),
    [
        ("(3) WhatsApp", "WhatsApp"),
        ("(99+) Feed | LinkedIn", "Feed | LinkedIn"),
        ("(1,234) Feed", "Feed"),
        ("[2] Chat | Teams", "Chat | Teams"),
        (" (2) (3) Chat", "Chat"),
        ("Inbox (12) - Mail", "Inbox - Mail"),
        ("Posteingang (1.204) – Mail", "Posteingang – Mail"),
        ("Telegram (23)", "Telegram"),
        ("● labels.py - daywright - Visual Studio Code", "labels.py - daywright - Visual Studio Code"),
        ("*notes.txt (~/x) - gedit", "notes.txt (~/x) - gedit"),
        ("* main | Slack", "main | Slack"),
        ("a.py • (daywright) - Sublime Text", "a.py (daywright) - Sublime Text"),
        ("a.cpp * — Kate", "a.cpp — Kate"),
        ("main.c + (~/src) - VIM", "main.c (~/src) - VIM"),
        ("45% Downloading film.mkv", "Downloading film.mkv"),
        ("Downloading [45.5 %] film.mkv", "Downloading film.mkv"),
        ("Downloading film.mkv (7%)", "Downloading film.mkv"),
        ("Copying – 100%", "Copying"),
        ("RPCS3 | FPS: 60.00 | Game", "RPCS3 | FPS | Game"),
        ("Game - 59,9 fps", "Game - fps"),
        ("60 60 FPS", "FPS"),
        ("Song 01:23 / 04:56 - mpv", "Song - mpv"),
        ("Film [1:02:03/2:00:00] - VLC", "Film - VLC"),
        ("[0:15] Song", "Song"),
        ("24:59 - Pomofocus", "Pomofocus"),
        ("0:12:33 • daywright - Toggl", "daywright - Toggl"),
        ("▶ Song - SoundCloud", "Song - SoundCloud"),
        ("🔊 Song - YouTube", "Song - YouTube"),
        ("- YouTube", "YouTube"),
        ("Film | | Player", "Film | Player"),
        ("A  tab\tand\n a   line", "A tab and a line"),
        ("Microsoft\u200b Edge", "Microsoft Edge"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("bell\x07 and escape\x1b[0m", "bell and escape[0m"),
        ("half \ud83d pair", "half pair"),
        ("no\u00a0break", "no break"),
    ],
)
def test_what_changes_by_itself_is_left_out(title: str, calm: str) -> None:
    assert normalise(title) == calm


@pytest.mark.parametrize(
    "title",
    [
        "",
        "2024",
        "(1984) - Wikipedia",
        "14:00",
        "Meeting 14:00",
        "Untitled (2) - Paint",
        "Chapter 3: 10:15",
        "Stocks fall 5% on Monday - News",
        "50% off everything - Shop",
        "60% of us - News",
        "--help | less",
        "user@host: /",
        "/ - Thunar",
        "C++ - Wikipedia",
        "a - b - c",
        "3.11.7 Documentation",
        "10 things | List",
        "⠓⠑⠇⠇⠕ ⠺⠕⠗⠇⠙",
        "👩\u200d💻 at work",
        "می\u200cخواهم",
        "Q&A: 5 (five) questions",
    ],
)
def test_what_stands_still_is_left_alone(title: str) -> None:
    assert normalise(title) == title


@pytest.mark.parametrize("noise", ["(3)", "45%", "⠋", "●", "-", "| |", "()", "\u200b\u202e", "\x00"])
def test_nothing_but_noise_is_no_title(noise: str) -> None:
    assert normalise(noise) == ""


signs = "⠋⣷●•*|/\\-–—()[]%:.,+ \t\u200b\u202e\ud800"
scraps = ["(3) ", "[12]", "45%", "FPS: 60", "60 fps", "1:23", "1:23 / 4:56", "Inbox ", "Slack", "a", "ß", " - ", " | "]
rarer = ["…", "...", "VIM", " + (x) - VIM", "1984", "of", "12"]
noisy = st.lists(st.sampled_from([*signs, *scraps, *rarer]), max_size=30).map("".join)


@given(st.text() | noisy)
def test_normalising_again_changes_nothing(title: str) -> None:
    once = normalise(title)
    assert normalise(once) == once


@given(st.text() | noisy)
def test_a_title_never_grows_and_never_loses_all_its_letters(title: str) -> None:
    calm = normalise(title)
    assert len(calm) <= min(len(title), TITLE_CAP)
    assert bool(calm) or not any(sign.isalpha() for sign in title)


@given(st.text() | noisy)
def test_a_normalised_title_is_one_readable_line(title: str) -> None:
    calm = normalise(title)
    assert readable(calm) == calm
    calm.encode()


@pytest.mark.parametrize(
    "unit", ["(1) ", "45% ", "- ", "Inbox ", "FPS:", "1:23/", "(", "[ ", "* ", "1", "⠋", "⠋ ", "a "]
)
def test_a_hostile_title_is_cut_before_it_is_read(unit: str) -> None:
    assert normalise(unit * 100_000) == normalise((unit * 100_000)[: 2 * TITLE_CAP])
