from uuid import UUID

from daywright.kit.ids import uuid7, uuid_text


def test_an_identifier_is_a_uuid_of_version_seven_that_carries_its_time() -> None:
    made = UUID(bytes=uuid7(1_772_442_000_123_456))
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == 1_772_442_000_123


def test_later_identifiers_sort_after_earlier_ones() -> None:
    assert uuid7(2_000_000) < uuid7(3_000_000)


def test_two_of_the_same_moment_differ() -> None:
    assert uuid7(5) != uuid7(5)


def test_the_written_form_is_the_usual_one() -> None:
    raw = uuid7(1_772_442_000_000_000)
    assert uuid_text(raw) == str(UUID(bytes=raw))
