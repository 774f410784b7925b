"""What is private before anything else is asked: windows of private browsing, lock screens, keepers of secrets.

Browsers say in their titles that a window is private, each in its user's language. Their own name is not translated, so
brackets behind it are enough whatever they hold; for the rest the words are known.
"""

import re
from functools import lru_cache

from daywright.core.applications import Family, application_key, display_name, family_of


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()).casefold() for phrase in text.split(","))


# Keys as of `application_key`. Of a name like `com.vendor.Product` each part is looked up.
EXCLUDED_APPS = (
    # password managers
    _words("""
        keepassxc keepass keepass2 keeweb 1password 1password-7 onepassword onepassword7 bitwarden lastpass dashlane
        enpass nordpass proton-pass protonpass me.proton.pass keeper keeperpasswordmanager keeper-password-manager
        roboform buttercup padloc passky qtpass gopass-ui passbolt psono strongbox macpass secrets passwords seahorse
        passwords-and-keys kwalletmanager kwalletmanager5 kwalletmanager6 keychain-access keychainaccess elpass
        sticky-password stickypassword zoho-vault kaspersky-password-manager passwordsafe pwsafe password-safe
        gnome-passwordsafe heylogin authpass""")
    # one-time codes
    | _words("""
        authy authy-desktop ente-auth enteauth yubico-authenticator yubioath authenticator otpclient 2fas step-two
        numberstation google-authenticator microsoft-authenticator""")
    # prompts for a password
    | _words("""
        pinentry pinentry-gtk pinentry-gtk-2 pinentry-gnome3 pinentry-qt pinentry-qt5 pinentry-x11 pinentry-mac
        gcr-prompter ssh-askpass ksshaskpass x11-ssh-askpass lxqt-openssh-askpass gksu gksudo kdesu kdesudo lxqt-sudo
        polkit-gnome-authentication-agent-1 polkit-kde-authentication-agent-1 polkit-mate-authentication-agent-1
        lxpolkit lxqt-policykit-agent mate-polkit xfce-polkit kwalletd5 kwalletd6 credentialuibroker consent
        securityagent coreauthd coreautha authorizationhost""")
    # vaults, and browsers that are private by nature
    | _words("veracrypt truecrypt cryptomator tor-browser mullvad-browser firefox-focus org.mozilla.focus onionshare")
)

LOCK_SCREENS = _words("""
    i3lock swaylock hyprlock waylock gtklock xscreensaver xsecurelock xlock xtrlock slock physlock light-locker vlock
    gnome-screensaver gnome-screensaver-dialog cinnamon-screensaver mate-screensaver xfce4-screensaver kscreenlocker
    kscreenlocker-greet betterlockscreen lightdm-gtk-greeter gdm-greeter sddm-greeter lockapp logonui loginwindow
    screensaverengine legacyscreensaver""")

# How the words for private browsing begin, in the languages of the large browsers.
_STEMS = tuple(
    _words("""
        priv incogn incògn incógn inkogn anonym anonim anônim anónim gizli súkrom soukrom zaseb yksity pryw pribadi
        penyamaran приват инкогн інкогн анонім аноним поверит ιδιωτ ανώνυμ خاص متخف خصوص ناشناس פרטי בסתר
        निजी गुप्त ส่วนตัว ไม่ระบุ riêng ẩn 隐私 隱私 无痕 無痕 プライベート シークレット 사생활 시크릿""")
)

# The mode's whole name, alone or in brackets at the end of a title.
_MODES = _phrases("""
    private browsing, private window, incognito, in incognito, inprivate, incognito mode, new incognito tab,
    new private tab, new private window, new inprivate tab, privates fenster, privater modus, inkognito, inkognitomodus,
    privates surfen, navigation privée, fenêtre privée, navegación privada, incógnito, modo incógnito, ventana privada,
    navigazione anonima, navigazione in incognito, finestra anonima, navegação privativa, navegação privada,
    navegação anónima, navegação anônima, modo anônimo, anônima, privénavigatie, privévenster, privat surfning,
    privat nettlesing, privat browsing, privat vindue, privat fönster, yksityinen selaus, yksityinen ikkuna,
    tryb prywatny, przeglądanie prywatne, anonymní prohlížení, anonymní režim, súkromné prehliadanie, režim inkognito,
    privát böngészés, inkognitó mód, navigare privată, zasebno brskanje, anonimni način, privatno pregledavanje,
    anonimno, приватно прегледање, поверително сърфиране, приватный просмотр, приватное окно, инкогнито,
    режим инкогнито, приватний перегляд, анонімний перегляд, інкогніто, gizli gezinti, gizli mod, gizli pencere,
    ιδιωτική περιήγηση,
    ανώνυμη περιήγηση, التصفح الخاص, التصفح المتخفي, גלישה פרטית, גלישה בסתר, مرور خصوصی, ناشناس, निजी ब्राउज़िंग,
    การท่องเว็บแบบส่วนตัว, โหมดไม่ระบุตัวตน, duyệt web riêng tư, ẩn danh, penjelajahan pribadi, penyamaran, samaran,
    プライベートブラウジング, シークレット, シークレット モード, 隐私浏览, 无痕模式, 无痕, 隱私瀏覽, 無痕模式, 無痕,
    無痕視窗, 사생활 보호 모드, 시크릿 모드, navegació privada, incògnit, nabigatze pribatua, privātā pārlūkošana,
    inkognito režīms, privatusis naršymas""")

_CHANNEL = r"(?: (?:Browser|Beta|Dev|Canary|Nightly|Developer Edition|ESR|GX|Air|One|Snapshot))?"
_BROWSER_NAMES = r"(?:Firefox|Chrome|Chromium|Edge|Brave|Vivaldi|Opera|LibreWolf|Waterfox|Floorp|Yandex|Safari)"
_IN_PRIVATE = re.compile(r"(?:^|[\s\[(])InPrivate(?:[\])]|\s[-–—]\s|$)")
_LAST_BRACKET = re.compile(r"[(\[（【](?P<words>[^()\[\]（）【】]{1,60})[)\]）】]$")
_BETWEEN_PARTS = re.compile(r"\s[-–—|]\s")


def is_private_window(app: str, title: str) -> bool:
    """True if the title says that a browser's window is private. `title` is one readable line."""
    bracket = _LAST_BRACKET.search(title)
    if bracket and _is_mode(bracket["words"]):
        return True
    browser = family_of(app) is Family.BROWSER
    if not browser and application_key(app) not in {"", "unknown"}:
        return False
    behind = _behind_name(display_name(app) if browser else "").search(title)
    if behind and (behind["bracket"] or _speaks_of_privacy(behind["words"])):
        return True
    return bool(_IN_PRIVATE.search(title)) or _is_mode(_BETWEEN_PARTS.split(title)[-1])


def is_lock_screen(*names: str) -> bool:
    """True if one of an application's names is a lock screen's."""
    return is_among(names, LOCK_SCREENS)


def is_among(names: tuple[str, ...], keys: frozenset[str]) -> bool:
    """True if one of an application's names, or a part of a name like `com.vendor.Product`, is among the keys."""
    return any(not keys.isdisjoint({key, *key.split(".")}) for key in map(application_key, names))


@lru_cache(maxsize=64)
def _behind_name(browser: str) -> re.Pattern[str]:
    """What a title ends with behind the browser's own name: `… - Google Chrome (X)`, `… — Mozilla Firefox X`."""
    name = re.escape(browser) if browser else _BROWSER_NAMES
    return re.compile(
        rf"(?:^|\s[-–—|]\s)(?:Mozilla |Google |Microsoft )?{name}{_CHANNEL}"
        r"(?:\s?(?P<bracket>[(\[（【][^)\]）】]{1,60}[)\]）】])|(?: [-–—:])? (?P<words>(?:(?!\s[-–—|]\s).){1,60}))$"
    )


def _speaks_of_privacy(words: str) -> bool:
    return any(word.startswith(_STEMS) for word in words.casefold().split())


def _is_mode(words: str) -> bool:
    return words.strip(" ()[]").casefold() in _MODES
