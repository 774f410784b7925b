"""Secrets in text a person can see in a title: found by their shape and replaced by what they were.

`scrub` leaves dates, times, versions, short hashes, issue and phone numbers readable; where a shape could be a secret
it is taken for one. Its input is bounded and every pattern starts at a boundary or a fixed word: its time is linear.
The agent runs this on every text: standard library only.
"""

import re
from itertools import pairwise

SCAN_CAP = 4_096
"""Longer text is cut before it is searched, at a gap that no secret spans."""

_ROUNDS = 8
_LONGEST_SPACED = 64
"""A card or account number written in groups is shorter than this."""

TOKEN, MAIL, CARD, IBAN, NUMBER, CODE = "[token]", "[e-mail]", "[card]", "[iban]", "[number]", "[code]"

# Well-known shapes of keys and tokens, by what they begin with.
_SHAPES = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}?PRIVATE KEY-----[^-]*+(?:-----END [A-Z0-9 ]{0,40}?-----)?"
    r"|(?<![\w-])(?:"
    r"eyJ[\w-]{8,}+(?:\.[\w-]*+){1,4}"  # JSON web tokens, signed and encrypted
    r"|(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|AROA)[A-Z0-9]{12,}+"  # AWS
    r"|gh[pousr]_[A-Za-z0-9]{16,}+|github_pat_\w{16,}+"
    r"|gl(?:pat|dt|cbt|ptt|ft|imt|agent|oas|rt)-[\w.-]{16,}+"  # GitLab
    r"|xox[a-z]-[\w-]{8,}+|xapp-[\w-]{8,}+"  # Slack
    r"|sk-(?=[\w-]*\d)[\w-]{16,}+"  # OpenAI and those that copied it
    r"|(?:sk|rk|pk)_(?:live|test)_\w{8,}+|whsec_\w{16,}+"  # Stripe
    r"|AIza[\w-]{30,}+|ya29\.[\w-]{16,}+|GOCSPX-[\w-]{16,}+|1//[\w-]{30,}+"  # Google
    r"|npm_[A-Za-z0-9]{30,}+|pypi-[\w-]{16,}+|rubygems_[0-9a-f]{32,}+|dckr_pat_[\w-]{16,}+"
    r"|SG\.[\w-]{16,}+\.[\w-]{16,}+|(?:AC|SK)[0-9a-f]{32}(?!\w)|key-[0-9a-f]{32}(?!\w)"  # SendGrid, Twilio, Mailgun
    r"|(?:dop|doo|dor)_v1_[0-9a-f]{32,}+|hf_[A-Za-z0-9]{24,}+|shp(?:at|ca|pa|ss)_[0-9a-f]{24,}+|dapi[0-9a-f]{32}"
    r"|(?:hvs|hvb|hvr)\.[\w-]{20,}+|lin_(?:api|oauth)_\w{16,}+|(?:ntn|secret)_[A-Za-z0-9]{30,}+|ATATT3[\w=-]{20,}+"
    r"|AGE-SECRET-KEY-1[0-9A-Z]{20,}+|[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}+"  # age, Discord
    r"|\d{8,10}:AA[\w-]{30,}+"  # Telegram
    r"|(?:waka_)?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\w-])"
    r"|ssh-(?:rsa|ed25519|dss)\s[\w+/=]{20,}+"
    r")"
)

# Behind a word that announces a secret: anything after "=", and what looks like a secret after ":" or a space.
_ANNOUNCED = re.compile(
    r"(?<![^\W_])(?:(?P<strong>pass(?:word|wd|phrase|wort|code)|pass(?==)|pwd|kennwort|mot de passe|contraseña|senha"
    r"|secret|token|bearer|(?:api|access|secret|private)[-_ ]?key)|(?P<weak>key|sig|signature|cookie|basic"
    r"|auth(?:orization|orisation)?|credentials?|session[-_ ]?id))"
    r"(?P<gap>[\"']?(?:\s?[=:]\s?|\s)[\"']?)(?P<value>[^\s\"'&;,]{1,256}+)",
    re.IGNORECASE,
)
_VALUE_END = re.compile(r"[\s\"'&;,]|$")
_SHORT_SECRET, _LONG_SECRET = 4, 12

_ONE_TIME = re.compile(
    r"(?<!\w)(?P<word>PIN|TAN|OTP|CVV|CVC|2FA|(?i:(?:verification|security|confirmation|one-time|login|sign-in)"
    r"[ -](?:code|password)|(?:Bestätigungs|Sicherheits|Einmal)-?code))"
    r"(?P<gap>\s?[:=#]\s?|\s(?:is|ist|lautet)\s|\s)(?:[A-Z]{1,2}-)?\d{3,8}(?!\w)"
)
_CODE_FIRST = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}-)?\d{4,8}"
    r"(?= (?i:is your|ist dein|ist ihr|est votre|es tu|es su)\b[^\d]{0,40}(?i:code|pin|tan|password))"
)

_MAIL = re.compile(
    r"(?<![\w.!#$%&'*+=?^`{|}~-])(?P<name>[\w.!#$%&'*+=?^`{|}~-]++)@(?P<host>(?:[\w-]{1,63}+\.){1,8}[^\W\d_][\w-]{1,62}+)"
)
# Prompts (max@laptop.local), repositories (git@example.com:a/b) and pictures (icon@2x.png) are no addresses.
_NO_MAIL_HOST = re.compile(r"[1-4]x\.|.*\.(?:local|lan|localdomain|internal|home|corp)$", re.IGNORECASE)

_ADDRESS = re.compile(
    r"(?<![\w+.-])(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{1,30}+)://(?P<authority>[^\s/?#\"'<>]++)(?P<rest>[/?#][^\s\"'<>]*+)?"
)

# Where homes are on Linux, macOS, Windows, and Windows seen from Linux; what follows is a person's name.
_HOME = re.compile(
    r"(?<![\w.~-])(?:file://)?(?:"
    r"(?:/mnt/[a-z]|/[a-z](?=/users/))?(?:/var|/usr|/export)?/(?:home|users)/[^\s/:\"'<>|)\]]++"
    r"|/?[a-z]:[\\/]++(?:users|documents and settings)[\\/]++(?:[^\\/:*?\"<>|]{1,64}(?=[\\/])|[^\s\\/:*?\"<>|)\]]++)"
    r"|\\\\[^\\\s]++\\(?:users|home)\\[^\\\s:\"<>|)\]]++"
    r")",
    re.IGNORECASE,
)

_GROUPED_DIGITS = re.compile(r"(?<![\w.,])\d(?:[ \u00a0.-]?\d){11,}+")
_GROUP = re.compile(r"\d+")
_DIGIT_RUN = re.compile(r"\d{11,}+")
_MOMENT = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")

_HEX_RUN = re.compile(r"(?<![\w-])(?:0x)?[0-9a-fA-F]{32,}+(?![\w-])")
_PLAIN_RUN = re.compile(r"(?<![\w+-])[A-Za-z0-9+]{28,}+={0,2}")
_JOINED_RUN = re.compile(r"(?<![\w+/-])[\w+/-]{40,}+={0,2}")

_IBAN_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}")
_SEPARATORS = " \u00a0-."
_FEWEST_DIGITS = 3

# The registry's lengths, country by country.
_IBAN_LENGTHS = {
    country: int(length)
    for length, countries in {
        "15": "NO", "16": "BE", "18": "DK FI FO GL NL SD", "19": "MK SI", "20": "AT BA EE KZ LT LU MN XK",
        "21": "CH CR HR LI LV", "22": "BG BH DE GB GE IE ME RS VA", "23": "AE GI IL IQ OM SO TL",
        "24": "AD CZ DZ ES MD PK RO SA SE SK ST TN VG", "25": "AO CV GW LY MZ PT", "26": "IR IS TR",
        "27": "BF BI BJ CF CG CI CM DJ FR GA GQ GR IT KM MC MG ML MR NE SM SN TD TG",
        "28": "AL AZ BY CY DO EG GT HN HU LB MA NI PL SV", "29": "BR PS QA UA", "30": "JO KW MU YE", "31": "MT SC",
        "32": "LC", "33": "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip


def scrub(text: str) -> str:
    """The text with every secret in it replaced by its kind."""
    text = _bounded(text)
    for _round in range(_ROUNDS):
        shown = _scrubbed(text)
        if shown == text:
            return shown
        text = shown  # what was hidden may have kept another from being seen
    return TOKEN


def _scrubbed(text: str) -> str:
    text = _ADDRESS.sub(_host_only, text)
    text = _SHAPES.sub(TOKEN, text)
    text = _without_announced(text)
    text = _ONE_TIME.sub(rf"\g<word>\g<gap>{CODE}", text)
    text = _CODE_FIRST.sub(CODE, text)
    text = _MAIL.sub(_mail, text)
    text = shorten_home(text)
    text = _without_ibans(text)
    text = _GROUPED_DIGITS.sub(_grouped_digits, text)
    text = _HEX_RUN.sub(TOKEN, text)
    text = _JOINED_RUN.sub(_joined, _PLAIN_RUN.sub(_plain, text))
    return _DIGIT_RUN.sub(_digits, text)


def shorten_home(text: str) -> str:
    """`/home/max/code` → `~/code`, on every system."""
    return _HOME.sub("~", text)


def _bounded(text: str) -> str:
    """At most SCAN_CAP characters, without the last words where a cut may have severed a secret."""
    if len(text) <= SCAN_CAP:
        return text
    whole = text[: SCAN_CAP - _LONGEST_SPACED].rsplit(maxsplit=1)
    return whole[0] if len(whole) > 1 else TOKEN


def _host_only(found: re.Match[str]) -> str:
    host = found["authority"].rpartition("@")[2]
    return f"{found['scheme']}://{host}" + ("/…" if len(found["rest"] or "") > 1 else found["rest"] or "")


def _without_announced(text: str) -> str:
    kept, at, found = [], 0, _ANNOUNCED.search(text)
    while found is not None:
        kept.append(text[at : found.start("value")])
        at = found.start("value")
        # A value that is no secret may announce one itself: "Authorization: Basic …".
        if _is_announced_secret(found):
            kept.append(TOKEN)
            end = _VALUE_END.search(text, at)
            at = end.start() if end else len(text)
        found = _ANNOUNCED.search(text, at)
    return "".join([*kept, text[at:]])


def _is_announced_secret(found: re.Match[str]) -> bool:
    value, gap = found["value"], found["gap"]
    digits = any(sign.isdigit() for sign in value)
    mixed = digits and any(sign.isalpha() for sign in value)
    if not found["strong"]:
        return mixed and len(value) >= (_SHORT_SECRET * 2 if "=" in gap else _LONG_SECRET)
    return (
        "=" in gap or (":" in gap and digits and len(value) >= _SHORT_SECRET) or (mixed and len(value) >= _LONG_SECRET)
    )


def _mail(found: re.Match[str]) -> str:
    return found[0] if found["name"] == "git" or _NO_MAIL_HOST.match(found["host"]) else MAIL


def _without_ibans(text: str) -> str:
    kept, at = [], 0
    for start in _IBAN_START.finditer(text):
        end = _iban_end(text, start.start()) if start.start() >= at else 0
        if end:
            kept += [text[at : start.start()], IBAN]
            at = end
    return "".join([*kept, text[at:]])


def _iban_end(text: str, start: int) -> int:
    """Where the account number that starts here ends, 0 if none does."""
    length = _IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    signs: list[str] = []
    at = start
    while len(signs) < length and at < len(text):
        if text[at].isascii() and text[at].isalnum():
            signs.append(text[at].upper())
        elif text[at] not in _SEPARATORS or text[at - 1] in _SEPARATORS:
            return 0
        at += 1
    if len(signs) < length or not length or text[at : at + 1].isalnum():
        return 0
    return at if int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1 else 0


def _grouped_digits(found: re.Match[str]) -> str:
    """Cards written in their groups, and whatever else is written like one."""
    text = found[0]
    groups = list(_GROUP.finditer(text))
    kept, at, number = [], 0, 0
    while number < len(groups):
        span = _card_like(groups[number : number + 5])
        if span is None:
            number += 1
            continue
        count, kind = span
        kept += [text[at : groups[number].start()], kind]
        at = groups[number + count - 1].end()
        number += count
    return "".join([*kept, text[at:]])


def _card_like(groups: list[re.Match[str]]) -> tuple[int, str] | None:
    """How many of these groups of digits make one card number, and its kind."""
    lengths = [len(group[0]) for group in groups]
    for count in (5, 4, 3, 1):
        if count > len(groups):
            continue
        digits = "".join(group[0] for group in groups[:count])
        if not _CARD_GROUPS.fullmatch(" ".join(map(str, lengths[:count]))):
            continue
        if _luhn(digits):
            return count, CARD
        if count == _FOURS and not all(_YEAR.fullmatch(group[0]) for group in groups[:count]):
            return count, NUMBER
    return None


_FOURS = 4
_CARD_GROUPS = re.compile(r"1[3-9]|4 6 [45]|4 4 4 4(?: [1-3])?|4 4 5|6 13|8 8")


def _luhn(digits: str) -> bool:
    total = 0
    for place, sign in enumerate(reversed(digits)):
        total += sum(divmod(int(sign) * (1 + place % 2), 10))
    return total % 10 == 0


def _digits(found: re.Match[str]) -> str:
    return found[0] if _MOMENT.fullmatch(found[0]) else NUMBER


def _plain(found: re.Match[str]) -> str:
    return TOKEN if _is_random(found[0], 0.3) else found[0]


def _joined(found: re.Match[str]) -> str:
    return TOKEN if _is_random(found[0], 0.42) else found[0]


def _is_random(run: str, share: float) -> bool:
    """Three digits at least, and a change between capitals, small letters and digits at this share of places.

    Names like `AbstractProxyFactory2` change at one place in four, random ones at one in two.
    """
    kinds = ["digit" if sign.isdigit() else "capital" if sign.isupper() else "small" for sign in run if sign.isalnum()]
    changes = sum(one != other for one, other in pairwise(kinds))
    return kinds.count("digit") >= _FEWEST_DIGITS and changes >= share * len(kinds)
