"""Durations as people read them."""


def words(seconds: float) -> str:
    """`2 h 04 m`, `38 m`, `12 s`: whole minutes from a minute on, rounded down so that parts never exceed their sum."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours} h {minutes:02} m"
    return f"{minutes} m" if minutes else f"{whole} s"
