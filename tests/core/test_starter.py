import pytest

from daywright.core.domains import domain_pattern
from daywright.core.labels import labels
from daywright.core.matching import LabelColumns, Matcher
from daywright.core.rule_documents import document_of, parse
from daywright.core.rules import NO_RULE, Field, Kind, Op, Rule
from daywright.core.starter import DISTRACTING_DOMAINS, STARTER, pages

MATCHER = Matcher(STARTER)
CATEGORY = dict(enumerate(STARTER.category_numbers()))


def category(*seen: tuple[str, dict[str, str]]) -> str:
    """What observations of one moment are called: the better placed of their first matches."""
    rows = [(kind, *labels(kind, data, bucket_app="firefox")) for kind, data in seen]
    number = int(MATCHER.first_match(LabelColumns.of(rows)).min())
    return STARTER.categories[CATEGORY[number]].label if number != NO_RULE else "Uncategorised"


@pytest.mark.parametrize(
    ("app", "title", "domain", "expected"),
    [
        ("Code", "labels.py - daywright - Visual Studio Code", "", "Development › Coding"),
        ("code", "youtube.py - player - Visual Studio Code", "", "Development › Coding"),
        ("Code.exe", "notes - GitHub", "", "Development › Coding"),
        ("jetbrains-pycharm", "daywright – rules.py", "", "Development › Coding"),
        ("jetbrains-datagrip", "console", "", "Development › Data & APIs"),
        ("IntelliJ IDEA", "shop – Cart.java", "", "Development › Coding"),
        ("dev.zed.Zed", "main.rs", "", "Development › Coding"),
        ("Xcode", "App — ContentView.swift", "", "Development › Coding"),
        ("XTerm", "max@laptop: ~/code", "", "Development › Terminal"),
        ("xterm", "vim", "", "Development › Terminal"),
        ("org.gnome.Console", "cargo test", "", "Development › Terminal"),
        ("kitty", "~", "", "Development › Terminal"),
        ("WindowsTerminal.exe", "PowerShell", "", "Development › Terminal"),
        ("Terminal", "max — -zsh — 80×24", "", "Development › Terminal"),
        ("Meld", "a.py — b.py", "", "Development › Review"),
        ("DBeaver", "orders", "", "Development › Data & APIs"),
        ("Docker Desktop", "Containers", "", "Development › Servers"),
        ("libreoffice-writer", "Letter.odt - LibreOffice Writer", "", "Documents › Writing"),
        ("WINWORD.EXE", "Offer.docx - Word", "", "Documents › Writing"),
        ("Microsoft Excel", "Budget.xlsx", "", "Documents › Spreadsheets"),
        ("libreoffice-calc", "Budget.ods - LibreOffice Calc", "", "Documents › Spreadsheets"),
        ("POWERPNT.EXE", "Kick-off.pptx - PowerPoint", "", "Documents › Presentations"),
        ("obsidian", "Ideas - Vault - Obsidian", "", "Documents › Notes"),
        ("org.gnome.Evince", "paper.pdf", "", "Documents › Reading"),
        ("Gimp-2.10", "photo.xcf – GIMP", "", "Design › Graphics"),
        ("Adobe Photoshop 2026", "poster.psd", "", "Design › Graphics"),
        ("Blender", "cube.blend", "", "Design › 3D & CAD"),
        ("kdenlive", "holiday.kdenlive", "", "Design › Video & audio"),
        ("org.gnome.Calendar", "Calendar", "", "Planning › Calendar"),
        ("Todoist", "Today", "", "Planning › Tasks & time"),
        ("saplogon.exe", "SAP Easy Access", "", "Business › Accounting"),
        ("thunderbird", "Inbox - Mozilla Thunderbird", "", "Communication › Mail"),
        ("OUTLOOK.EXE", "Inbox - max@example.com - Outlook", "", "Communication › Mail"),
        ("Slack", "general (Channel) - Acme - Slack", "", "Communication › Work chat"),
        ("ms-teams.exe", "Chat | Anna | Microsoft Teams", "", "Communication › Work chat"),
        ("Signal", "Signal", "", "Communication › Messengers"),
        ("discord", "#general | Friends - Discord", "", "Communication › Messengers"),
        ("zoom", "Zoom Meeting", "", "Meetings"),
        ("Anki", "Deck - Anki", "", "Learning › Courses"),
        ("Zotero", "My Library - Zotero", "", "Learning › Research"),
        ("vlc", "film.mkv - VLC media player", "", "Entertainment › Video"),
        ("steam_app_730", "Counter-Strike 2", "", "Entertainment › Games"),
        ("steam", "Steam", "", "Entertainment › Games"),
        ("Spotify", "Song - Artist", "", "Entertainment › Music"),
        ("org.gnome.Nautilus", "Documents", "", "System › Files"),
        ("Finder", "Downloads", "", "System › Files"),
        ("gnome-control-center", "Settings", "", "System › Settings & tools"),
        ("plasmashell", "Desktop", "", "System › Desktop"),
        # Browsers with a browser watcher
        ("firefox", "Fix #3 — Mozilla Firefox", "github.com", "Development › Review"),
        ("firefox", "How to — Mozilla Firefox", "stackoverflow.com", "Development › Reference"),
        ("firefox", "x — Mozilla Firefox", "docs.python.org", "Development › Reference"),
        ("firefox", "App — Mozilla Firefox", "localhost", "Development › Local pages"),
        ("firefox", "App — Mozilla Firefox", "127.0.0.1", "Development › Local pages"),
        ("firefox", "Today · Daywright — Mozilla Firefox", "127.0.0.1", "Planning › Tasks & time"),
        ("firefox", "Shop - Google Docs — Mozilla Firefox", "docs.google.com", "Documents › Writing"),
        ("firefox", "Thesis — Mozilla Firefox", "overleaf.com", "Documents › Writing"),
        ("firefox", "x — Mozilla Firefox", "mail.google.com", "Communication › Mail"),
        ("firefox", "x — Mozilla Firefox", "outlook.office.com", "Communication › Mail"),
        ("firefox", "x — Mozilla Firefox", "meet.google.com", "Meetings"),
        ("firefox", "x — Mozilla Firefox", "acme.atlassian.net", "Planning › Projects"),
        ("firefox", "x — Mozilla Firefox", "calendar.google.com", "Planning › Calendar"),
        ("firefox", "x — Mozilla Firefox", "de.wikipedia.org", "Learning › Reference works"),
        ("firefox", "x — Mozilla Firefox", "arxiv.org", "Learning › Research"),
        ("firefox", "x — Mozilla Firefox", "chatgpt.com", "Learning › Assistants"),
        ("firefox", "x — Mozilla Firefox", "old.reddit.com", "Social media"),
        ("firefox", "x — Mozilla Firefox", "linkedin.com", "Social media › Professional networks"),
        ("firefox", "x — Mozilla Firefox", "m.youtube.com", "Entertainment › Video"),
        ("firefox", "x — Mozilla Firefox", "music.youtube.com", "Entertainment › Music"),
        ("firefox", "x — Mozilla Firefox", "news.ycombinator.com", "News & reading › Forums & blogs"),
        ("firefox", "x — Mozilla Firefox", "spiegel.de", "News & reading › News"),
        ("firefox", "x — Mozilla Firefox", "amazon.co.uk", "Personal › Shopping"),
        ("firefox", "x — Mozilla Firefox", "console.aws.amazon.com", "Development › Servers"),
        ("firefox", "x — Mozilla Firefox", "google.de", "System › Search"),
        ("firefox", "x — Mozilla Firefox", "drive.google.com", "System › Files"),
        ("firefox", "x — Mozilla Firefox", "booking.com", "Personal › Travel"),
        ("firefox", "Some page — Mozilla Firefox", "unheard-of.example", "Uncategorised"),
        ("firefox", "x — Mozilla Firefox", "notyoutube.com", "Uncategorised"),
        # Browsers without one
        ("firefox", "Cats - YouTube — Mozilla Firefox", "", "Entertainment › Video"),
        ("Google-chrome", "Cats - YouTube - Google Chrome", "", "Entertainment › Video"),
        ("msedge.exe", "Cats - YouTube - Work - Microsoft\u200b Edge", "", "Entertainment › Video"),
        ("Safari", "Cats - YouTube", "", "Entertainment › Video"),
        ("firefox", "Budget - Google Sheets — Mozilla Firefox", "", "Documents › Spreadsheets"),
        ("firefox", "Fix it by anna · Pull Request #3 · acme/shop — Mozilla Firefox", "", "Development › Review"),
        ("firefox", "How to exit vim - Stack Overflow — Mozilla Firefox", "", "Development › Reference"),
        ("firefox", "re — Python 3.13 documentation — Mozilla Firefox", "", "Development › Reference"),
        ("firefox", "Cats : r/aww — Mozilla Firefox", "", "Social media"),
        ("firefox", "Home / X — Mozilla Firefox", "", "Social media"),
        ("firefox", "Berlin – Wikipedia — Mozilla Firefox", "", "Learning › Reference works"),
        ("firefox", "Inbox - max@example.com - Gmail — Mozilla Firefox", "", "Communication › Mail"),
        ("firefox", "cats - Google Search — Mozilla Firefox", "", "System › Search"),
        ("firefox", "cats at DuckDuckGo — Mozilla Firefox", "", "System › Search"),
        ("Google-chrome", "New Tab - Google Chrome", "", "System › Search"),
        ("firefox", "Mozilla Firefox", "", "Uncategorised"),
        ("firefox", "Why YouTube is popular — Mozilla Firefox", "", "Uncategorised"),
        ("gedit2", "youtube.txt (~/notes) - editor", "", "Uncategorised"),
    ],
)
def test_an_ordinary_moment_has_the_category_a_person_would_choose(
    app: str, title: str, domain: str, expected: str
) -> None:
    seen = [("window", {"app": app, "title": title})]
    if domain:
        seen.append(("web", {"url": f"https://{domain}/"}))
    assert category(*seen) == expected


def test_a_file_without_a_window_is_known_by_its_language() -> None:
    assert category(("editor", {"file": "a.py", "language": "python"})) == "Development › Coding"
    assert category(("wakatime", {"entity": "a.md", "type": "file", "language": "Markdown"})) == "Documents › Writing"


def test_the_starter_set_is_a_document_without_problems() -> None:
    parsed = parse(document_of(STARTER))
    assert parsed.ruleset == STARTER
    assert parsed.problems == ()


def test_the_starter_set_has_twelve_hues_and_grey_over_every_kind_of_time() -> None:
    top = [one for one in STARTER.categories if len(one.path) == 1]
    assert len({one.colour for one in top}) == len(top) == 13
    assert {one.kind for one in STARTER.categories} == {Kind.SIGNAL, Kind.NOISE, Kind.NEUTRAL}
    assert all(one.colour for one in STARTER.categories)


def witness(rule: Rule, value: str) -> str:
    """A label that this value is meant for."""
    if rule.op is Op.GLOB:
        return value.replace("*", "-x")
    return value


LITERAL = [
    (number, rule, value)
    for number, rule in enumerate(STARTER.rules)
    if rule.op is not Op.REGEX
    for value in rule.values
]


def test_no_value_is_hidden_behind_an_earlier_rule() -> None:
    columns = {
        field: [witness(rule, value) if rule.field is field else "" for _, rule, value in LITERAL] for field in Field
    }
    found = MATCHER.first_match(LabelColumns(**{field.value: column for field, column in columns.items()}))
    hidden = [value for (number, _, value), first in zip(LITERAL, found, strict=True) if first != number]
    assert hidden == []


@pytest.mark.parametrize(("name", "expected"), [(name, listed) for listed, names in pages.NAMES for name in names])
def test_every_site_is_known_by_its_title(name: str, expected: str) -> None:
    assert category(("window", {"app": "firefox", "title": f"Some page - {name} — Mozilla Firefox"})) == expected


def test_the_patterns_for_sites_of_many_countries_are_reached() -> None:
    assert category(("web", {"url": "https://www.ebay.com.au"})) == "Personal › Shopping"
    assert category(("web", {"url": "https://yandex.com.tr"})) == "System › Search"
    assert category(("web", {"url": "https://google.evil.example"})) == "Uncategorised"


def test_the_distracting_domains_are_domains_in_their_one_spelling_and_all_noise() -> None:
    assert len(set(DISTRACTING_DOMAINS)) == len(DISTRACTING_DOMAINS) > 250
    for domain in DISTRACTING_DOMAINS:
        assert domain_pattern(domain) == domain
    noise = {one.label for one in STARTER.categories if one.kind is Kind.NOISE}
    assert {category(("web", {"url": f"https://{domain}/"})) for domain in DISTRACTING_DOMAINS} <= noise
