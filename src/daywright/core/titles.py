"""Window titles without what changes by itself: spinners, counters, progress, frame rates, playback times.

A title that differs only in its spinner is the same thing seen, and one row of the dictionary instead of thousands.
Laws: `normalise` is idempotent; it never lengthens; a title with a letter in it never becomes empty.

The agent runs this on every title, so it needs the standard library only and every pattern is linear.
"""

import re

TITLE_CAP = 1_024

# Direction marks and their overrides, zero-width signs (but not the joiners that build emoji and Persian words).
_UNSEEN = [0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0x00AD]
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_UNREADABLE = dict.fromkeys([*_UNSEEN, *_CONTROLS, *range(0xD800, 0xE000)]) | dict.fromkeys(b"\t\n\v\f\r\x85", " ")

_NUMBER = r"\d{1,9}(?:[.,]\d{1,9})?"
_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?"
_GAP = r"[-–—|•·:]"

_COUNT = r"(?:\(\d[\d.,]{0,8}\+?\)|\[\d[\d.,]{0,8}\+?\])"

# Words whose count of unread messages stands behind them, in the languages of the large mail programs.
_COUNTED = (
    r"(?:Inbox|Posteingang|Boîte de réception|Bandeja de entrada|Recibidos|Caixa de entrada|Posta in arrivo|Postvak IN"
    r"|Inkorgen|Indbakke|Innboks|Saapuneet|Odebrane|Skrzynka odbiorcza|Doručená pošta|Входящие|Вхідні|Gelen Kutusu"
    r"|受信トレイ|收件箱|收件匣|받은편지함|Slack|Discord|Telegram|Signal|WhatsApp|Element|Messenger|Unread|Drafts|Entwürfe)"
)

# In this order; each takes something away or leaves the title as it is.
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kept)
    for pattern, kept in (
        # Spinners of one or two braille cells anywhere; other spinning signs and state marks in front.
        (r"(?:^|\s)(?:[⠀-⣿]{1,2}(?:\s|$))+", " "),
        (r"^[⠀-⣿]{1,2}(?=[^\s⠀-⣿])", ""),
        (r"^(?:[●•○◦◌◍◉∗✱*◐◑◒◓◴◵◶◷◜◝◞◟✳✶✻✽✢✺⏳⌛🌑🌒🌓🌔🌕🌖🌗🌘▶►⏸⏵❚‖🔊🔇🔴]️?\s*)+", ""),
        (rf"^[|/\\-](?=\s+(?!{_GAP}\s)\S)", ""),
        (r"(…|\.\.\.)\s[|/\\-]$", r"\1"),
        # Unread counters; a bracketed year is none.
        (rf"^(?:(?!.(?:19|20)\d\d\D){_COUNT}(?:\s|$))+", ""),
        (rf"({_COUNTED}) {_COUNT}", r"\1"),
        # Marks of unsaved changes inside: `a.py • (project)`, `a.py * — Kate`, `a.py + (~) - VIM`.
        (r"\s[●•*](?=\s(?:[-–—]\s|\())", ""),
        (r"\s\+(?=\s\([^()]{1,200}\)\s-\s(?:N?VIM|GVIM)\d*$)", ""),
        # Progress: bracketed anywhere, bare at either end.
        (rf"[(\[]\s?{_NUMBER}\s?%\s?[)\]]", ""),
        (rf"^{_NUMBER}\s?%(?=\s(?!of\b|off\b)|$)", ""),
        (rf"(?:^|\s){_NUMBER}\s?%$", ""),
        # Frame rates.
        (rf"\bFPS\s?[:=]\s?{_NUMBER}", "FPS"),
        (rf"(?<![\d.,]){_NUMBER}\s?(FPS|fps)\b", r"\1"),
        # Playback: position of length, a bracketed position, a timer in front.
        (rf"[(\[]?-?(?<![\d:]){_TIME}\s?/\s?{_TIME}(?![\d:])[)\]]?", ""),
        (rf"[(\[]-?{_TIME}[)\]]", ""),
        (rf"^-?{_TIME}(?=\s{_GAP}\s)", ""),
        # What is left over between and around.
        (rf"(\s{_GAP})(?:\s{_GAP})+(?=\s)", r"\1"),
        (rf"^{_GAP}(?=\s|$)", ""),
        (rf"(?:^|\s){_GAP}$", ""),
        (r"\(\s*\)|\[\s*\]", ""),
    )
)


def readable(text: str) -> str:
    """One line without control characters, direction overrides, invisible signs or halves of surrogate pairs."""
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_UNREADABLE)
    return " ".join(text.split())


def normalise(title: str) -> str:
    """The title as it reads while nothing moves, at most 1,024 characters."""
    # Cut first, so that no title can cost more than a capped one.
    calm = readable(title[: 2 * TITLE_CAP])[:TITLE_CAP].strip()
    while (calmer := _calmer(calm)) != calm:  # ends: every step shortens or changes nothing
        calm = calmer
    return calm


def _calmer(title: str) -> str:
    for pattern, kept in _STEPS:
        title = pattern.sub(kept, title)
    return " ".join(title.split())
