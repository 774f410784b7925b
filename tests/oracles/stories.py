"""A day told by clock times and names, with the limits of the program, and its timeline as lines one can read."""

from dataclasses import dataclass, field

from oracles.flattening import Context, Event, Machine, Numbers, Segment, Stream, World
from oracles.worlds import flattened

REAL = Numbers(86_400_000, 86_400_000, 5_000, 900_000, 5_400_000, 60_000)
DAY = 20_000


def instant(clock: str) -> int:
    """`9:00` or `9:00:02` of the day, `y23:00` of the day before."""
    hours, minutes, seconds = (*(int(part) for part in clock.removeprefix("y").split(":")), 0)[:3]
    return (DAY - clock.startswith("y")) * REAL.day + ((hours * 60 + minutes) * 60 + seconds) * 1000


def clock(start: int) -> str:
    seconds = start // 1000
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


@dataclass
class Story:
    """What the watchers of some devices reported. Contexts and applications come into being as they are named."""

    machines: list[Machine] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    apps: list[str] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)
    contexts: dict[tuple[str, str, frozenset[str]], Context] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def device(self, name: str, *, companion: bool = False) -> None:
        self.names.append(name)
        self.machines.append(Machine(len(self.names), companion))

    def tell(self, device: str, kind: str, what: str, spans: str, *marks: str, shows: str = "", rank: int = 2) -> None:
        """`spans` is like `9:00-9:10 9:20`; a window's application is its own name, `shows` names those of a bucket."""
        number = self.names.index(device) if device else -1
        stream = Stream(number, kind, rank, frozenset(self.app(name) for name in shows.split()))
        if stream not in self.streams:
            self.streams.append(stream)
        key = (what, kind, frozenset(marks))
        app = self.app(what) if kind == "window" else -1
        context = self.contexts.setdefault(key, Context(len(self.contexts) + 1, app, key[2], len(self.contexts)))
        for span in spans.split():
            start, _, end = span.partition("-")
            self.events.append(Event(instant(start), instant(end or start), context.id, self.streams.index(stream)))

    def app(self, name: str) -> int:
        if name not in self.apps:
            self.apps.append(name)
        return self.apps.index(name)

    def world(self) -> World:
        return World(tuple(self.machines), tuple(self.streams), tuple(self.contexts.values()), tuple(self.events), REAL)

    def timeline(self) -> list[str]:
        """One line a segment: `9:01-9:02 Code + a.py (active, laptop)`."""
        return [self.line(segment) for segment in flattened(self.world(), DAY)[0]]

    def line(self, segment: Segment) -> str:
        what = {context.id: name for (name, _, _), context in self.contexts.items()}
        inside = f" + {what[segment.refinement]}" if segment.refinement else ""
        device = f", {self.names[segment.device - 1]}" if segment.device else ""
        span = f"{clock(segment.start)}-{clock(segment.start + segment.length)}"
        return f"{span} {what[segment.context]}{inside} ({segment.role}{device})"


def laptop(here: str = "", away: str = "") -> Story:
    """A story of one desktop called laptop, with its afk rows."""
    story = Story()
    story.device("laptop")
    if here:
        story.tell("laptop", "afk", "here", here)
    if away:
        story.tell("laptop", "afk", "away", away, "away")
    return story
