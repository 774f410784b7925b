"""The load of a busy desktop, for benchmarks: right in its statistics, with no story.

A real export of a day and a half (2,427 window events) had 15 % of events with a new (app, title), 63 % returning to
one of the last 20, and a median duration of 1.1 s. `REAL_EXPORT` reproduces the three. The defaults go on all year as
if every day were somebody's first, which is the most contexts a year may have to hold.

Each look is one of three things: something never seen before and gone after its day; a return to one of the last
`RECENT` (that often by `locality`); or a draw from a lasting catalogue by Zipf's law. How often something is new
follows from the number of contexts wanted in a year.
"""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from itertools import accumulate
from operator import itemgetter

from daywright.core.persona.almanac import SATURDAY
from daywright.core.persona.dice import Dice
from daywright.core.persona.observation import Observation, instant_us
from daywright.core.persona.scenes import Place
from daywright.kit.clock import US_PER_SECOND

DAYS_A_YEAR = 365
RECENT = 20
ZIPF = 1.15
CATALOGUE_SHARE = 0.02  # of all things of a year
SMALLEST_CATALOGUE = 4 * RECENT
WEEKEND = 0.45  # of a working day's events
WEEKDAY_WEIGHT = 7 / (5 + 2 * WEEKEND)
ACTIVE_SECONDS = 27_000  # of a working day
BREAKS = 12
AFK_ROWS_A_YEAR = 2 * (BREAKS + 1) * DAYS_A_YEAR
MEDIAN_SECONDS = 1.1
SIGMA = 2.3
TAIL_FROM = 4.0
LONGEST_SECONDS = 900.0
LINGER_US = 600 * US_PER_SECOND
# Half of what is looked at is a page, a quarter a file; each of these is a context in a second bucket as well.
KINDS = ("page", "file", "page", "other")
CONTEXTS_A_THING = 1.75
SITES = ("github.com", "stackoverflow.com", "docs.python.org", "en.wikipedia.org", "news.example", "www.youtube.com")
APPS = ("Gnome-terminal", "Slack", "thunderbird", "libreoffice-writer", "Evince", "obsidian", "zoom")
LANGUAGES = (("python", "py"), ("typescript", "ts"), ("rust", "rs"), ("markdown", "md"))
TOPICS = ("queue", "parser", "timeline", "invoice", "ledger", "harbour", "survey", "release", "chapter", "figure")


@dataclass(frozen=True, slots=True)
class Bench:
    """How heavy the load is."""

    events_per_year: int = 721_000
    contexts_per_year: int = 75_000
    locality: float = 0.4
    buckets: frozenset[str] = frozenset({"window", "afk", "web", "editor"})
    device: str = "desktop"


REAL_EXPORT = Bench(contexts_per_year=37_000, locality=0.4)


def bench_rows(seed: int, first: date, days: int, zone: tzinfo, bench: Bench) -> Iterator[Observation]:
    """The rows of these dates, in time order."""
    mix = Mix(seed, bench)
    for offset in range(days):
        rows = [row for row in _day_rows(mix, first + timedelta(days=offset), zone) if row.bucket in bench.buckets]
        rows.sort(key=itemgetter(1))
        yield from rows


class Mix:
    """What a load works out once: its catalogue and how often something is new."""

    __slots__ = ("bench", "catalogue", "looks_a_day", "marks", "new", "seed")

    def __init__(self, seed: int, bench: Bench) -> None:
        if not 0.0 <= bench.locality <= 1.0:
            raise ValueError("locality lies between 0 and 1")
        things = bench.contexts_per_year / CONTEXTS_A_THING
        size = max(SMALLEST_CATALOGUE, int(things * CATALOGUE_SHARE))
        weights = [(rank + 1) ** -ZIPF for rank in range(size)]
        whole = sum(weights)
        doubled = sum(weight for rank, weight in enumerate(weights) if KINDS[rank % len(KINDS)] != "other") / whole
        self.seed = seed
        self.bench = bench
        self.catalogue = [thing(rank) for rank in range(size)]
        self.marks = list(accumulate(weights))
        looks = (bench.events_per_year - AFK_ROWS_A_YEAR) / (1.0 + doubled)
        self.new = 0.0
        for _ in range(8):  # what is new leaves fewer draws for the catalogue, and the other way round; it settles fast
            draws = looks * (1.0 - self.new) * (1.0 - bench.locality)
            met = sum(1.0 - (1.0 - weight / whole) ** draws for weight in weights)
            self.new = min(1.0, max(0.0, (things - met) / looks))
        self.looks_a_day = looks / DAYS_A_YEAR

    def looks(self, day: date, dice: Dice, count: int) -> Iterator[Place]:
        """What is in front, one after another, never the same twice in a row."""
        serial = day.toordinal() * 100_000 + len(self.catalogue)
        today: dict[int, Place] = {}
        recent: list[int] = []
        while len(recent) < RECENT:
            number = self._draw(dice)
            if number not in recent:
                recent.append(number)
        locality = self.bench.locality
        catalogue = self.catalogue
        for _ in range(count):
            if dice.roll() < self.new:
                serial += 1
                number = serial
                today[number] = thing(number)
                del recent[0]
            elif dice.roll() < locality:
                back = dice.roll()
                number = recent.pop(RECENT - 2 - int(back * back * (RECENT - 1)))
            else:
                number = self._draw(dice)
                while number == recent[-1]:
                    number = self._draw(dice)
                if number in recent:
                    recent.remove(number)
                else:
                    del recent[0]
            recent.append(number)
            yield catalogue[number] if number < len(catalogue) else today[number]

    def _draw(self, dice: Dice) -> int:
        return bisect(self.marks, dice.roll() * self.marks[-1], 0, len(self.marks) - 1)


def thing(number: int) -> Place:
    """The thing with this number: a page, a file or another window."""
    topic = TOPICS[number % len(TOPICS)]
    match KINDS[number % len(KINDS)]:
        case "page":
            site = SITES[number // len(KINDS) % len(SITES)]
            title = f"{topic.capitalize()} {number} - {site}"
            return Place(
                {"app": "firefox", "title": f"{title} — Mozilla Firefox"},
                web={"url": f"https://{site}/{topic}/{number}", "title": title, "audible": False, "incognito": False},
            )
        case "file":
            language, suffix = LANGUAGES[number // len(KINDS) % len(LANGUAGES)]
            project = f"project-{number // len(KINDS) % 12}"
            file = f"src/{topic}/{topic}_{number}.{suffix}"
            return Place(
                {"app": "Code", "title": f"{topic}_{number}.{suffix} - {project} - Visual Studio Code"},
                editor={"file": file, "project": project, "language": language, "branch": "main"},
            )
        case _:
            app = APPS[number // len(KINDS) % len(APPS)]
            return Place({"app": app, "title": f"{topic.capitalize()} {number}"})


def _day_rows(mix: Mix, day: date, zone: tzinfo) -> Iterator[Observation]:
    dice = Dice(mix.seed, "bench", day.toordinal())
    weight = WEEKDAY_WEIGHT * (WEEKEND if day.weekday() >= SATURDAY else 1.0)
    count = int(mix.looks_a_day * weight * dice.about(1.0, 0.12, 0.7, 1.3))
    lengths = _lengths(dice, count, ACTIVE_SECONDS * weight / WEEKDAY_WEIGHT)
    device = mix.bench.device
    cursor = present_from = instant_us(day, dice.about(510, 20, 450, 600), zone)
    sitting = -(-count // (BREAKS + 1))
    for place, look in enumerate(mix.looks(day, dice, count), 1):
        begin, end = cursor, cursor + lengths[place - 1]
        shown_until = cursor = end
        if place % sitting == 0 or place == count:
            away = int(min(4200.0, max(240.0, dice.stretch(480, 0.8))) * US_PER_SECOND) if place < count else LINGER_US
            yield Observation("afk", present_from, end - present_from, {"status": "not-afk"}, None, device)
            yield Observation("afk", end, away, {"status": "afk"}, None, device)
            shown_until = min(end + away, end + LINGER_US)
            cursor = present_from = end + away
        yield Observation("window", begin, shown_until - begin, look.window, None, device)
        if look.web is not None:
            loaded = begin + (end - begin) // 8
            yield Observation("web", loaded, shown_until - loaded, look.web, None, device)
        elif look.editor is not None:
            yield Observation("editor", begin, end - begin, look.editor, None, device)


def _lengths(dice: Dice, count: int, active_seconds: float) -> list[int]:
    """Microseconds of each look: log-normal about the median, the long ones stretched until they fill the day."""
    drawn = [min(LONGEST_SECONDS, dice.stretch(MEDIAN_SECONDS, SIGMA)) for _ in range(count)]
    tail = sum(length - TAIL_FROM for length in drawn if length > TAIL_FROM)
    room = max(0.0, active_seconds - sum(min(length, TAIL_FROM) for length in drawn))
    factor = room / tail if tail else 1.0
    return [
        int((length if length <= TAIL_FROM else TAIL_FROM + (length - TAIL_FROM) * factor) * US_PER_SECOND) + 1
        for length in drawn
    ]
