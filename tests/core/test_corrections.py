import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.corrections import Correction, visible

Spans = list[tuple[int, int, bool]]

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.booleans()), max_size=8)


def made(spans: Spans) -> list[Correction]:
    """Corrections in the order they were entered; each has a context of its own."""
    return [
        Correction(min(one, other), max(one, other), context=number + 1, erase=erase, placed=number)
        for number, (one, other, erase) in enumerate(spans)
    ]


def holders(spans: list[Correction]) -> list[set[int]]:
    """Whose context is said of each instant; walks milliseconds, cuts nothing."""
    return [{span.context for span in spans if span.start_ms <= instant < span.end_ms} for instant in range(31)]


@settings(deadline=None)
@given(SPANS)
def test_of_every_instant_the_newest_correction_that_covers_it_is_said(spans: Spans) -> None:
    given_ = made(spans)
    newest = [{max(covering)} if covering else set() for covering in holders(given_)]  # contexts ascend with time
    assert holders(visible(given_)) == newest


@settings(deadline=None)
@given(SPANS)
def test_what_is_left_shares_no_time_and_is_sorted(spans: Spans) -> None:
    shown = visible(made(spans))
    assert all(one.end_ms <= other.start_ms for one, other in itertools.pairwise(shown))
    assert all(one.end_ms > one.start_ms for one in shown)


@settings(deadline=None)
@given(SPANS, st.randoms())
def test_the_order_they_are_given_in_changes_nothing(spans: Spans, chance: object) -> None:
    shuffled = made(spans)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands out a random.Random
    assert visible(shuffled) == visible(made(spans))


@settings(deadline=None)
@given(SPANS.filter(bool), st.data())
def test_leaving_one_out_gives_what_would_be_without_it(spans: Spans, data: st.DataObject) -> None:
    given_ = made(spans)
    gone = data.draw(st.sampled_from(given_))
    rest = [one for one in given_ if one != gone]
    assert all(
        before == after or gone.context in before
        for before, after in zip(holders(visible(given_)), holders(visible(rest)), strict=True)
    )


@settings(deadline=None)
@given(SPANS)
def test_what_is_said_keeps_its_context_and_whether_it_erases(spans: Spans) -> None:
    said = {one.context: (one.erase, one.placed) for one in made(spans)}
    assert all((one.erase, one.placed) == said[one.context] for one in visible(made(spans)))


def test_an_older_one_goes_on_when_the_newer_one_ends() -> None:
    older, newer = Correction(0, 10, 1, erase=False, placed=1), Correction(3, 5, 2, erase=True, placed=2)
    assert visible([newer, older]) == [
        Correction(0, 3, 1, erase=False, placed=1),
        Correction(3, 5, 2, erase=True, placed=2),
        Correction(5, 10, 1, erase=False, placed=1),
    ]


def test_without_corrections_nothing_is_said() -> None:
    assert visible([]) == []
    assert visible([Correction(5, 5, 1, erase=False, placed=1)]) == []
