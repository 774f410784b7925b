"""Files of variables for a program, as many tools read them."""

from pathlib import Path


def variables_in(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    """Lines like `NAME=https://day.example` whose name begins with one of `names`; all else is not ours to judge.

    No file, or one that cannot be read, holds none.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for line in lines:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and name.strip().startswith(names):
            text = value.strip()
            quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
            found[name.strip()] = text[1:-1] if quoted else text.partition(" #")[0].rstrip()
    return found
