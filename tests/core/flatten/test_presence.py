"""Rules 3 and 4, told as stories."""

from oracles.stories import laptop


def test_a_hole_in_the_afk_rows_counts_for_nothing() -> None:
    story = laptop(here="9:00-9:10 9:20-9:30")
    story.tell("laptop", "window", "Code", "9:00-9:30")
    assert story.timeline() == ["9:00-9:10 Code (active, laptop)", "9:20-9:30 Code (active, laptop)"]


def test_rows_that_only_ever_say_away_leave_the_rest_of_the_day() -> None:
    story = laptop(away="9:10-9:20")
    story.tell("laptop", "window", "Code", "9:00-9:30")
    assert story.timeline() == ["9:00-9:10 Code (active, laptop)", "9:20-9:30 Code (active, laptop)"]


def test_a_locked_or_sleeping_device_is_never_active_until_it_says_it_is_open() -> None:
    story = laptop(here="9:00-9:40")
    story.tell("laptop", "window", "Code", "9:00-9:40")
    story.tell("laptop", "lock", "locked", "9:10-9:30", "away")
    story.tell("laptop", "lock", "unlocked", "9:20-9:40")
    assert story.timeline() == ["9:00-9:10 Code (active, laptop)", "9:20-9:40 Code (active, laptop)"]


def test_of_two_desktops_the_one_with_the_newest_input_is_primary() -> None:
    story = laptop(here="9:00-9:40")
    story.device("tower")
    story.tell("tower", "afk", "here", "9:10-9:40")
    story.tell("laptop", "window", "Mail", "9:00-9:20")
    story.tell("laptop", "window", "Code", "9:20-9:40")
    story.tell("tower", "window", "Build", "9:00-9:40")
    assert story.timeline() == [
        "9:00-9:10 Mail (active, laptop)",
        "9:10-9:20 Build (active, tower)",
        "9:10-9:20 Mail (parallel, laptop)",
        "9:20-9:40 Code (active, laptop)",
        "9:20-9:40 Build (parallel, tower)",
    ]
