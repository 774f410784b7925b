"""Sites as they sign their titles, for browsers whose address nobody reports, and languages of files.

A title is a site's only where the name stands alone at its end, with at most the browser's own name behind it:
"Cats - YouTube — Mozilla Firefox" is a video, "youtube.py - player - Editor" is not.
"""

import re

from daywright.core.starter.listing import Listing, listing

_BROWSERS = (
    r"(?:Mozilla Firefox|Firefox|Google Chrome|Chromium|Microsoft\W{1,2}Edge|Brave|Vivaldi|Opera|LibreWolf|Waterfox"
    r"|Floorp|Zen Browser|Safari|Arc|Web|Falkon|qutebrowser)"
)
_END = rf"(?: [-–—] (?:[^-–—]{{1,40}} [-–—] )?{_BROWSERS}\b.*)?$"

NAMES = listing("""
Planning › Tasks & time: ActivityWatch, Toggl Track, Clockify, Todoist, TickTick, Pomofocus, WakaTime, Wakapi
Planning › Calendar: Google Calendar, Google Kalender, Google Agenda, Calendly, Doodle
Planning › Projects: Jira, Confluence, Trello, Asana, Linear, ClickUp, Miro, YouTrack, Basecamp, monday.com
Communication › Mail: Gmail, Outlook, Proton Mail, Fastmail, Yahoo Mail, Tuta Mail, Roundcube Webmail, Zoho Mail
Communication › Work chat: Slack, Microsoft Teams, Google Chat, Mattermost, Zulip, Element
Communication › Messengers: WhatsApp, WhatsApp Web, Telegram, Telegram Web, Discord, Messenger, Google Messages
Meetings: Google Meet, Zoom, Webex, Jitsi Meet, BigBlueButton
Documents › Spreadsheets: Google Sheets, Google Tabellen, Excel, Airtable
Documents › Presentations: Google Slides, Google Präsentationen, PowerPoint
Documents › Notes: Notion, OneNote, HackMD, Google Keep
Documents › Writing: Google Docs, Google Dokumente, Word, Overleaf, Online LaTeX Editor Overleaf
Design › Interfaces: Figma, FigJam, Penpot, Excalidraw, draw.io, diagrams.net, Lucidchart
Development › Review: GitHub, GitLab, Bitbucket, Codeberg, Gitea, Forgejo, Azure DevOps
Development › Reference: Stack Overflow, Server Fault, Super User, Ask Ubuntu, Stack Exchange, MDN Web Docs, MDN,
    Microsoft Learn, DevDocs, ArchWiki, PyPI, npm, Rust, Docs.rs, W3Schools, GeeksforGeeks
Learning › Reference works: Wikipedia, Wiktionary, DeepL Translate, Google Translate, Google Übersetzer, dict.cc, LEO,
    Linguee, Wolfram|Alpha, Internet Archive
Learning › Courses: Coursera, Udemy, Duolingo, Khan Academy, edX, LeetCode, freeCodeCamp, Exercism
Learning › Research: arXiv, Google Scholar, ResearchGate, PubMed, ScienceDirect, SpringerLink, JSTOR
Learning › Assistants: ChatGPT, Claude, Gemini, Google Gemini, Perplexity, NotebookLM, Microsoft Copilot, Le Chat
Social media › Professional networks: LinkedIn, XING
Social media: Facebook, Instagram, Twitter, Reddit, TikTok, Pinterest, Threads, Bluesky, Mastodon, Tumblr, Snapchat
Entertainment › Music: Spotify, SoundCloud, YouTube Music, Deezer, Apple Music, Bandcamp, TIDAL
Entertainment › Video: YouTube, Netflix, Twitch, Prime Video, Disney+, Vimeo, Crunchyroll, ARD Mediathek, ZDFmediathek,
    Plex, Hulu, Max, Dailymotion, IMDb
Entertainment › Games: lichess.org, Chess.com, Steam, Steam Community, Roblox, itch.io, IGN
News & reading › Forums & blogs: Hacker News, Medium, Substack, Lobsters, Quora, DEV Community, Product Hunt, Slashdot
News & reading › News: BBC News, BBC, CNN, The New York Times, The Guardian, The Washington Post, Reuters, AP News, NPR,
    DER SPIEGEL, ZEIT ONLINE, DIE ZEIT, tagesschau.de, heise online, golem.de, FAZ, Süddeutsche.de, WELT, The Verge,
    Ars Technica, TechCrunch, WIRED, Bloomberg, Financial Times, Le Monde, Le Figaro, EL PAÍS, la Repubblica, NU.nl
Personal › Shopping: Amazon.com, Amazon.de, Amazon.co.uk, eBay, Etsy, IKEA, Zalando, Kleinanzeigen, AliExpress, Temu
Personal › Travel: Google Maps, OpenStreetMap, Booking.com, Airbnb, Tripadvisor, Expedia, bahn.de
System › Files: Google Drive, Dropbox, OneDrive, Nextcloud, iCloud
System › Search: Google, Google Search, Google Suche, Google-Suche, Recherche Google, Bing, Search, Suchen, Startpage,
    DuckDuckGo, Kagi Search, Ecosia, New Tab, Neuer Tab, Nouvel onglet, Nueva pestaña, Nuova scheda, Start Page
""")

# What a site's name alone does not tell.
_SHAPES: dict[str, tuple[str, ...]] = {
    "Development › Review": (
        r" · (?:Pull Request|Issue|Discussion) #\d+ · ",
        r" \([!#]\d+\) · (?:Merge requests|Issues) · ",
    ),
    "Development › Reference": (rf"(?:^| [-–—] )[^-–—]{{1,40}}\b[Dd]ocumentation{_END}",),
    "Communication › Messengers": (r"^Discord \| ",),
    "Meetings": (r"^Meet [-–—] ", r"^Zoom Meeting\b", r"^(?:Meeting|Besprechung) (?:in|with|mit) .*\| Microsoft Teams"),
    "Social media": (rf" : r/\w+{_END}", rf" / X [-–—] {_BROWSERS}"),
}


def site_titles(names: tuple[str, ...]) -> str:
    """Return the pattern of titles that end with one of these sites' names."""
    return rf"(?:^|[-–—|·•:/,] |\bat )(?:{'|'.join(map(re.escape, names))}){_END}"


TITLES: Listing = tuple((category, (*_SHAPES.get(category, ()), site_titles(names))) for category, names in NAMES)

OWN_PAGE = rf"(?:^|[-–—|·•] )Daywright [-–—] {_BROWSERS}"
"""Looking at one's own day is planning it, wherever the page is served from."""

LANGUAGES = listing("""
Documents › Writing: Markdown, LaTeX, TeX, BibTeX, reStructuredText, AsciiDoc, Org, Text, Plain Text, plaintext, Typst
Development › Coding: Ada, Assembly, Astro, Bash, Batchfile, C, C#, C++, CMake, COBOL, CSS, Clojure, Crystal, Cython,
    D, Dart, Dockerfile, Elixir, Elm, Emacs Lisp, Erlang, F#, Fish, Fortran, GDScript, GLSL, Gherkin, Git, Go, Gradle,
    GraphQL, Groovy, HCL, HTML, Haskell, INI, JSON, JSX, Java, JavaScript, JavaScriptReact, Julia, Jupyter, Jupyter
    Notebook, Kotlin, Less, Lisp, Lua, MATLAB, Makefile, Meson, Nginx, Nim, Nix, OCaml, Objective-C, PHP, Pascal,
    Perl, PowerShell, Prisma, Prolog, Protocol Buffer, Puppet, Python, QML, R, Racket, Ruby, Rust, SCSS, SQL, Sass,
    Scala, Scheme, Shell, ShellScript, Solidity, Svelte, Swift, SystemVerilog, TOML, TSX, Terraform, TypeScript,
    TypeScriptReact, VHDL, Verilog, Vim Script, VimL, Visual Basic, Vue, Vue.js, WebAssembly, XML, YAML, Zig, c, cpp,
    csharp, dotenv, fsharp, jsonc, objective-c, properties, proto, viml
""")
