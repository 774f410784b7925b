"""A corpus: what must be hidden, generated and listed, and what is close to it and must stay readable."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core import secrets
from daywright.core.secrets import CARD, CODE, IBAN, MAIL, NUMBER, SCAN_CAP, TOKEN, scrub, shorten_home

CHANCE = random.Random(8)
LETTERS = string.ascii_letters + string.digits


def some(length: int, alphabet: str = LETTERS) -> str:
    """Random signs, as keys are made, with digits among them."""
    return "".join(CHANCE.choice(alphabet) for _ in range(length - 4)) + "".join(CHANCE.sample("0123456789", 4))


def card(begin: str, length: int) -> str:
    """A number with the check digit cards have."""
    body = begin + "".join(CHANCE.choice(string.digits) for _ in range(length - len(begin) - 1))
    doubled = [int(sign) * (2 - place % 2) for place, sign in enumerate(reversed(body))]
    return body + str(-sum(sum(divmod(one, 10)) for one in doubled) % 10)


def grouped(number: str, *sizes: int, by: str = " ") -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return by.join(parts)


def iban(country: str, length: int) -> str:
    """An account number with the check digits banks give it."""
    body = "".join(CHANCE.choice(string.digits) for _ in range(length - 4))
    digits = "".join(str(int(sign, 36)) for sign in body + country + "00")
    return f"{country}{98 - int(digits) % 97:02d}{body}"


def fours(text: str, by: str = " ") -> str:
    return by.join(text[at : at + 4] for at in range(0, len(text), 4))


BRANDS = ("4", "51", "55", "22", "60", "65", "35", "62")
VISA, AMEX, DINERS = card("4", 16), card("37", 15), card("36", 14)
GENERATED: list[tuple[str, str, str]] = [
    *[(f"Pay {number} now", number, CARD) for number in (card(begin, 16) for begin in BRANDS)],
    *[(f"Pay {fours(number, by)} now", fours(number, by), CARD) for number in (VISA, card("5", 16)) for by in " -."],
    (f"Pay {grouped(AMEX, 4, 6, 5)}", grouped(AMEX, 4, 6, 5), CARD),
    (f"Pay {grouped(DINERS, 4, 6, 4, by='-')}", grouped(DINERS, 4, 6, 4, by="-"), CARD),
    (f"Pay {card('4', 13)}", "", CARD),
    (f"Pay {card('62', 19)}", "", CARD),
    *[
        (f"To {written} today", written, IBAN)
        for country, length in secrets._IBAN_LENGTHS.items()
        for number in [iban(country, length)]
        for written in (number, fours(number))
    ],
    *[
        (f"x {token} y", token, TOKEN)
        for token in (
            "AKIA" + some(16, string.ascii_uppercase + string.digits),
            "ASIA" + some(16, string.ascii_uppercase + string.digits),
            *(f"gh{kind}_" + some(36) for kind in "pousr"),
            "github_pat_" + some(22) + "_" + some(59),
            "glpat-" + some(20),
            *(f"xox{kind}-" + some(12, string.digits) + "-" + some(24) for kind in "abepr"),
            "xapp-1-" + some(30),
            "sk-" + some(48),
            "sk-proj-" + some(64),
            "sk-ant-api03-" + some(80),
            *(f"{kind}_{mode}_" + some(24) for kind in ("sk", "rk", "pk") for mode in ("live", "test")),
            "whsec_" + some(32),
            "AIza" + some(35),
            "ya29." + some(60),
            "GOCSPX-" + some(28),
            "npm_" + some(36),
            "pypi-" + some(100),
            "dckr_pat_" + some(27),
            "SG." + some(22) + "." + some(43),
            "AC" + some(32, "0123456789abcdef"),
            "dop_v1_" + some(64, "0123456789abcdef"),
            "hf_" + some(34),
            "shpat_" + some(32, "0123456789abcdef"),
            "dapi" + some(32, "0123456789abcdef"),
            "hvs." + some(24),
            "lin_api_" + some(40),
            "ntn_" + some(43),
            "1234567890:AA" + some(33),
            "AGE-SECRET-KEY-1" + some(58, string.ascii_uppercase + string.digits),
            "123e4567-e89b-42d3-a456-426614174000",
            "waka_123e4567-e89b-42d3-a456-426614174000",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0." + some(43),
            "eyJhbGciOiJkaXIifQ.." + some(16) + "." + some(40) + "." + some(22),
            *(some(length, "0123456789abcdef") for length in (32, 40, 64)),
            "0x" + some(40, "0123456789abcdef"),
            *(some(length) for length in (32, 40, 48, 64)),
            some(40, LETTERS + "+/"),
            some(43, LETTERS + "-_"),
        )
    ],
    *[
        (f"{word}{gap}{value} end", value, TOKEN)
        for word in ("password", "Passwort", "API_KEY", "api-key", "client_secret", "Access Token", "Bearer", "pwd")
        for gap, value in (("=", "hunter"), (": ", "hunter2"), (" = ", "x!y"), (" ", some(24)))
    ],
]  # fmt: skip

LISTED: list[tuple[str, str, str]] = [
    ("max@example.com - Mail", "max@example.com", MAIL),
    ("Re: <Max.Muster+news@mail.example.co.uk>", "Muster", MAIL),
    ("mailto:max_m@example.com", "max_m", MAIL),
    ("path/max@example.com", "max@", MAIL),
    ("münchner@beispiel.de", "münchner", MAIL),
    ("'o'brien@example.org'", "brien", MAIL),
    ("deploy@web1.example.com: ~", "deploy@", MAIL),
    ("a" * 80 + "@example.com", "aaaa", MAIL),
    ("4111 1111 1111 1112", "4111", NUMBER),
    ("Konto 1234 5678 9012 3456 789", "5678", NUMBER),
    ("Sendung 00340434161094042557", "0034", NUMBER),
    ("Kundennummer 12345678901", "12345678901", NUMBER),
    ("+4915123456789", "4915123456789", NUMBER),
    ("١٢٣٤٥٦٧٨٩٠١٢", "١٢٣٤", NUMBER),
    ("de89 3704 0044 0532 0130 00", "3704", IBAN),
    ("DE89-3704-0044-0532-0130-00", "3704", IBAN),
    ("(DE89370400440532013000)", "3704", IBAN),
    ("DE89 3704 0044 0532 0130 00 Max", "3704", IBAN),
    ("-----BEGIN RSA PRIVATE KEY----- MIIEpAIBAAKC", "MIIE", TOKEN),
    ("-----BEGIN OPENSSH PRIVATE KEY-----b3Blbn-----END OPENSSH PRIVATE KEY----- x", "b3Blbn", TOKEN),
    ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7", "AAAAB3", TOKEN),
    ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNl", TOKEN),
    ("Authorization: Bearer abcdefg.hijk12345", "abcdefg", TOKEN),
    ("MY_SECRET='abc'", "abc", TOKEN),
    ("export DB_PASSWORD=s3cr3t", "s3cr3t", TOKEN),
    ('"password": "hunter22"', "hunter22", TOKEN),
    ("key=abcd1234efgh", "abcd1234efgh", TOKEN),
    ("PIN 1234", "1234", CODE),
    ("TAN: 123456", "123456", CODE),
    ("OTP is 123456", "123456", CODE),
    ("CVV 123", "123", CODE),
    ("Your verification code: 998877", "998877", CODE),
    ("Bestätigungscode: 443322", "443322", CODE),
    ("G-123456 is your verification code", "123456", CODE),
    ("482913 is your Example login code", "482913", CODE),
    ("https://example.com/reset?token=abc", "token", "https://example.com/…"),
    ("https://max:geheim@example.com/", "geheim", "https://example.com/"),
    ("https://example.com?code=1 - Browser", "code", "https://example.com/… - Browser"),
    ("postgres://app:pw@db.example.com/app", "pw", "postgres://db.example.com/…"),
    ("ftp://example.com/~max/diary.txt", "diary", "ftp://example.com/…"),
    ("/home/max/code/a.py - Editor", "max", "~/code/a.py - Editor"),
    ("/home/max", "max", "~"),
    ("Files: /Users/max/Desktop", "max", "Files: ~/Desktop"),
    ("file:///home/max/a.pdf", "max", "~/a.pdf"),
    ("/var/home/max/a", "max", "~/a"),
    ("/export/home/max/a", "max", "~/a"),
    ("/mnt/c/Users/max/a", "max", "~/a"),
    ("/c/Users/max/a", "max", "~/a"),
    ("C:\\Users\\max\\a.txt", "max", "~\\a.txt"),
    ("C:\\Users\\Max Muster\\My Docs\\a.txt - Word", "Muster", "~\\My Docs\\a.txt - Word"),
    ("c:/users/max/a.txt", "max", "~/a.txt"),
    ("C:\\\\Users\\\\max\\\\a.txt", "max", "~\\\\a.txt"),
    ("C:\\Documents and Settings\\max\\a.txt", "max", "~\\a.txt"),
    ("\\\\server\\users\\max\\a", "max", "~\\a"),
    ("/C:/Users/max/a", "max", "~/a"),
]

READABLE = [
    "labels.py - daywright - Visual Studio Code",
    "2026-03-01 - Journal",
    "2026-03-01 12:30:45.123456",
    "2026-03-01T12:30:45.123456Z",
    "01.03.2026 12:30",
    "20260301",
    "20260301123045",
    "202603011230 backup",
    "IMG_20260301_123045.jpg",
    "VID20260301123045.mp4",
    "12:30:45 / 13:00:00",
    "2020 2021 2022 2023 2024",
    "2025-2026 2027-2028",
    "v1.2.3",
    "3.11.7 Documentation",
    "10.0.19045.3803",
    "Linux 6.1.0-18-amd64",
    "Chrome 121.0.6167.160",
    "192.168.100.200",
    "10.0.0.1:8080",
    "fe80::1ff:fe23:4567:890a",
    "commit 3f2a1bc",
    "3f2a1bc9d8e7",
    "Merge 3f2a1bc into 9d8e7f6",
    "sha256:3f2a1bc9d8e7f6a5",
    "+49 151 2345 6789",
    "+49 (0)30 123456-78",
    "+1 (555) 123-4567",
    "555-123-4567",
    "0151 12345678",
    "5551234567",
    "Call 110 or 112",
    "#12345678",
    "PROJ-12345",
    "Invoice RE-2026-000123",
    "Order 1234567890",
    "ISBN 978-3-16-148410-0",
    "ISO 9001:2015",
    "RFC 9457",
    "DIN EN ISO 13485",
    "1,234,567.89 EUR",
    "1.234.567,89 €",
    "1920x1080",
    "3840 × 2160",
    "100 000 000 people",
    "0.123456789",
    "π = 3.1415926",
    "Status code: 404",
    "Error code 0x80070005",
    "Zip code 10115",
    "Source code 2026",
    "QR code: how to",
    "PIN the tab",
    "Pin 13 on the board",
    "Tan lines",
    "max@laptop: ~/code",
    "max@laptop.local: ~",
    "root@build.internal: /srv",
    "git@github.com:acme/shop.git",
    "lodash@4.17.21",
    "react@next",
    "icon@2x.png",
    "@max on the forum",
    "a @ b",
    "Meet @ 5",
    "foo@bar",
    "Password: reset your account",
    "Forgot password - Shop",
    "Passwort vergessen",
    "Password manager comparison 2026",
    "Change password",
    "Token economics explained",
    "A token is the smallest unit",
    "Secret Santa 2026",
    "The secret: hard work",
    "API keys - Settings",
    "API key management",
    "Key results Q1 2026",
    "Key: C major",
    "key=Enter",
    "Signature required",
    "Cookie recipes",
    "Basic Authentication - Wikipedia",
    "Auth: how it works",
    "Bearer of bad news",
    "Credentials and you",
    "sk-learn tutorial",
    "sk-hynix-announces-new-memory",
    "sk_SK locale",
    "ghp is a prefix",
    "AKIAH the band",
    "eyJ is how it begins",
    "hf_transformers",
    "SG. 12",
    "AbstractSingletonProxyFactoryBean2Implementation",
    "My-Great-Article-About-Python-3-and-Rust-2024",
    "src/daywright/core/redaction/SomeThing2/and/more/Path3.py",
    "com.example.very.long.package.name.ClassName42",
    "this_is_a_very_long_snake_case_name_with_2_numbers_1",
    "THIS_IS_A_CONSTANT_WITH_A_LONG_NAME_2026",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
    "deadbeef cafebabe",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "----------------------------------------------------",
    "https://example.com",
    "https://example.com/ - Browser",
    "http://localhost:8000",
    "see: https://example.com/ now",
    "C:\\Windows\\System32",
    "/usr/local/bin/python3.11",
    "/etc/hosts",
    "~/code/daywright",
    "example.com/home/products",
    "Home/End keys",
    "/home",
    "DE12 is a road",
    "GB29 to London",
    "AT61 1904",
    "DE89 3704 0044",
    "今日は2026年3月1日",
    "Größe: 12 GB",
    "C++ 20 & C# 12",
    "50% of 1000",
    "x" * 300,
]


@pytest.mark.parametrize(("text", "secret", "kind"), GENERATED + LISTED)
def test_a_secret_is_hidden_and_named_by_its_kind(text: str, secret: str, kind: str) -> None:
    shown = scrub(text)
    assert kind in shown
    assert not secret or secret not in shown


@pytest.mark.parametrize("text", READABLE)
def test_what_only_resembles_a_secret_stays_readable(text: str) -> None:
    assert scrub(text) == text


def test_the_corpus_is_large() -> None:
    assert len(GENERATED) + len(LISTED) + len(READABLE) >= 300


@pytest.mark.parametrize(("text", "_secret", "kind"), GENERATED)
def test_what_stands_around_a_secret_stays(text: str, _secret: str, kind: str) -> None:
    before, after = scrub(text).split(kind, maxsplit=1)
    assert text.startswith(before)
    assert text.endswith(after)


scraps = st.sampled_from(
    [text for text, _, _ in GENERATED[::7] + LISTED] + ["password", "=", ": ", " ", "/home/", "https://", "@", "4111 "]
)


@given(st.text() | st.lists(scraps, max_size=4).map("".join) | st.lists(scraps, max_size=4).map(" ".join))
def test_scrubbing_again_changes_nothing(text: str) -> None:
    once = scrub(text)
    assert scrub(once) == once


@given(st.sampled_from(GENERATED), st.text(max_size=20), st.text(max_size=20))
def test_a_secret_is_hidden_whatever_stands_around_it(case: tuple[str, str, str], before: str, after: str) -> None:
    text, secret, _kind = case
    assert not secret or secret not in scrub(f"{before} {text} {after}")


HOSTILE = [
    "a",
    "1",
    "1 ",
    "a@",
    "a.",
    "@",
    "eyJ",
    "-",
    "/home/",
    "://",
    "ab://",
    "DE89",
    "DE89 ",
    "4111 ",
    "token ",
    "key=",
]
HOSTILE += [
    "Aa1",
    "a-",
    "-----BEGIN PRIVATE KEY-----",
    "//",
    "\\",
    "PIN ",
    "sk-",
    "1-",
    "1.",
    "(",
    "a/",
    "AKIA",
    " ",
    "é",
]
HOSTILE += ["C:\\users\\", "password=", "secret: 1", "https://a/", "max@example.com "]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_is_cut_before_it_is_searched(unit: str) -> None:
    hostile = unit * (100_000 // len(unit))
    assert len(secrets._bounded(hostile)) <= SCAN_CAP
    assert scrub(hostile) == scrub(secrets._bounded(hostile))


def test_a_secret_at_the_cut_goes_with_it() -> None:
    number = fours(iban("DE", 22))
    for shift in range(60):
        shown = scrub("x " * (SCAN_CAP // 2 - 40) + "y" * shift + f" {number} {some(40)} z" * 3)
        assert number[5:14] not in shown
    assert scrub("x" * (SCAN_CAP + 1)) == TOKEN


def test_a_home_is_shortened_on_its_own() -> None:
    assert shorten_home("/home/max/a max@example.com") == "~/a max@example.com"
