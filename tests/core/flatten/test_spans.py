"""Rules 1 and 2, told as stories."""

from oracles.stories import laptop


def test_a_gap_of_five_seconds_belongs_to_what_ended_and_a_longer_one_to_nobody() -> None:
    story = laptop()
    story.tell("laptop", "window", "Code", "9:00-9:01")
    story.tell("laptop", "window", "Mail", "9:01:05-9:02 9:02:06-9:03")
    assert story.timeline() == [
        "9:00-9:01:05 Code (active, laptop)",
        "9:01:05-9:02 Mail (active, laptop)",
        "9:02:06-9:03 Mail (active, laptop)",
    ]


def test_of_two_reports_the_own_watcher_wins_and_the_import_fills_gaps_only() -> None:
    story = laptop()
    story.tell("laptop", "window", "Imported", "9:00-9:30", rank=0)
    story.tell("laptop", "window", "Code", "9:10-9:20", rank=2)
    assert story.timeline() == [
        "9:00-9:10 Imported (active, laptop)",
        "9:10-9:20 Code (active, laptop)",
        "9:20-9:30 Imported (active, laptop)",
    ]


def test_a_heartbeat_holds_until_the_next_within_a_quarter_of_an_hour() -> None:
    story = laptop()
    story.tell("laptop", "window", "Code", "9:00-10:00")
    story.tell("laptop", "beat", "a.py", "9:00 9:14 9:30", shows="Code")
    assert story.timeline() == [
        "9:00-9:14 Code + a.py (active, laptop)",
        "9:14-10:00 Code (active, laptop)",
    ]
