"""The mass-rejection brake: a server that refuses everything is broken, and must not empty the queue."""

from collections import deque

IN_A_ROW = 20
WINDOW = 1000
MOST_IN_WINDOW = 50  # 5 % of the window


class Brake:
    """Engages when too many events in a row, or of the last thousand, would be given up; one passing releases it."""

    def __init__(self) -> None:
        self._row = 0
        self._window: deque[bool] = deque(maxlen=WINDOW)
        self.engaged = False

    def passed(self, events: int = 1) -> None:
        """So many events were delivered."""
        self._row = 0
        self._window.extend([False] * min(events, WINDOW))
        if self.engaged:
            self.engaged = False
            self._window.clear()

    def refused(self) -> None:
        """An event was refused for good."""
        self._row += 1
        self._window.append(True)
        if self._row >= IN_A_ROW or sum(self._window) > MOST_IN_WINDOW:
            self.engaged = True
