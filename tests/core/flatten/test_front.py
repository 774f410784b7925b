"""Rule 5, told as stories."""

from oracles.stories import laptop


def test_a_page_refines_only_the_window_of_its_browser() -> None:
    story = laptop()
    story.tell("laptop", "window", "Firefox", "9:00-9:10 9:20-9:30")
    story.tell("laptop", "window", "Code", "9:10-9:20")
    story.tell("laptop", "web", "page", "9:05-9:25", shows="Firefox")
    assert story.timeline() == [
        "9:00-9:05 Firefox (active, laptop)",
        "9:05-9:10 Firefox + page (active, laptop)",
        "9:10-9:20 Code (active, laptop)",
        "9:20-9:25 Firefox + page (active, laptop)",
        "9:25-9:30 Firefox (active, laptop)",
    ]


def test_music_in_the_background_is_parallel_and_ends_with_the_presence() -> None:
    story = laptop(here="9:00-9:20", away="9:20-9:40")
    story.tell("laptop", "window", "Code", "9:00-9:30")
    story.tell("laptop", "web", "music", "9:10-9:30", "audible", shows="Firefox")
    assert story.timeline() == [
        "9:00-9:20 Code (active, laptop)",
        "9:10-9:20 music (parallel, laptop)",
    ]


def test_an_editor_in_a_terminal_refines_any_terminal() -> None:
    story = laptop()
    story.tell("laptop", "window", "kitty", "9:00-9:10")
    story.tell("laptop", "window", "xterm", "9:10-9:20")
    story.tell("laptop", "editor", "main.rs", "9:05-9:20", shows="kitty xterm")
    assert story.timeline() == [
        "9:00-9:05 kitty (active, laptop)",
        "9:05-9:10 kitty + main.rs (active, laptop)",
        "9:10-9:20 xterm + main.rs (active, laptop)",
    ]


def test_without_any_window_that_day_pages_and_files_stand_alone() -> None:
    story = laptop()
    story.tell("laptop", "window", "Firefox", "y22:00-y23:00")
    story.tell("laptop", "web", "page", "9:00-9:30", shows="Firefox")
    story.tell("laptop", "editor", "a.py", "9:10-9:20", shows="Code")
    assert story.timeline() == [
        "9:00-9:10 page (active, laptop)",
        "9:10-9:20 a.py (active, laptop)",
        "9:20-9:30 page (active, laptop)",
    ]
