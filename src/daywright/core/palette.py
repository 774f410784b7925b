"""Twelve hues of equal lightness and chroma for categories, in OKLCH, and tints of them for children.

Lightness stays where a mark keeps a contrast of 3:1 to every surface of both themes.
"""

from math import cos, pi, sin

HUES = 12
GREY = "#807c74"
"""For what has no hue of its own."""

# Five twelfths of the circle apart: neighbours in the list differ most, and all twelve are met before one repeats.
_STEP = 5
_FIRST_DEGREES = 255.0
_LIGHTNESS = 0.585
# The most that every hue reaches at this lightness on an ordinary screen (cyan is the narrowest).
_CHROMA = 0.098
# Children keep their parent's hue: lighter and darker in turn, a little greyer each time.
_TINTS = ((0.0, 0.72), (0.033, 0.9), (-0.04, 0.9), (0.03, 0.5), (-0.045, 0.55), (0.0, 0.4), (0.034, 0.7), (-0.03, 0.35))

# Where sRGB's curve leaves its straight start.
_KNEE = 0.0031308

Rgb = tuple[float, float, float]


def hue(number: int) -> str:
    """Return the colour of the top-level category at this place, `#rrggbb`."""
    return _hex(_rgb(_LIGHTNESS, _CHROMA, _degrees(number)))


def tint(number: int, child: int) -> str:
    """Return the colour of a child, by the places of its top-level category and of itself among the children."""
    lighter, chroma = _TINTS[child % len(_TINTS)]
    return _hex(_rgb(_LIGHTNESS + lighter, _CHROMA * chroma, _degrees(number)))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1, as contrast is measured."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _degrees(number: int) -> float:
    return (_FIRST_DEGREES + number % HUES * _STEP * 360 / HUES) % 360


def _rgb(lightness: float, chroma: float, degrees: float) -> Rgb:
    """OKLCH → sRGB; parts outside 0 to 1 are outside the screen's gamut."""
    a, b = chroma * cos(degrees * pi / 180), chroma * sin(degrees * pi / 180)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _companded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _companded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _companded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _companded(linear: float) -> float:
    return 12.92 * linear if linear <= _KNEE else 1.055 * linear ** (1 / 2.4) - 0.055


def _linear(part: float) -> float:
    return part / 12.92 if part <= 12.92 * _KNEE else ((part + 0.055) / 1.055) ** 2.4


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in rgb)
