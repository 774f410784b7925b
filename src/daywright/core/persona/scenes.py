"""What is on the screen while somebody does something: a few places, how often and how long each is looked at."""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from daywright.core.persona import vocabulary as words
from daywright.core.persona.agenda import Block, Doing
from daywright.core.persona.almanac import Outlook
from daywright.core.persona.dice import Dice
from daywright.core.persona.vocabulary import COMPANY, Page, Project

Data = Mapping[str, object]


class Place(NamedTuple):
    """One thing in front, as each recorder words it. `watched`: it plays full-screen, hands off the keys."""

    window: Data
    web: Data | None = None
    editor: Data | None = None
    watched: bool = False


class Scene(NamedTuple):
    """Places with the running sum of their weights and the median look at each, in seconds."""

    places: tuple[Place, ...]
    marks: tuple[float, ...]
    medians: tuple[float, ...]

    def next_place(self, dice: Dice, last: int) -> int:
        """Where the eyes go from the place with this number (−1 from none): never nowhere new, if there is a choice."""
        marks = self.marks
        top = len(marks) - 1
        place = bisect(marks, dice.roll() * marks[top], 0, top)
        if place == last:
            place = place + 1 if place < top else 0
        return place


Look = tuple[Place, float, float]  # place, weight, median seconds


def scene(day: Outlook, block: Block, dice: Dice) -> Scene:
    """The places of one block."""
    return _scene(_LOOKS[block.doing](day, block, dice))


def diversion(dice: Dice) -> Scene:
    """The places of a burst away from the work at hand."""
    return _scene(dice.weighted(_DIVERSIONS)(dice))


def message(day: Outlook, dice: Dice) -> Place:
    """A message somebody looks at when it arrives."""
    return _slack(dice.pick((*words.COLLEAGUES, "general", day.project.name)))


def track(dice: Dice) -> Place:
    """The player, when the music needs a hand."""
    return Place({"app": "Spotify", "title": dice.pick(words.TRACKS)})


def _scene(looks: Sequence[Look]) -> Scene:
    places, weights, medians = zip(*looks, strict=True)
    return Scene(places, tuple(accumulate(weights)), medians)


def _app(app: str, title: str) -> Place:
    return Place({"app": app, "title": title})


def _tab(url: str, title: str, *, audible: bool = False, watched: bool = False) -> Place:
    return Place(
        {"app": "firefox", "title": f"{title} — Mozilla Firefox"},
        web={"url": url, "title": title, "audible": audible, "incognito": False},
        watched=watched,
    )


def _page(page: Page) -> Place:
    return _tab(page.url, page.title)


def _file(project: Project, path: str, language: str, branch: str) -> Place:
    name = path.rsplit("/", 1)[-1]
    return Place(
        {"app": "Code", "title": f"{name} - {project.name} - Visual Studio Code"},
        editor={"file": path, "project": project.name, "language": language, "branch": branch},
    )


def _terminal(project: Project, command: str) -> Place:
    return _app("Gnome-terminal", f"{command} — ~/src/{project.name}")


def _slack(where: str) -> Place:
    kind = "DM" if where in words.COLLEAGUES else "Channel"
    return _app("Slack", f"{where} ({kind}) - Fernhill - Slack")


def _pull_request(day: Outlook, dice: Dice, project: Project) -> tuple[Place, Place]:
    """The two pages of a review: the conversation and the changes."""
    pull = 400 + (day.date.toordinal() * 3 + dice.whole(0, 5)) % 4000
    at = f"https://github.com/{COMPANY}/{project.name}/pull/{pull}"
    title = f"{dice.pick(project.issues)} by {dice.pick(words.COLLEAGUES)}"
    suffix = f"Pull Request #{pull} · {COMPANY}/{project.name}"
    return _tab(at, f"{title} · {suffix}"), _tab(f"{at}/files", f"Files changed · {suffix}")


def _issue(project: Project, dice: Dice) -> Place:
    number = dice.whole(1, len(project.issues))
    at = f"https://github.com/{COMPANY}/{project.name}/issues/{100 + number}"
    return _tab(at, f"{project.issues[number - 1]} · Issue #{100 + number} · {COMPANY}/{project.name}")


def _coding(dice: Dice, project: Project, branch: str) -> list[Look]:
    files = dice.some(project.files, dice.whole(3, 5))
    looks: list[Look] = [
        (_file(project, path, language, branch), 7.0 / (place + 1), 34.0)
        for place, (path, language) in enumerate(files)
    ]
    looks += [(_terminal(project, command), 1.5, 12.0) for command in dice.some(project.commands, 2)]
    looks += [(_page(page), 0.9, 26.0) for page in dice.some(project.manuals, 2)]
    looks.append((_issue(project, dice), 0.5, 18.0))
    return looks


def _code(day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    if dice.chance(0.2):
        other = day.other_project
        return _coding(dice, other, other.branches[1])
    return _coding(dice, day.project, day.branch)


def _tinker(_day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    return _coding(dice, words.SIDE_PROJECT, "main")


def _review(day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    project = day.project if dice.chance(0.7) else day.other_project
    talk, changes = _pull_request(day, dice, project)
    path, language = dice.pick(project.files)
    return [
        (changes, 6.0, 60.0),
        (talk, 4.0, 36.0),
        (_file(project, path, language, "main"), 1.6, 28.0),
        (_terminal(project, "git switch"), 0.7, 10.0),
        (message(day, dice), 0.6, 12.0),
    ]


def _write(day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    text = day.manuscript
    name = text.file.format(chapter=day.chapter)
    if text.online == "overleaf.com":
        desk = _tab(
            "https://www.overleaf.com/project/64f0c2a9d1", f"{text.name}, {name} - Overleaf, Online LaTeX Editor"
        )
    elif text.online:
        desk = _tab("https://docs.google.com/document/d/1hB7handbook/edit", f"{name} - Google Docs")
    else:
        desk = _app("libreoffice-writer", f"{name} — LibreOffice Writer")
    looks: list[Look] = [(desk, 9.0, 70.0)]
    looks += [(_app("Evince", source), 2.2, 34.0) for source in dice.some(text.sources, 2)]
    looks += [(_page(page), 1.3, 28.0) for page in dice.some(text.questions, 2)]
    looks.append((_app("Zotero", f"{text.name} - Zotero"), 0.9, 20.0))
    looks.append((_app("obsidian", f"{text.name} outline - Notes - Obsidian"), 1.4, 24.0))
    return looks


def _research(day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    pages = [*day.manuscript.questions, *day.project.manuals]
    looks: list[Look] = [(_page(page), 3.0, 48.0) for page in dice.some(pages, 4)]
    looks += [(_app("Evince", source), 2.5, 55.0) for source in dice.some(day.manuscript.sources, 2)]
    looks.append((_app("Zotero", f"{day.manuscript.name} - Zotero"), 1.0, 20.0))
    looks.append((_app("obsidian", "Reading notes - Notes - Obsidian"), 2.0, 32.0))
    return looks


def _mail(day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    looks: list[Look] = [(_app("thunderbird", "Inbox - Mozilla Thunderbird"), 5.0, 18.0)]
    looks += [
        (_app("thunderbird", f"{subject} - Mozilla Thunderbird"), 2.0, 32.0) for subject in dice.some(words.SUBJECTS, 3)
    ]
    looks.append((_app("thunderbird", f"Write: {dice.pick(words.SUBJECTS)} - Thunderbird"), 2.0, 48.0))
    looks.append((_app("Gnome-calendar", "Calendar"), 0.8, 14.0))
    looks.append((message(day, dice), 0.8, 14.0))
    return looks


def _chat(day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    looks: list[Look] = [(_slack(channel), 2.0, 24.0) for channel in dice.some(words.CHANNELS, 3)]
    looks += [(_slack(name), 2.0, 28.0) for name in dice.some(words.COLLEAGUES, 2)]
    looks.append((_app("thunderbird", "Inbox - Mozilla Thunderbird"), 1.0, 15.0))
    looks.append((_issue(day.project, dice), 0.7, 18.0))
    return looks


def _plan(day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    board = f"https://github.com/orgs/{COMPANY}/projects/4"
    return [
        (_tab(board, f"{day.project.name} board · {COMPANY}"), 4.0, 34.0),
        (_app("Gnome-calendar", "Calendar"), 2.0, 18.0),
        (_app("obsidian", "Week plan - Notes - Obsidian"), 3.0, 32.0),
        (_issue(day.project, dice), 2.0, 24.0),
    ]


def _meet(day: Outlook, block: Block, dice: Dice) -> list[Look]:
    return [
        (_app("zoom", f"{block.subject} - Zoom Meeting"), 9.0, 150.0),
        (_app("obsidian", f"{block.subject} - Notes - Obsidian"), 3.0, 28.0),
        (message(day, dice), 1.2, 12.0),
        (_issue(day.project, dice), 0.8, 20.0),
    ]


def _admin(day: Outlook, _block: Block, dice: Dice) -> list[Look]:
    return [
        (_app("libreoffice-calc", f"Expenses {day.date.year}.ods — LibreOffice Calc"), 4.0, 42.0),
        (_app("org.gnome.Nautilus", dice.pick(("Receipts", "Downloads", "Documents"))), 1.5, 11.0),
        (_app("Evince", f"Invoice {day.date:%Y-%m}.pdf"), 1.5, 20.0),
        (_app("KeePassXC", "Passwords - KeePassXC"), 0.6, 8.0),
        (_page(dice.pick(words.ODD_PAGES)), 1.5, 24.0),
    ]


def _news(dice: Dice) -> list[Look]:
    looks: list[Look] = []
    for _ in range(5):
        site, shown = dice.pick(words.NEWS_SITES)
        parts = (words.HEADLINE_SUBJECTS, words.HEADLINE_VERBS, words.HEADLINE_OBJECTS)
        headline = " ".join(dice.pick(part) for part in parts)
        looks.append((_tab(f"{site}{dice.whole(10**6, 10**7)}", shown.format(headline=headline)), 2.0, 42.0))
    looks.append((_tab("https://www.bbc.com/news", "Home - BBC News"), 2.0, 12.0))
    return looks


def _social(dice: Dice) -> list[Look]:
    looks: list[Look] = [(_tab("https://www.reddit.com/", "reddit: the front page of the internet"), 3.0, 22.0)]
    for forum in dice.some(words.FORUMS, 4):
        at = f"https://www.reddit.com/r/{forum}/comments/{dice.whole(10**5, 10**6):x}"
        looks.append((_tab(at, f"{dice.pick(words.THREADS)} : r/{forum}"), 2.0, 40.0))
    looks.append((_tab("https://mastodon.social/home", "Home - Mastodon"), 1.5, 34.0))
    return looks


def _video(dice: Dice) -> list[Look]:
    looks: list[Look] = [(_tab("https://www.youtube.com/", "YouTube"), 3.0, 16.0)]
    for title in dice.some(words.VIDEOS, 4):
        at = f"https://www.youtube.com/watch?v={dice.whole(10**9, 10**10):x}"
        looks.append((_tab(at, f"{title} - YouTube", audible=True, watched=dice.chance(0.3)), 2.0, 290.0))
    return looks


def _film(dice: Dice) -> list[Look]:
    title = dice.pick(words.FILMS)
    at = f"https://www.netflix.com/watch/{80_000_000 + dice.whole(0, 999_999)}"
    return [
        (_tab(at, f"{title} - Netflix", audible=True, watched=True), 9.0, 1500.0),
        (_tab("https://www.netflix.com/browse", "Home - Netflix"), 1.0, 25.0),
    ]


def _shop(dice: Dice) -> list[Look]:
    looks: list[Look] = []
    for ware in dice.some(words.WARES, 4):
        site, shown = dice.pick(words.SHOPS)
        looks.append((_tab(f"{site}{dice.whole(10**6, 10**7)}", shown.format(ware=ware)), 2.0, 34.0))
    looks.append((_page(dice.pick(words.ODD_PAGES)), 1.0, 28.0))
    return looks


def _anyone(looks: Callable[[Dice], list[Look]]) -> Callable[[Outlook, Block, Dice], list[Look]]:
    return lambda _day, _block, dice: looks(dice)


_LOOKS: dict[Doing, Callable[[Outlook, Block, Dice], list[Look]]] = {
    Doing.CODE: _code,
    Doing.REVIEW: _review,
    Doing.WRITE: _write,
    Doing.RESEARCH: _research,
    Doing.MAIL: _mail,
    Doing.CHAT: _chat,
    Doing.PLAN: _plan,
    Doing.MEET: _meet,
    Doing.ADMIN: _admin,
    Doing.TINKER: _tinker,
    Doing.NEWS: _anyone(_news),
    Doing.SOCIAL: _anyone(_social),
    Doing.VIDEO: _anyone(_video),
    Doing.FILM: _anyone(_film),
    Doing.SHOP: _anyone(_shop),
}
_DIVERSIONS = ((_news, 3.0), (_social, 3.0), (_video, 1.4), (_shop, 0.6))
