"""Rules 6 to 8, told as stories."""

from oracles.stories import Story, laptop


def test_a_film_counts_passively_for_an_hour_and_a_half_after_the_last_input() -> None:
    story = laptop(here="9:00-9:10", away="9:10-12:00")
    story.tell("laptop", "window", "film", "9:00-12:00", "fullscreen")
    assert story.timeline() == [
        "9:00-9:10 film (active, laptop)",
        "9:10-10:40 film (passive, laptop)",
    ]


def test_a_film_that_runs_past_midnight_keeps_its_hour_and_a_half() -> None:
    story = laptop(here="y23:00-y23:30", away="y23:30-3:00")
    story.tell("laptop", "window", "film", "y23:00-3:00", "fullscreen")
    assert story.timeline() == ["0:00-1:00 film (passive, laptop)"]


def with_phone(story: Story) -> Story:
    story.device("phone", companion=True)
    return story


def test_a_phone_beside_an_active_desktop_is_parallel_even_with_nothing_on_the_screen() -> None:
    story = with_phone(laptop(here="9:00-9:30"))
    story.tell("laptop", "window", "Code", "9:00-9:10")
    story.tell("phone", "window", "chat", "9:05-9:20")
    assert story.timeline() == [
        "9:00-9:10 Code (active, laptop)",
        "9:05-9:20 chat (parallel, phone)",
    ]


def test_a_phone_in_use_waits_a_minute_after_the_desktop_and_one_picked_up_later_does_not() -> None:
    story = with_phone(laptop(here="9:00-9:10 9:20-9:30", away="9:10-9:20 9:30-9:50"))
    story.tell("laptop", "window", "Code", "9:00-9:30")
    story.tell("phone", "window", "chat", "9:05-9:15 9:30:20-9:40")
    assert story.timeline() == [
        "9:00-9:10 Code (active, laptop)",
        "9:05-9:11 chat (parallel, phone)",
        "9:11-9:15 chat (active, phone)",
        "9:20-9:30 Code (active, laptop)",
        "9:30:20-9:40 chat (active, phone)",
    ]


def test_what_was_entered_by_hand_moves_the_rest_to_parallel() -> None:
    story = laptop()
    story.tell("laptop", "window", "Code", "9:00-9:30")
    story.tell("", "manual", "Meeting", "9:10-9:20")
    assert story.timeline() == [
        "9:00-9:10 Code (active, laptop)",
        "9:10-9:20 Meeting (by hand)",
        "9:10-9:20 Code (parallel, laptop)",
        "9:20-9:30 Code (active, laptop)",
    ]


def test_a_correction_that_erases_removes_both_lanes() -> None:
    story = with_phone(laptop(here="9:00-9:30"))
    story.tell("laptop", "window", "Code", "9:00-9:30")
    story.tell("phone", "window", "chat", "9:00-9:30")
    story.tell("", "manual", "nothing", "9:10-9:30", "erase")
    assert story.timeline() == [
        "9:00-9:10 Code (active, laptop)",
        "9:00-9:10 chat (parallel, phone)",
    ]
