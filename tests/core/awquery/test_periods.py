"""Laws of inside, around and outside."""

from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.awquery import Events
from daywright.core.awquery.periods import by_duration, by_start, intersection, union, without_overlap
from fakes.queries import columns, rows_of

MS = 1_000
rows = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.integers(1, 3)), max_size=12).map(
    lambda found: [(start * MS, length * MS, kind) for start, length, kind in found]
)

calm = settings(deadline=None)  # a machine may be busy


def instants(events: Events) -> set[int]:
    """Every millisecond that is covered."""
    return {at for start, length, _ in rows_of(events) for at in range(start, start + length, MS)}


def total(events: Events) -> int:
    return int(events.duration.sum())


def apart(events: Events) -> bool:
    """Whether events rise without touching each other."""
    return bool((events.start[1:] > events.end[:-1]).all())


@calm
@given(rows, rows)
def test_a_union_covers_what_either_covers_once(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    both = union(columns(one), columns(other))
    assert instants(both) == instants(columns(one)) | instants(columns(other))
    assert apart(both)
    assert total(both) == len(instants(both)) * MS


@calm
@given(rows, rows)
def test_a_union_is_idempotent_and_takes_either_order(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    both = union(columns(one), columns(other))
    assert rows_of(union(both, both)) == rows_of(both)
    assert rows_of(union(columns(other), columns(one))) == rows_of(both)


@calm
@given(rows, rows)
def test_pieces_inside_lie_in_both_lists_and_lose_nothing(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    inside = intersection(columns(one), union(columns(other), columns([])))
    assert instants(inside) <= instants(columns(one)) & instants(columns(other))
    alone = union(columns(one), columns([]))
    around = union(columns(other), columns([]))
    assert instants(intersection(alone, around)) == instants(alone) & instants(around)


@calm
@given(rows, rows)
def test_what_is_added_without_overlap_covers_all_and_keeps_the_first_list_whole(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    lasting = [row for row in one if row[1]]  # as in ActivityWatch, one of no length hides what begins with it
    first, second = union(columns(lasting), columns([])), union(columns(other), columns([]))
    together = without_overlap(first, second)
    assert instants(together) == instants(first) | instants(second)
    assert set(rows_of(first)) <= set(rows_of(together))
    assert (together.start[1:] >= together.start[:-1]).all()


def test_what_lies_around_an_event_of_the_first_list_is_cut_at_it() -> None:
    stopwatch, windows = columns([(10 * MS, 10 * MS, 1)]), columns([(5 * MS, 20 * MS, 2), (25 * MS, MS, 3)])
    assert rows_of(without_overlap(stopwatch, windows)) == [
        (5 * MS, 5 * MS, 2),
        (10 * MS, 10 * MS, 1),
        (20 * MS, 5 * MS, 2),
        (25 * MS, MS, 3),
    ]


@calm
@given(rows)
def test_sorting_keeps_every_event_and_the_order_of_equals(found: list[tuple[int, int, int]]) -> None:
    events = columns(found)
    assert by_start(events).id.tolist() == sorted(range(len(found)), key=lambda row: found[row][0])
    assert by_duration(events).id.tolist() == sorted(range(len(found)), key=lambda row: found[row][1], reverse=True)
