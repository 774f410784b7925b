"""A second flatten that walks every millisecond and shares no code with the first: slow, plain, and the judge of it.

Everything is a named tuple of plain numbers; see `worlds` for how a world becomes the columns of the program.
"""

from typing import NamedTuple


class Machine(NamedTuple):
    id: int
    companion: bool = False


class Stream(NamedTuple):
    device: int
    kind: str
    rank: int = 2
    apps: frozenset[int] = frozenset()


class Context(NamedTuple):
    id: int
    app: int = -1
    marks: frozenset[str] = frozenset()
    digest: int = 0


class Event(NamedTuple):
    start: int
    end: int
    context: int
    stream: int
    marks: frozenset[str] = frozenset()


class Numbers(NamedTuple):
    day: int
    look_back: int
    short_gap: int
    beat_hold: int
    passive: int
    companion_wait: int


class World(NamedTuple):
    machines: tuple[Machine, ...]
    streams: tuple[Stream, ...]
    contexts: tuple[Context, ...]
    events: tuple[Event, ...]
    numbers: Numbers


class Segment(NamedTuple):
    start: int
    length: int
    context: int
    refinement: int
    role: str
    device: int


class Span(NamedTuple):
    """An event after rule 2, with all that rule 1 and the others ask of it."""

    start: int
    end: int
    context: Context
    stream: Stream
    marks: frozenset[str]
    number: int
    """Of its stream; two streams may look alike."""

    def holds(self, t: int) -> bool:
        return self.start <= t < self.end

    def precedence(self) -> tuple[object, ...]:
        away = self.stream.kind in ("afk", "lock") and "away" in self.marks
        return (self.stream.rank, self.start, away, self.end - self.start, self.context.digest, sorted_bits(self.marks))


MARKS = ("audible", "fullscreen", "away", "erase")


def sorted_bits(marks: frozenset[str]) -> tuple[bool, ...]:
    return tuple(mark in marks for mark in reversed(MARKS))


def spans_of(world: World) -> list[Span]:
    contexts = {context.id: context for context in world.contexts}
    spans: list[Span] = []
    for number, stream in enumerate(world.streams):
        own = sorted(
            (event for event in world.events if event.stream == number),
            key=lambda event: (event.start, event.end, contexts[event.context].digest, sorted_bits(event.marks)),
        )
        ends = [event.end for event in own]
        if stream.kind == "beat":
            for i, event in enumerate(own):
                following = own[i + 1].start if i + 1 < len(own) else None
                near = following is not None and following - event.start < world.numbers.beat_hold
                ends[i] = following if near and following is not None else event.start
        elif stream.kind in ("window", "web", "editor", "afk"):
            longest = -1
            for i, event in enumerate(own):
                if longest >= 0 and 0 < event.start - ends[longest] <= world.numbers.short_gap:
                    ends[longest] = event.start
                if longest < 0 or ends[i] >= ends[longest]:
                    longest = i
        for i, event in enumerate(own):
            context = contexts[event.context]
            spans.append(Span(event.start, ends[i], context, stream, event.marks | context.marks, number))
    return spans


def best(spans: list[Span]) -> Span | None:
    return max(spans, key=Span.precedence, default=None)


def touching(spans: list[Span], begin: int, end: int) -> list[Span]:
    return [s for s in spans if s.start < end and (s.end > begin or s.start >= begin)]


class Side:
    """One device over one day."""

    def __init__(self, world: World, spans: list[Span], device: int, day: int) -> None:
        numbers = world.numbers
        self.numbers = numbers
        self.companion = world.machines[device].companion
        self.id = world.machines[device].id
        own = [s for s in spans if s.stream.device == device and s.stream.kind != "manual"]
        self.kinds: dict[str, list[Span]] = {k: [] for k in ("window", "web", "editor", "afk", "lock")}
        for s in own:
            self.kinds["editor" if s.stream.kind == "beat" else s.stream.kind].append(s)
        begin, end = day * numbers.day, (day + 1) * numbers.day
        self.floor = begin - numbers.look_back
        rows = touching(self.kinds["afk"], self.floor, end)
        self.mode = "events" if not rows else "rows" if any("away" not in s.marks for s in rows) else "away rows"
        self.alone = not touching(self.kinds["window"], begin, end)
        self.state = {t: self.state_at(t) for t in range(self.floor - 1, end)}
        self.inputs = self.input_instants(own, end)

    def state_at(self, t: int) -> str:
        row = best([s for s in self.kinds["afk"] if s.holds(t)])
        if row is None:
            return "here" if self.mode == "away rows" else "hole"
        return "away" if "away" in row.marks else "here"

    def input_instants(self, own: list[Span], end: int) -> list[int]:
        instants: list[int] = []
        if self.mode == "events":
            instants += [s.start for s in own if s.stream.kind in ("window", "web", "editor", "beat")]
        else:
            for t in range(self.floor, end):
                was, now = self.state[t - 1], self.state[t]
                if was != now and (now == "here" or (now, was) == ("away", "here")):
                    instants.append(t)
            signs = [s.start for s in own if s.stream.kind in ("editor", "beat")] + self.changes_of_application(own)
            instants += [t for t in signs if self.floor <= t < end and self.state[t] == "here"]
        return sorted(t for t in instants if t >= self.floor)

    @staticmethod
    def changes_of_application(own: list[Span]) -> list[int]:
        changes = []
        application: dict[int, int] = {}
        for s in own:  # in the order of `spans_of`: by stream, then time
            if s.stream.kind == "window":
                if application.get(s.number) != s.context.app:
                    changes.append(s.start)
                application[s.number] = s.context.app
        return changes

    def last_input(self, t: int) -> int | None:
        return max((i for i in self.inputs if i <= t), default=None)

    def quiet(self, t: int) -> float:
        last = self.last_input(t)
        return float("inf") if last is None else t - last

    def look(self, t: int) -> "Look":
        held = {kind: [s for s in spans if s.holds(t)] for kind, spans in self.kinds.items()}
        window = best(held["window"])

        def in_focus(s: Span) -> bool:
            return self.alone or (
                window is not None and window.context.app in s.stream.apps and window.context.app != -1
            )

        page = best([s for s in held["web"] if in_focus(s)])
        file = best([s for s in held["editor"] if in_focus(s)])
        inside = page
        if file is not None and (page is None or file.start >= page.start):
            inside = file
        in_front, within = (inside, None) if self.alone else (window, inside)
        background = best(
            [
                s
                for s in held["web"]
                if "audible" in s.marks and ((inside is file and file is not None) if self.alone else not in_focus(s))
            ]
        )
        lock = best(held["lock"])
        locked = lock is not None and "away" in lock.marks
        something = any(held[kind] for kind in ("window", "web", "editor"))
        busy = something if self.mode == "events" else self.state[t] == "here"
        media = (window is not None and "fullscreen" in window.marks) or (
            inside is not None and "audible" in inside.marks
        )
        passive = (
            not self.companion
            and self.state[t] == "away"
            and not locked
            and media
            and self.quiet(t) < self.numbers.passive
        )
        return Look(self, in_front, within, background, busy and not locked, passive)


class Look(NamedTuple):
    side: Side
    front: Span | None
    inside: Span | None
    background: Span | None
    busy: bool
    passive: bool


def newest(t: int, looks: list[Look]) -> Look | None:
    """The one with the newest input; the list is in order of device ids, and the first of equals is taken."""
    chosen = None
    for look in looks:
        if chosen is None or look.side.quiet(t) < chosen.side.quiet(t):
            chosen = look
    return chosen


def primary_at(t: int, looks: list[Look], wait: int) -> Look | None:
    desktops = [look for look in looks if not look.side.companion]
    chosen = newest(t, [look for look in desktops if look.busy and look.front])
    if chosen:
        return chosen
    if not any(look.busy for look in desktops):
        free = []
        for look in looks:
            if look.side.companion and look.busy and look.front:
                mine = look.side.quiet(t)
                if all(d.side.quiet(t) >= wait or d.side.quiet(t) > mine for d in desktops):
                    free.append(look)
        chosen = newest(t, free)
        if chosen:
            return chosen
    return newest(t, [look for look in looks if look.passive and look.front])


Shown = tuple[int, int, str, int]
Slot = tuple[int, int, int]


def moment(t: int, world: World, looks: list[Look], by_hand: Span | None) -> dict[Slot, Shown]:
    """What is shown at one millisecond, by slot: (0, …) is primary, (1, device, 0) beside it, (1, device, 1) heard."""
    if by_hand is not None and "erase" in by_hand.marks:
        return {}
    shown: dict[Slot, Shown] = {}
    chosen = primary_at(t, looks, world.numbers.companion_wait)
    if by_hand is not None:
        device = by_hand.stream.device
        whose = world.machines[device].id if device >= 0 else 0
        shown[0, 0, 0] = (by_hand.context.id, 0, "by hand", whose)
        chosen = None
    for number, look in enumerate(looks):
        if not (look.busy or look.passive):
            continue
        if look.front is not None:
            inside = look.inside.context.id if look.inside else 0
            slot, role = (1, number, 0), "parallel"
            if look is chosen:
                slot, role = (0, 0, 0), "active" if look.busy else "passive"
            shown[slot] = (look.front.context.id, inside, role, look.side.id)
        if look.background is not None:
            shown[1, number, 1] = (look.background.context.id, 0, "parallel", look.side.id)
    return shown


def day_of(world: World, day: int) -> list[Segment]:
    spans = spans_of(world)
    sides = [Side(world, spans, device, day) for device in range(len(world.machines))]
    corrections = [s for s in spans if s.stream.kind == "manual"]
    begin = day * world.numbers.day
    running: dict[Slot, tuple[int, Shown]] = {}
    ended: list[tuple[int, Slot, int, Shown]] = []
    for t in range(begin, begin + world.numbers.day + 1):
        now: dict[Slot, Shown] = {}
        if t < begin + world.numbers.day:
            now = moment(t, world, [side.look(t) for side in sides], best([s for s in corrections if s.holds(t)]))
        for slot, (since, shown) in list(running.items()):
            if now.get(slot) != shown:
                ended.append((since, slot, t, shown))
                del running[slot]
        for slot, shown in now.items():
            running.setdefault(slot, (t, shown))
    return [Segment(since - begin, until - since, *shown) for since, _, until, shown in sorted(ended)]
