"""The wire of Wayland, and one connection against a compositor that may do anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.watchers import SignalLost, Unavailable
from daywright.agent.watchers.wayland import (
    Arguments,
    Compositor,
    MalformedError,
    Message,
    message,
    numbers,
    whole_messages,
)
from fakes.compositor import FakeCompositor, compositor

NUMBERS = st.integers(0, 0xFFFFFFFF)
ARGUMENTS = st.lists(
    NUMBERS | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])) | st.binary(max_size=60),
    max_size=5,
)
MESSAGES = st.lists(st.tuples(NUMBERS, st.integers(0, 0xFFFF), ARGUMENTS), max_size=6)


@pytest.fixture
def fake() -> Iterator[FakeCompositor]:
    with compositor() as found:
        yield found


@given(MESSAGES, st.lists(st.integers(1, 50)))
def test_whatever_is_sent_in_whatever_pieces_arrives(
    sent: list[tuple[int, int, list[int | str | bytes]]], pieces: list[int]
) -> None:
    stream = b"".join(message(receiver, opcode, *arguments) for receiver, opcode, arguments in sent)
    received, arrived = bytearray(), list[Message]()
    for length in [*pieces, len(stream)]:
        received += stream[:length]
        stream = stream[length:]
        arrived += whole_messages(received)
    assert not received
    assert len(arrived) == len(sent)
    for (receiver, opcode, arguments), found in zip(sent, arrived, strict=True):
        said = Arguments(found.body)
        assert (found.sender, found.opcode) == (receiver, opcode)
        for argument in arguments:
            read = {int: said.number, str: said.text, bytes: said.array}[type(argument)]
            assert read() == argument


@given(st.binary(max_size=300))
def test_nonsense_is_noticed_or_waited_for_but_never_an_accident(nonsense: bytes) -> None:
    try:
        for _, _, body in whole_messages(bytearray(nonsense)):
            said = Arguments(body)
            said.number()
            said.text()
    except MalformedError:
        return


def test_a_message_looks_as_the_protocol_says() -> None:
    assert message(2, 0, 7, "wl_seat") == (
        b"\x02\0\0\0" b"\0\0\x18\0" b"\x07\0\0\0" b"\x08\0\0\0" b"wl_seat\0"
    )  # fmt: skip


def test_half_a_number_at_the_end_of_an_array_is_none() -> None:
    assert numbers(b"\x02\0\0\0\x03\0\0\0\x01") == (2, 3)


def test_text_that_is_not_utf8_is_read_as_far_as_it_goes() -> None:
    (arrived,) = whole_messages(bytearray(message(3, 0, b"caf\xe9\0")))
    assert Arguments(arrived.body).text() == "caf\N{REPLACEMENT CHARACTER}"


def test_a_compositor_tells_what_it_offers(fake: FakeCompositor) -> None:
    found = Compositor(fake.path)
    assert found.offers == fake.offers
    found.close()


def test_nothing_is_bound_in_a_version_we_do_not_speak(fake: FakeCompositor) -> None:
    found = Compositor(fake.path)
    found.bind("wl_seat", 1, lambda *_: None)
    found.settle()
    assert fake.bound["wl_seat"][1] == 1
    found.close()


def test_without_a_compositor_the_reason_names_the_place(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"no Wayland compositor answers at .*nobody"):
        Compositor(tmp_path / "nobody")


def test_a_compositor_that_hangs_costs_a_second_and_no_more(fake: FakeCompositor) -> None:
    fake.answers = False
    with pytest.raises(Unavailable, match="no Wayland compositor answers"):
        Compositor(fake.path)


def test_a_compositor_that_dies_is_noticed(fake: FakeCompositor) -> None:
    found = Compositor(fake.path)
    fake.hang_up()
    with pytest.raises(SignalLost, match="went away"):
        found.settle()
    found.close()
    assert found.fileno() == -1


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        (message(1, 0, 3, 7, "what you said in private"), r"refused a request \(error 7\)$"),
        (b"\x01\0\0\0\0\0\x04\0", "not Wayland"),
        (message(1, 0, 3), "not Wayland"),
        (message(2, 0, 3, b""), "not Wayland"),
    ],
    ids=["an error", "a length no message has", "too few arguments", "an array without its end"],
)
def test_what_a_compositor_should_not_say_ends_the_connection(fake: FakeCompositor, piece: bytes, why: str) -> None:
    found = Compositor(fake.path)
    fake.say_bytes(piece)
    with pytest.raises(SignalLost, match=why):
        found.settle()
    found.close()


def test_what_objects_we_never_made_say_is_passed_over(fake: FakeCompositor) -> None:
    found = Compositor(fake.path)
    fake.say(77, 5, "not for us")
    fake.say(1, 1, 2)  # a number may be used again: we never do
    found.settle()
    found.close()
