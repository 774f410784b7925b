import pytest

from daywright.core.applications import application_key
from daywright.core.private_windows import EXCLUDED_APPS, LOCK_SCREENS, is_among, is_lock_screen, is_private_window

CHROME_WORDS = [
    "Incognito", "Inkognito", "Navigation privée", "Incógnito", "In incognito", "Navegação anónima", "Modo anônimo",
    "anonym", "Anonymní režim", "Inkognitó mód", "anonimni način", "Gizli mod", "Ανώνυμη περιήγηση", "Инкогнито",
    "Анонімний перегляд", "без архивирања", "גלישה בסתר", "التصفح المتخفي", "ناشناس", "गुप्त", "โหมดไม่ระบุตัวตน", "Ẩn danh",
    "無痕模式", "시크릿 모드", "Guest", "Gast", "Invité", "some word of a language nobody thought of",
]  # fmt: skip
FIREFOX_WORDS = [
    "Private Browsing", "Privater Modus", "Navigation privée", "Navegación privada", "Navigazione anonima",
    "Navegação privativa", "Navegação privada", "Privénavigatie", "Tryb prywatny", "Приватный просмотр",
    "Приватний перегляд", "Anonymní prohlížení", "Privát böngészés", "Privat surfning", "Yksityinen selaus",
    "Gizli Gezinti", "Ιδιωτική περιήγηση", "プライベートブラウジング", "隐私浏览", "隱私瀏覽", "사생활 보호 모드",
]  # fmt: skip


@pytest.mark.parametrize("word", CHROME_WORDS)
@pytest.mark.parametrize("brackets", ["({})", "（{}）"])
def test_a_bracket_behind_the_browsers_name_means_private_in_every_language(word: str, brackets: str) -> None:
    mode = brackets.format(word)
    assert is_private_window("Google-chrome", f"Cats - Search - Google Chrome {mode}")
    assert is_private_window("chromium", f"Cats - Chromium {mode}")
    assert is_private_window("Brave-browser", f"Cats - Brave {mode}")
    assert is_private_window("firefox", f"Cats — Mozilla Firefox {mode}")
    assert is_private_window("firefox", f"Mozilla Firefox {mode}")


@pytest.mark.parametrize("words", FIREFOX_WORDS)
def test_the_words_behind_firefoxs_name_are_known(words: str) -> None:
    assert is_private_window("firefox", f"Cats — Mozilla Firefox {words}")
    assert is_private_window("Navigator", f"Mozilla Firefox {words}")
    assert is_private_window("Firefox", f"Cats — {words}")
    assert is_private_window("", f"Cats — Mozilla Firefox ({words})")


@pytest.mark.parametrize(
    ("app", "title"),
    [
        ("msedge.exe", "Cats - [InPrivate] - Microsoft Edge"),
        ("Microsoft-edge", "Cats and 3 more pages - InPrivate - Microsoft Edge"),
        ("Microsoft Edge", "[InPrivate] Cats"),
        ("Microsoft-edge-dev", "InPrivate - Microsoft Edge Dev"),
        ("Google-chrome-beta", "Cats - Google Chrome Beta (Incognito)"),
        ("firefox-developer-edition", "Cats — Firefox Developer Edition (Private Browsing)"),
        ("Opera", "Cats - Opera (Private)"),
        ("vivaldi-stable", "Cats - Vivaldi [Private]"),
        ("Brave-browser", "Cats - Brave (Private with Tor)"),
        ("Safari", "Private Browsing"),
        ("Safari", "Cats — Private Browsing"),
        ("librewolf", "Cats — LibreWolf Private Browsing"),
        ("", "Cats - Google Chrome (Incognito)"),
        ("unknown", "Cats - [InPrivate] - Microsoft Edge"),
        ("some-new-browser", "Cats (Incognito)"),
        ("Google-chrome", "New Incognito Tab"),
    ],
)
def test_browsers_say_private_in_their_own_ways(app: str, title: str) -> None:
    assert is_private_window(app, title)


@pytest.mark.parametrize(
    ("app", "title"),
    [
        ("Google-chrome", "Cats - Google Chrome"),
        ("Google-chrome", "What is Incognito mode? - Google Chrome"),
        ("Google-chrome", "Incognito (film) - Wikipedia - Google Chrome"),
        ("Google-chrome", "Private Browsing - Wikipedia - Google Chrome"),
        ("Google-chrome", "Google Chrome (browser) - Wikipedia - Google Chrome"),
        ("firefox", "Firefox Private Browsing explained — Mozilla Firefox"),
        ("firefox", "Mozilla Firefox"),
        ("firefox-nightly", "Cats — Firefox Nightly"),
        ("firefox-developer-edition", "Cats — Firefox Developer Edition"),
        ("Brave-browser", "Brave (2012) - IMDb - Brave"),
        ("msedge.exe", "Cats - Work - Microsoft Edge"),
        ("Opera", "Cats - Opera"),
        ("Code", "notes (draft) - Google Chrome (old)"),
        ("Code", "incognito.py - Visual Studio Code"),
        ("gedit", "InPrivate.txt - gedit"),
        ("xterm", "Private Browsing"),
        ("", "Letter (final)"),
        ("", ""),
    ],
)
def test_ordinary_windows_are_not_called_private(app: str, title: str) -> None:
    assert not is_private_window(app, title)


@pytest.mark.parametrize(
    "name",
    [
        "KeePassXC", "org.keepassxc.KeePassXC", "keepassxc.exe", "1Password", "com.1password.1Password", "Bitwarden",
        "com.bitwarden.desktop", "Proton Pass", "me.proton.Pass", "Keychain Access", "Seahorse", "pinentry-gtk-2",
        "org.gnome.World.Secrets", "Pinentry", "gcr-prompter", "consent.exe", "CredentialUIBroker.exe", "SecurityAgent",
        "Tor Browser", "org.torproject.torbrowser", "Mullvad Browser", "VeraCrypt", "Authy", "KWalletManager",
    ],
)  # fmt: skip
def test_keepers_of_secrets_are_excluded_under_every_name(name: str) -> None:
    assert is_among((name,), EXCLUDED_APPS)


@pytest.mark.parametrize(
    "name", ["Code", "firefox", "org.gnome.Nautilus", "desktop", "Passwort.txt", "", "com.example.app"]
)
def test_other_applications_are_not(name: str) -> None:
    assert not is_among((name,), EXCLUDED_APPS)
    assert not is_lock_screen(name)


@pytest.mark.parametrize(
    "name", ["i3lock", "swaylock", "LockApp.exe", "loginwindow", "kscreenlocker_greet", "XScreenSaver"]
)
def test_lock_screens_are_known(name: str) -> None:
    assert is_lock_screen("", name)


def test_the_lists_hold_keys() -> None:
    for key in EXCLUDED_APPS | LOCK_SCREENS:
        assert application_key(key) == key
