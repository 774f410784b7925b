"""How the starter's lists are written: a category, a colon, values between commas; further lines are indented."""

Listing = tuple[tuple[str, tuple[str, ...]], ...]


def listing(text: str) -> Listing:
    """`Design › Graphics: Gimp, Krita` on lines of their own → `(("Design › Graphics", ("Gimp", "Krita")),)`."""
    entries: list[tuple[str, list[str]]] = []
    for line in text.strip("\n").splitlines():
        values = line
        if not line.startswith(" "):
            category, _, values = line.partition(":")
            entries.append((category, []))
        entries[-1][1].extend(value for value in map(str.strip, values.split(",")) if value)
    return tuple((category, tuple(values)) for category, values in entries)
