from itertools import pairwise

from daywright.core import palette
from daywright.core.palette import GREY, HUES, contrast, hue, tint

SURFACES = ("#faf8f4", "#ffffff", "#f1ede4", "#12151c", "#181c25", "#1b202a")
EVERY = [hue(number) for number in range(HUES)] + [tint(number, child) for number in range(HUES) for child in range(8)]


def test_every_colour_is_a_visible_mark_on_every_surface_of_both_themes() -> None:
    assert min(contrast(colour, surface) for colour in [*EVERY, GREY] for surface in SURFACES) >= 3


def test_no_two_colours_are_the_same() -> None:
    assert len(set(EVERY)) == len(EVERY)


def test_hues_have_one_lightness_and_one_chroma_because_all_fit_the_screen() -> None:
    for number in range(HUES):
        parts = palette._rgb(palette._LIGHTNESS, palette._CHROMA, palette._degrees(number))
        assert all(0 < part < 1 for part in parts)


def test_neighbours_are_far_apart_on_the_circle() -> None:
    turns = [(later - earlier) % 360 for earlier, later in pairwise(map(palette._degrees, range(HUES + 1)))]
    assert set(turns) == {150.0}


def test_contrast_is_measured_as_the_guidelines_measure_it() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
