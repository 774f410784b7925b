from hypothesis import given
from hypothesis import strategies as st

from daywright.server.events.service.texts import PAGE, Texts, paged

texts = st.text(max_size=8)


@given(st.lists(texts, max_size=3), st.integers(0, 2 * PAGE + 3), st.lists(texts, max_size=5), st.data())
def test_texts_from_pages_and_later_ones_are_one_list(
    some: list[str], numbered: int, later: list[str], data: st.DataObject
) -> None:
    held = [*some, *map(str, range(numbered))]
    kept = Texts(paged(held), len(held))
    for text in later:
        kept.append(text)
    expected = [*held, *later]
    if expected:
        places = st.lists(st.integers(-len(expected), len(expected) - 1), max_size=5)
        assert all(kept[place] == expected[place] for place in data.draw(places))
    assert kept[1:] == expected[1:]
    assert list(kept) == expected
