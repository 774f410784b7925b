"""The tree a new user starts with: for a developer's and an office worker's desktop."""

from daywright.core import palette
from daywright.core.rules import PATH_SIGN, Category, Role

# Name, weight, role; children follow their parent. The order gives the hues.
_NODES: tuple[tuple[str, int, Role], ...] = (
    ("Development", 2, Role.FOCUS),
    ("Development › Coding", 2, Role.FOCUS),
    ("Development › Terminal", 2, Role.FOCUS),
    ("Development › Review", 2, Role.FOCUS),
    ("Development › Reference", 2, Role.FOCUS),
    ("Development › Data & APIs", 2, Role.FOCUS),
    ("Development › Servers", 2, Role.FOCUS),
    ("Development › Local pages", 2, Role.FOCUS),
    ("Documents", 2, Role.FOCUS),
    ("Documents › Writing", 2, Role.FOCUS),
    ("Documents › Spreadsheets", 2, Role.FOCUS),
    ("Documents › Presentations", 2, Role.FOCUS),
    ("Documents › Notes", 2, Role.FOCUS),
    ("Documents › Reading", 1, Role.FOCUS),
    ("Design", 2, Role.FOCUS),
    ("Design › Graphics", 2, Role.FOCUS),
    ("Design › Interfaces", 2, Role.FOCUS),
    ("Design › Video & audio", 2, Role.FOCUS),
    ("Design › 3D & CAD", 2, Role.FOCUS),
    ("Planning", 1, Role.FOCUS),
    ("Planning › Projects", 1, Role.FOCUS),
    ("Planning › Calendar", 1, Role.NEUTRAL),
    ("Planning › Tasks & time", 1, Role.FOCUS),
    ("Business", 1, Role.FOCUS),
    ("Business › Customers", 1, Role.FOCUS),
    ("Business › Accounting", 1, Role.FOCUS),
    ("Business › Analytics", 1, Role.FOCUS),
    ("Communication", 0, Role.COMMUNICATION),
    ("Communication › Mail", 0, Role.COMMUNICATION),
    ("Communication › Work chat", 0, Role.COMMUNICATION),
    ("Communication › Messengers", -1, Role.COMMUNICATION),
    ("Meetings", 1, Role.MEETING),
    ("Learning", 1, Role.FOCUS),
    ("Learning › Courses", 1, Role.FOCUS),
    ("Learning › Reference works", 1, Role.FOCUS),
    ("Learning › Research", 2, Role.FOCUS),
    ("Learning › Assistants", 1, Role.FOCUS),
    ("News & reading", -1, Role.NOISE),
    ("News & reading › News", -1, Role.NOISE),
    ("News & reading › Forums & blogs", -1, Role.NOISE),
    ("News & reading › Sport", -1, Role.NOISE),
    ("Social media", -2, Role.NOISE),
    ("Social media › Professional networks", -1, Role.NOISE),
    ("Entertainment", -2, Role.NOISE),
    ("Entertainment › Video", -2, Role.NOISE),
    ("Entertainment › Games", -2, Role.NOISE),
    ("Entertainment › Fun", -2, Role.NOISE),
    ("Entertainment › Music", 0, Role.NEUTRAL),
    ("Personal", 0, Role.PERSONAL),
    ("Personal › Shopping", -1, Role.PERSONAL),
    ("Personal › Money", 0, Role.PERSONAL),
    ("Personal › Travel", 0, Role.PERSONAL),
    ("Personal › Home & health", 0, Role.PERSONAL),
    ("System", 0, Role.NEUTRAL),
    ("System › Files", 0, Role.NEUTRAL),
    ("System › Search", 0, Role.NEUTRAL),
    ("System › Settings & tools", 0, Role.NEUTRAL),
    ("System › Desktop", 0, Role.NEUTRAL),
)


def _categories() -> tuple[Category, ...]:
    """Top-level nodes take the hues in order, one more is grey; children are tints."""
    top = child = -1
    grown: list[Category] = []
    for name, weight, role in _NODES:
        path = tuple(name.split(PATH_SIGN))
        if len(path) == 1:
            top, child = top + 1, -1
            colour = palette.hue(top) if top < palette.HUES else palette.GREY
        else:
            child += 1
            colour = palette.tint(top, child) if top < palette.HUES else palette.GREY
        grown.append(Category(path, weight, colour, role))
    return tuple(grown)


CATEGORIES = _categories()
