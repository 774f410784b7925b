"""Words from outside on a terminal."""


def plain(text: str) -> str:
    """Leave out what would speak to the terminal instead of the person: escapes, line breaks, changes of direction."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
