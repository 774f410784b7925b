"""The words of one invented life: projects, people, pages. Nobody real is meant; the sites are those people visit."""

from typing import NamedTuple


class Page(NamedTuple):
    """A page as a browser shows it."""

    url: str
    title: str


class Project(NamedTuple):
    """A code base somebody works on for weeks."""

    name: str
    files: tuple[tuple[str, str], ...]
    branches: tuple[str, ...]
    commands: tuple[str, ...]
    manuals: tuple[Page, ...]
    issues: tuple[str, ...]


class Manuscript(NamedTuple):
    """A text somebody writes for months; `online` when it lives in a browser tab."""

    name: str
    file: str
    online: str
    sources: tuple[str, ...]
    questions: tuple[Page, ...]


COMPANY = "fernhill"
COLLEAGUES = ("Amira", "Jonas", "Priya", "Mateo", "Ingrid", "Kofi", "Lena", "Tomasz")
CHANNELS = ("general", "lanternfish", "tidepool", "releases", "help-deploy", "random")
SUBJECTS = (
    "Re: Release notes for Thursday",
    "Re: Access to the staging database",
    "Minutes of the planning meeting",
    "Question about the export format",
    "Draft agenda for next week",
    "Re: Figures for the quarterly report",
    "Feedback on chapter outline",
    "Your invoice is ready",
    "Re: Interview on Tuesday",
    "Travel to the autumn meeting",
)

PROJECTS = (
    Project(
        "lanternfish",
        (
            ("src/lanternfish/ingest.py", "python"),
            ("src/lanternfish/queue.py", "python"),
            ("src/lanternfish/routes.py", "python"),
            ("src/lanternfish/models.py", "python"),
            ("src/lanternfish/retry.py", "python"),
            ("tests/test_ingest.py", "python"),
            ("tests/test_queue.py", "python"),
            ("pyproject.toml", "toml"),
            ("docs/operations.md", "markdown"),
        ),
        ("main", "retry-after-lost-answer", "grouped-commits", "smaller-batches", "health-page"),
        ("pytest -q", "git rebase", "make check", "htop", "psql lanternfish", "git log"),
        (
            Page(
                "https://docs.python.org/3/library/sqlite3.html",
                "sqlite3 — DB-API 2.0 interface — Python 3 documentation",
            ),
            Page("https://docs.sqlalchemy.org/en/20/core/connections.html", "Working with Engines and Connections"),
            Page("https://fastapi.tiangolo.com/tutorial/dependencies/", "Dependencies - FastAPI"),
            Page("https://docs.pytest.org/en/stable/how-to/fixtures.html", "How to use fixtures - pytest"),
            Page(
                "https://stackoverflow.com/questions/2614984/",
                "python - How to retry after a lost answer - Stack Overflow",
            ),
        ),
        ("Batches are sent twice after a restart", "Slow start with a long queue", "Document the retry rules"),
    ),
    Project(
        "tidepool",
        (
            ("web/src/timeline/Lane.tsx", "typescriptreact"),
            ("web/src/timeline/zoom.ts", "typescript"),
            ("web/src/app/router.ts", "typescript"),
            ("web/src/ui/Button.tsx", "typescriptreact"),
            ("web/src/api/client.ts", "typescript"),
            ("web/src/timeline/zoom.test.ts", "typescript"),
            ("web/styles/tokens.css", "css"),
            ("README.md", "markdown"),
        ),
        ("main", "keyboard-zoom", "dark-tokens", "table-view", "fewer-redraws"),
        ("npm test", "npm run dev", "git diff", "npx tsc --noEmit", "git push"),
        (
            Page("https://developer.mozilla.org/en-US/docs/Web/API/Pointer_events", "Pointer events - Web APIs | MDN"),
            Page("https://react.dev/reference/react/useMemo", "useMemo – React"),
            Page(
                "https://www.typescriptlang.org/docs/handbook/2/narrowing.html", "TypeScript: Documentation - Narrowing"
            ),
            Page("https://tanstack.com/query/latest/docs/framework/react/overview", "Overview | TanStack Query Docs"),
            Page("https://stackoverflow.com/questions/5598743/", "css - Why does sticky not stick - Stack Overflow"),
        ),
        ("Zoom jumps on a trackpad", "Labels overlap on small screens", "Axis loses its last tick"),
    ),
    Project(
        "brightloom",
        (
            ("src/main.rs", "rust"),
            ("src/parser.rs", "rust"),
            ("src/weave.rs", "rust"),
            ("src/report.rs", "rust"),
            ("tests/golden.rs", "rust"),
            ("Cargo.toml", "toml"),
        ),
        ("main", "streaming-parser", "clearer-errors", "golden-files"),
        ("cargo test", "cargo clippy", "cargo bench", "git add -p", "hyperfine"),
        (
            Page("https://doc.rust-lang.org/std/iter/trait.Iterator.html", "Iterator in std::iter - Rust"),
            Page("https://docs.rs/clap/latest/clap/", "clap - Rust"),
            Page("https://doc.rust-lang.org/book/ch10-03-lifetime-syntax.html", "Validating References with Lifetimes"),
            Page("https://stackoverflow.com/questions/36952763/", "rust - Return an iterator - Stack Overflow"),
        ),
        ("Golden files differ on another locale", "Report the line of a syntax error", "Memory grows with the input"),
    ),
)
SIDE_PROJECT = Project(
    "seedlings",
    (
        ("garden/plan.py", "python"),
        ("garden/frost.py", "python"),
        ("notebooks/rainfall.ipynb", "jupyter"),
        ("README.md", "markdown"),
    ),
    ("main", "frost-dates"),
    ("python plan.py", "git status", "jupyter lab"),
    (
        Page("https://numpy.org/doc/stable/reference/generated/numpy.interp.html", "numpy.interp — NumPy Manual"),
        Page("https://matplotlib.org/stable/gallery/index.html", "Examples — Matplotlib documentation"),
    ),
    ("Frost dates for the hill",),
)

MANUSCRIPTS = (
    Manuscript(
        "Thesis",
        "chapter-{chapter}.tex",
        "overleaf.com",
        (
            "Okafor 2019 - Attention and interruption.pdf",
            "Lindqvist 2021 - Diaries of work.pdf",
            "Methods handbook.pdf",
        ),
        (
            Page("https://en.wikipedia.org/wiki/Experience_sampling_method", "Experience sampling method - Wikipedia"),
            Page("https://scholar.google.com/scholar?q=task+switching", "task switching - Google Scholar"),
            Page("https://arxiv.org/abs/2104.01234", "[2104.01234] Measuring interruption at work"),
        ),
    ),
    Manuscript(
        "Field guide",
        "chapter-{chapter}.odt",
        "",
        ("Notes from the coast walk.pdf", "Tide tables.pdf", "Style sheet.pdf"),
        (
            Page("https://en.wikipedia.org/wiki/Intertidal_zone", "Intertidal zone - Wikipedia"),
            Page("https://en.wiktionary.org/wiki/strandline", "strandline - Wiktionary"),
            Page("https://www.merriam-webster.com/thesaurus/shore", "SHORE Synonyms | Merriam-Webster Thesaurus"),
        ),
    ),
    Manuscript(
        "Handbook",
        "Handbook, part {chapter}",
        "docs.google.com",
        ("Interview notes.pdf", "Survey results.pdf"),
        (
            Page("https://diataxis.fr/how-to-guides/", "How-to guides - Diátaxis"),
            Page("https://developers.google.com/style/tense", "Present tense | Google developer documentation style"),
        ),
    ),
)

NEWS_SITES = (
    ("https://www.bbc.com/news/articles/", "{headline} - BBC News"),
    ("https://www.theguardian.com/world/", "{headline} | The Guardian"),
    ("https://www.reuters.com/world/", "{headline} | Reuters"),
    ("https://news.ycombinator.com/item?id=", "{headline} | Hacker News"),
)
HEADLINE_SUBJECTS = ("Ferry line", "City council", "Coastal town", "Rail operator", "Museum", "Observatory", "Harbour")
HEADLINE_VERBS = ("reopens after", "plans", "argues over", "celebrates", "loses", "rebuilds", "votes on")
HEADLINE_OBJECTS = ("a long winter", "its oldest bridge", "a night train", "new opening hours", "the tidal barrier")

FORUMS = ("woodworking", "programming", "gardening", "MechanicalKeyboards", "AskHistorians", "linux")
THREADS = (
    "What did you finish this week",
    "First attempt at dovetails",
    "Is this frost damage",
    "Tools you stopped using",
    "A question about old maps",
    "Show your desk",
)
VIDEOS = (
    "Restoring a 1950s lathe",
    "How lighthouses were lit",
    "Slow train through the fjords",
    "Five knots worth knowing",
    "A tour of a letterpress shop",
    "Why bridges hum",
    "Sourdough without a schedule",
    "The history of tide tables",
)
FILMS = ("The Lock Keeper", "Northern Line", "A Winter Abroad", "Signal Hill", "Cartographers")
SHOPS = (
    ("https://www.amazon.com/dp/", "{ware} : Amazon"),
    ("https://www.ebay.com/itm/", "{ware} | eBay"),
    ("https://www.etsy.com/listing/", "{ware} - Etsy"),
)
WARES = ("Desk lamp", "Rain jacket", "Seed potatoes", "Fountain pen", "Bicycle light", "Bookshelf brackets")
ODD_PAGES = (
    Page("https://www.timeanddate.com/worldclock/", "World Clock - Time Around the World"),
    Page("https://www.openstreetmap.org/", "OpenStreetMap"),
    Page("https://allotment-society.example/plots", "Plots and waiting list"),
    Page("https://library.example/renew", "Renew loans - City Library"),
    Page("https://www.yr.no/en", "Forecast - Yr"),
)
TRACKS = (
    "Low Tide Quartet - Harbour Lights",
    "Mira Sund - Paper Boats",
    "The Long Division - Remainder",
    "Oster Road - Early Bus",
    "Halden - Slow Weather",
)
PHONE_APPS = (
    ("Instagram", 5.0),
    ("WhatsApp", 6.0),
    ("YouTube", 2.5),
    ("Maps", 1.0),
    ("Podcasts", 2.0),
    ("Signal", 3.0),
)
MEETINGS = {
    "standup": "Stand-up",
    "planning": "Weekly planning",
    "design": "Design review",
    "one": "One to one",
    "demo": "Friday demo",
    "call": "Call",
}
