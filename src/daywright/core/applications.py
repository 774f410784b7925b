"""One name for an application, whatever its window manager calls it.

`Navigator`, `firefox-esr`, `Firefox.exe` and `org.mozilla.firefox` are one browser. What is not in the table keeps its
own name. Besides, the table says in whose windows the pages of a web bucket and the files of an editor bucket show.
"""

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple


class Family(Enum):
    """What an application is to us."""

    BROWSER = "browser"
    EDITOR = "editor"
    TERMINAL = "terminal"


class Application(NamedTuple):
    """A key, what people call it, and further folded spellings (see `application_key`), separated by spaces.

    `inside`: keys of other applications in whose windows its pages or files show as well, separated by spaces.
    """

    key: str
    name: str
    spellings: str = ""
    inside: str = ""


# X11 class or instance, Wayland app_id, macOS name or bundle, Windows program, Android package; channels are one
BROWSERS: Final = (
    Application(
        "firefox",
        "Firefox",
        "navigator firefox-esr firefox-bin firefox-beta firefox-nightly firefox-trunk firefox-aurora mozilla-firefox "
        "firefox-developer-edition firefoxdeveloperedition firefox-dev nightly org.mozilla.firefox org.mozilla.fenix "
        "org.mozilla.firefoxdeveloperedition org.mozilla.nightly org.mozilla.firefox-beta",
        "librewolf waterfox zen floorp",  # these call themselves Firefox to pages and extensions
    ),
    Application("librewolf", "LibreWolf", "librewolf-default io.gitlab.librewolf-community"),
    Application("waterfox", "Waterfox", "net.waterfox.waterfox waterfox-current"),
    Application(
        "zen", "Zen", "zen-browser zen-alpha zen-beta zen-twilight app.zen-browser.zen io.github.zen-browser.zen"
    ),
    Application("floorp", "Floorp", "one.ablaze.floorp floorp-default"),
    Application("tor-browser", "Tor Browser", "org.torproject.torbrowser torbrowser torbrowser-launcher"),
    Application("mullvad-browser", "Mullvad Browser", "net.mullvad.mullvadbrowser mullvadbrowser"),
    Application(
        "chrome",
        "Chrome",
        "google-chrome google-chrome-stable google-chrome-beta google-chrome-unstable google-chrome-dev "
        "google-chrome-canary com.google.chrome com.google.chrome.beta com.google.chrome.canary com.google.chrome.dev "
        "com.google.chromedev com.android.chrome com.chrome.beta com.chrome.dev com.chrome.canary",
        "chromium arc dia helium thorium comet",  # these call themselves Chrome
    ),
    Application(
        "chromium",
        "Chromium",
        "chromium-browser chromium-browser-chromium chromium-bin org.chromium.chromium chromium-freeworld "
        "ungoogled-chromium io.github.ungoogled-software.ungoogled-chromium",
        "chrome",  # the extension cannot tell them apart
    ),
    Application(
        "brave",
        "Brave",
        "brave-browser brave-browser-stable brave-browser-beta brave-browser-nightly brave-browser-dev "
        "com.brave.browser com.brave.browser.beta com.brave.browser.nightly com.brave.browser.dev",
    ),
    Application(
        "edge",
        "Edge",
        "microsoft-edge microsoft-edge-stable microsoft-edge-beta microsoft-edge-dev microsoft-edge-canary msedge "
        "com.microsoft.edge com.microsoft.edgedev com.microsoft.edgemac com.microsoft.edgemac.beta "
        "com.microsoft.edgemac.dev com.microsoft.edgemac.canary com.microsoft.emmx",
    ),
    Application("vivaldi", "Vivaldi", "vivaldi-stable vivaldi-snapshot com.vivaldi.vivaldi com.vivaldi.browser"),
    Application(
        "opera",
        "Opera",
        "opera-stable opera-beta opera-developer opera-gx opera-air com.opera.opera com.operasoftware.opera "
        "com.operasoftware.operanext com.operasoftware.operadeveloper com.operasoftware.operagx com.opera.browser",
    ),
    Application("arc", "Arc", "company.thebrowser.browser"),
    Application("dia", "Dia", "company.thebrowser.dia"),
    Application("safari", "Safari", "com.apple.safari safari-technology-preview com.apple.safaritechnologypreview"),
    Application("orion", "Orion", "com.kagi.kagimacos"),
    Application("epiphany", "GNOME Web", "org.gnome.epiphany gnome-web epiphany-browser"),
    Application("falkon", "Falkon", "org.kde.falkon"),
    Application("konqueror", "Konqueror", "org.kde.konqueror"),
    Application("qutebrowser", "qutebrowser", "org.qutebrowser.qutebrowser org.qt-project.qtwebengine.qutebrowser"),
    Application(
        "yandex",
        "Yandex Browser",
        "yandex-browser yandex-browser-beta ru.yandex.browser ru.yandex.desktop.yandex-browser",
    ),
    Application("helium", "Helium", "net.imput.helium helium-browser"),
    Application("thorium", "Thorium", "thorium-browser"),
    Application("comet", "Comet", "ai.perplexity.comet"),
    Application("duckduckgo", "DuckDuckGo", "com.duckduckgo.macos.browser com.duckduckgo.mobile.android"),
    Application("samsung-internet", "Samsung Internet", "com.sec.android.app.sbrowser"),
)

TERMINALS: Final = (
    Application("gnome-terminal", "GNOME Terminal", "gnome-terminal-server org.gnome.terminal"),
    Application("gnome-console", "GNOME Console", "kgx org.gnome.console"),
    Application("ptyxis", "Ptyxis", "org.gnome.ptyxis app.devsuite.ptyxis"),
    Application("konsole", "Konsole", "org.kde.konsole"),
    Application("yakuake", "Yakuake", "org.kde.yakuake"),
    Application("xterm", "XTerm", "uxterm"),
    Application("urxvt", "urxvt", "rxvt rxvt-unicode urxvtc"),
    Application("st", "st", "st-256color stterm"),
    Application("alacritty", "Alacritty", "org.alacritty"),
    Application("kitty", "kitty", "net.kovidgoyal.kitty"),
    Application("foot", "foot", "footclient"),
    Application("wezterm", "WezTerm", "org.wezfurlong.wezterm wezterm-gui com.github.wez.wezterm"),
    Application("ghostty", "Ghostty", "com.mitchellh.ghostty"),
    Application("rio", "Rio", "com.raphaelamorim.rio"),
    Application("terminator", "Terminator"),
    Application("tilix", "Tilix", "com.gexperts.tilix"),
    Application("guake", "Guake"),
    Application("xfce4-terminal", "Xfce Terminal", "xfce-terminal"),
    Application("mate-terminal", "MATE Terminal"),
    Application("lxterminal", "LXTerminal"),
    Application("qterminal", "QTerminal"),
    Application("black-box", "Black Box", "blackbox com.raggesick.blackbox"),
    Application("terminal", "Terminal", "com.apple.terminal"),
    Application("iterm2", "iTerm2", "iterm com.googlecode.iterm2"),
    Application("warp", "Warp", "dev.warp.warp dev.warp.warp-stable"),
    Application("hyper", "Hyper", "co.zeit.hyper"),
    Application("tabby", "Tabby", "org.tabby"),
    Application("windows-terminal", "Windows Terminal", "windowsterminal wt"),
    Application("powershell", "PowerShell", "pwsh windows-powershell"),
    Application("command-prompt", "Command Prompt", "cmd conhost openconsole"),
    Application("mintty", "mintty"),
    Application("putty", "PuTTY"),
)
IN_TERMINALS: Final = " ".join(terminal.key for terminal in TERMINALS)

JETBRAINS: Final = (
    Application("intellij", "IntelliJ IDEA", "jetbrains-idea jetbrains-idea-ce idea idea64 intellij-idea intellijidea "
                "intellij-idea-ce com.jetbrains.intellij com.jetbrains.intellij.ce"),
    Application("pycharm", "PyCharm", "jetbrains-pycharm jetbrains-pycharm-ce pycharm64 pycharm-ce "
                "com.jetbrains.pycharm com.jetbrains.pycharm.ce com.jetbrains.pycharm-community"),
    Application("webstorm", "WebStorm", "jetbrains-webstorm webstorm64 com.jetbrains.webstorm"),
    Application("phpstorm", "PhpStorm", "jetbrains-phpstorm phpstorm64 com.jetbrains.phpstorm"),
    Application("goland", "GoLand", "jetbrains-goland goland64 com.jetbrains.goland"),
    Application("clion", "CLion", "jetbrains-clion clion64 com.jetbrains.clion"),
    Application("rider", "Rider", "jetbrains-rider rider64 com.jetbrains.rider"),
    Application("rubymine", "RubyMine", "jetbrains-rubymine rubymine64 com.jetbrains.rubymine"),
    Application("rustrover", "RustRover", "jetbrains-rustrover rustrover64 com.jetbrains.rustrover"),
    Application("datagrip", "DataGrip", "jetbrains-datagrip datagrip64 com.jetbrains.datagrip"),
    Application("dataspell", "DataSpell", "jetbrains-dataspell dataspell64 com.jetbrains.dataspell"),
    Application("android-studio", "Android Studio", "jetbrains-studio jetbrains-android-studio studio studio64 "
                "androidstudio com.google.android.studio"),
)  # fmt: skip

EDITORS: Final = (
    Application(
        "vscode",
        "VS Code",
        "code vs-code visual-studio-code code-oss code-insiders vscode-insiders code-url-handler "
        "visual-studio-code-insiders code-insiders-url-handler com.microsoft.vscode com.microsoft.vscodeinsiders "
        "com.visualstudio.code com.visualstudio.code.oss com.visualstudio.code.insiders",
    ),
    Application(
        "vscodium", "VSCodium", "codium com.vscodium com.vscodium.codium vscodium-url-handler codium-url-handler"
    ),
    Application("cursor", "Cursor", "com.todesktop.230313mzl4w4u92 cursor-url-handler"),
    Application("windsurf", "Windsurf", "com.exafunction.windsurf windsurf-url-handler"),
    Application("zed", "Zed", "dev.zed.zed dev.zed.zed-preview zed-editor zeditor"),
    Application(
        "sublime-text", "Sublime Text", "sublime subl com.sublimetext.3 com.sublimetext.4 com.sublimehq.sublime-text"
    ),
    *JETBRAINS,
    Application("fleet", "Fleet", "jetbrains-fleet fleet.app com.jetbrains.fleet"),
    Application("visual-studio", "Visual Studio", "devenv microsoft-visual-studio visualstudio"),
    Application("xcode", "Xcode", "com.apple.dt.xcode"),
    Application("eclipse", "Eclipse", "org.eclipse.platform.ide org.eclipse.java"),
    Application("netbeans", "NetBeans", "netbeans64 apache-netbeans org.apache.netbeans"),
    Application("qt-creator", "Qt Creator", "qtcreator org.qt-project.qtcreator io.qt.qtcreator"),
    Application("gnome-builder", "Builder", "org.gnome.builder"),
    Application("kdevelop", "KDevelop", "org.kde.kdevelop"),
    Application("kate", "Kate", "org.kde.kate ktexteditor kwrite org.kde.kwrite"),
    Application("gnome-text-editor", "Text Editor", "org.gnome.texteditor gedit org.gnome.gedit"),
    Application("notepad++", "Notepad++"),
    Application("geany", "Geany", "org.geany.geany"),
    Application("atom", "Atom", "com.github.atom pulsar"),
    Application("rstudio", "RStudio", "org.rstudio.rstudio"),
    Application("vim", "Vim", "gvim macvim org.vim.macvim vimx vi", IN_TERMINALS),
    Application("neovim", "Neovim", "nvim neovide com.neovide.neovide nvim-qt goneovim", IN_TERMINALS),
    Application("emacs", "Emacs", "org.gnu.emacs emacs-gtk aquamacs emacsclient", IN_TERMINALS),
    Application("helix", "Helix", "hx com.helix-editor.helix", IN_TERMINALS),
    Application("kakoune", "Kakoune", "kak", IN_TERMINALS),
    Application("micro", "micro", "", IN_TERMINALS),
    Application("nano", "nano", "", IN_TERMINALS),
)

TABLE: Final[Mapping[Family, tuple[Application, ...]]] = MappingProxyType(
    {Family.BROWSER: BROWSERS, Family.EDITOR: EDITORS, Family.TERMINAL: TERMINALS}
)
APPLICATIONS: Final = MappingProxyType({one.key: one for family in TABLE.values() for one in family})
FAMILIES: Final = MappingProxyType({one.key: family for family, rows in TABLE.items() for one in rows})
KEYS: Final = MappingProxyType(
    {spelling: one.key for one in APPLICATIONS.values() for spelling in (one.key, *one.spellings.split())}
)
VENDORS: Final = MappingProxyType({"jetbrains": frozenset(one.key for one in JETBRAINS)})
"""A plug-in that serves a whole family of editors under one name."""

SHOWING: Final = MappingProxyType({"web": Family.BROWSER, "editor": Family.EDITOR, "beat": Family.EDITOR})
ENDING: Final = re.compile(r"(\.(exe|app|desktop))+$", re.IGNORECASE)
# Programs of KDE are called `dolphin` on X11 and `org.kde.dolphin` on Wayland.
BEFORE: Final = re.compile(r"^(org\.kde\.)+(?=.)", re.IGNORECASE)
BETWEEN: Final = re.compile(r"[\s_-]+")
PREFIX: Final = re.compile(r"^(daywright-|aw-watcher-|aw-)")
NAMELESS: Final = frozenset({"", "unknown", "browser", "other"})


@lru_cache(maxsize=8192)  # as many names as people meet in years
def application_key(name: str) -> str:
    """Return the key under which all spellings of an application meet: `Navigator` → `firefox`.

    An unknown name is its own key: without case, without `.exe` and the like, words joined by hyphens.
    """
    folded = BETWEEN.sub("-", ENDING.sub("", name.strip().casefold()))
    bare = BEFORE.sub("", folded)
    return KEYS.get(folded) or KEYS.get(bare, bare)


def display_name(name: str) -> str:
    """Return what people call it: `code-oss` → `VS Code`; an unknown name as it is, without `.exe` and the like."""
    known = APPLICATIONS.get(application_key(name))
    return known.name if known else BEFORE.sub("", ENDING.sub("", name.strip()))


def family_of(name: str) -> Family | None:
    """Tell a browser, an editor and a terminal; None for what is none of them or not known."""
    return FAMILIES.get(application_key(name))


def applications_of(kind: str, bucket: str) -> frozenset[str]:
    """Return the keys of the applications in whose windows a bucket's pages or files show.

    `kind` is `web`, `editor` or `beat`, `bucket` its name: `web-firefox`, `aw-watcher-web-chrome_HOST`,
    `aw-watcher-vscode_HOST`; for heartbeats the editor. A bucket that names no application may show in any browser, or
    in any editor (but then in no terminal). Other kinds show nowhere.
    """
    if kind not in SHOWING:
        return frozenset()
    named = _named(kind, bucket)
    if not named:
        return frozenset(one.key for one in TABLE[SHOWING[kind]])
    known = APPLICATIONS.get(named)
    return VENDORS.get(named) or frozenset({named, *(known.inside.split() if known else ())})


def application_of(kind: str, bucket: str) -> str:
    """Return the key of the one application a web, editor or beat bucket belongs to, empty where it names none."""
    named = _named(kind, bucket) if kind in SHOWING else ""
    return "" if named in VENDORS else named


def _named(kind: str, bucket: str) -> str:
    """What is left of a bucket's name without prefix, kind and host, as a key; empty where that names nothing."""
    rest = PREFIX.sub("", bucket.strip().casefold())
    rest = re.sub(rf"^{re.escape(kind)}\d*(?=[-_.]|$)", "", rest)
    if rest.startswith("_"):
        return ""  # only the host is left
    rest = rest.strip("-.")
    for candidate in (rest, rest.partition("_")[0]):
        key = application_key(candidate)
        if key in APPLICATIONS or key in VENDORS:
            return key
    return "" if key in NAMELESS else key
