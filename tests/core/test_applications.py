import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core.applications import (
    APPLICATIONS,
    KEYS,
    Family,
    application_key,
    application_of,
    applications_of,
    display_name,
    family_of,
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Navigator", "firefox"),
        ("firefox", "firefox"),
        ("Firefox.exe", "firefox"),
        ("firefox-esr", "firefox"),
        ("Firefox Developer Edition", "firefox"),
        ("org.mozilla.firefox", "firefox"),
        ("Google-chrome", "chrome"),
        ("Google Chrome", "chrome"),
        ("chrome.exe", "chrome"),
        ("Chromium-browser-chromium", "chromium"),
        ("Brave-browser", "brave"),
        ("msedge.exe", "edge"),
        ("Microsoft Edge", "edge"),
        ("Vivaldi-stable", "vivaldi"),
        ("app.zen_browser.zen", "zen"),
        ("Code", "vscode"),
        ("Code - OSS", "vscode"),
        ("Code - Insiders", "vscode"),
        ("Code.exe", "vscode"),
        ("Visual Studio Code", "vscode"),
        ("VSCodium", "vscodium"),
        ("jetbrains-pycharm-ce", "pycharm"),
        ("pycharm64.exe", "pycharm"),
        ("jetbrains-idea", "intellij"),
        ("Sublime_text", "sublime-text"),
        ("dev.zed.Zed", "zed"),
        ("Emacs", "emacs"),
        ("org.wezfurlong.wezterm", "wezterm"),
        ("Gnome-terminal", "gnome-terminal"),
        ("WindowsTerminal.exe", "windows-terminal"),
        ("Spotify.exe", "spotify"),
        ("  Org.Gnome.Nautilus ", "org.gnome.nautilus"),
        ("org.kde.dolphin", "dolphin"),
        ("org.kde.kate", "kate"),
        ("org.kde.", "org.kde."),
        ("", ""),
    ],
)
def test_every_spelling_of_an_application_meets_in_one_key(name: str, key: str) -> None:
    assert application_key(name) == key


@given(
    st.text(max_size=40) | st.sampled_from(sorted(KEYS)) | st.from_regex(r"(org\.kde\.|[a .-]){1,5}", fullmatch=True)
)
def test_a_key_is_its_own_key(name: str) -> None:
    key = application_key(name)
    assert application_key(key) == key


def test_no_spelling_belongs_to_two_applications() -> None:
    spellings = [spelling for one in APPLICATIONS.values() for spelling in (one.key, *one.spellings.split())]
    assert sorted(spellings) == sorted(set(spellings))
    assert all(application_key(spelling) == KEYS[spelling] for spelling in spellings)
    assert all(inside in APPLICATIONS for one in APPLICATIONS.values() for inside in one.inside.split())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("navigator", "Firefox"),
        ("code-oss", "VS Code"),
        ("Spotify.exe", "Spotify"),
        ("Gimp-2.10", "Gimp-2.10"),
        ("org.kde.dolphin", "dolphin"),
    ],
)
def test_people_read_the_name_they_know(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_families_are_told_apart() -> None:
    assert family_of("Navigator") is Family.BROWSER
    assert family_of("Code.exe") is Family.EDITOR
    assert family_of("kitty") is Family.TERMINAL
    assert family_of("Spotify") is None


@pytest.mark.parametrize(
    ("kind", "bucket", "one", "some"),
    [
        ("web", "web-firefox", "firefox", "firefox"),
        ("web", "web2-brave", "brave", "brave"),
        ("web", "aw-watcher-web-chrome", "chrome", "chromium"),
        ("web", "aw-watcher-web-chrome_my_laptop.local", "chrome", "chrome"),
        ("web", "daywright-web-firefox_HOST", "firefox", "librewolf"),
        ("web", "web", "", "safari"),
        ("web", "web2", "", "edge"),
        ("web", "aw-watcher-web-unknown_host", "", "firefox"),
        ("web", "daywright-web_HOST", "", "firefox"),
        ("web", "web-surf", "surf", "surf"),
        ("editor", "editor", "", "vscode"),
        ("editor", "editor-vscode", "vscode", "vscode"),
        ("editor", "aw-watcher-vscode_host", "vscode", "vscode"),
        ("editor", "aw-watcher-sublime_text_host", "sublime-text", "sublime-text"),
        ("editor", "aw-watcher-jetbrains-rider_host", "rider", "rider"),
        ("editor", "aw-watcher-jetbrains_host", "", "pycharm"),
        ("editor", "aw-watcher-vim_host", "vim", "kitty"),
        ("beat", "VS Code", "vscode", "vscode"),
        ("beat", "Neovim", "neovim", "alacritty"),
    ],
)
def test_a_bucket_shows_in_the_windows_of_its_application(kind: str, bucket: str, one: str, some: str) -> None:
    assert application_of(kind, bucket) == one
    assert some in applications_of(kind, bucket)


def test_a_page_never_shows_in_an_editor_nor_a_file_of_unknown_origin_in_a_terminal() -> None:
    assert {family_of(key) for key in applications_of("web", "web")} == {Family.BROWSER}
    assert {family_of(key) for key in applications_of("editor", "editor")} == {Family.EDITOR}
    assert applications_of("window", "window") == frozenset()
    assert application_of("afk", "afk") == ""


def test_the_agent_can_import_the_table_without_numpy() -> None:
    program = "import sys; import daywright.core.applications; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
