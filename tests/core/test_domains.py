import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core.domains import DOMAIN_CAP, domain_of, domain_pattern, suffixes


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.Example.com:8080/a?b#c", "example.com"),
        ("https://example.com.", "example.com"),
        ("HTTPS://User:p@ss@Host.example.com/x", "host.example.com"),
        ("https://example.com?next=https://other.example", "example.com"),
        ("https://example.com\\@other.example", "example.com"),
        ("http://www.com/", "www.com"),
        ("https://www.co.uk/", "co.uk"),
        ("http://münchen.de/", "xn--mnchen-3ya.de"),
        ("http://MÜNCHEN.de/", "xn--mnchen-3ya.de"),
        ("https://xn--mnchen-3ya.de/", "xn--mnchen-3ya.de"),
        ("https://straße.de", "xn--strae-oqa.de"),
        ("https://例え。テスト/", "xn--r8jz45g.xn--zckzah"),
        ("https://💩.la", "xn--ls8h.la"),
        ("http://127.0.0.1:8000/x", "127.0.0.1"),
        ("http://[::1]:8000/", "::1"),
        ("http://[2001:DB8:0:0::1]/", "2001:db8::1"),
        ("http://localhost:3000/today", "localhost"),
        ("localhost:3000/today", "localhost"),
        ("example.com/path", "example.com"),
        ("//cdn.example.com/z", "cdn.example.com"),
        ("ftp://ftp.example.org/pub", "ftp.example.org"),
        ("view-source:https://example.com/a", "example.com"),
        ("blob:https://web.example.com/1-2", "web.example.com"),
        ("about:reader?url=https%3A%2F%2Fnews.example.com%2Fa", "news.example.com"),
        ("  https://example.com/ \n", "example.com"),
        ("https://my_host.example.com", "my_host.example.com"),
    ],
)
def test_an_address_has_the_domain_a_person_would_name(address: str, domain: str) -> None:
    assert domain_of(address) == domain


@pytest.mark.parametrize(
    "address",
    [
        "",
        " ",
        "unknown",
        "file:///home/max/notes.txt",
        "file://server/share",
        "about:blank",
        "about:newtab",
        "chrome://settings",
        "edge://newtab",
        "chrome-extension://abcdef/popup.html",
        "moz-extension://abcdef/popup.html",
        "data:text/html,<b>x</b>",
        "javascript:alert(1)",
        "mailto:max@example.com",
        "https://",
        "https:// example.com",
        "https://a..b",
        "https://a b.example",
        "https://" + "a" * 64 + ".example",
        "https://" + "ab." * 100 + "example",
        "http://[zz]/",
        "http://[::1",
        "https://%zz/",
        "\ud800",
        "https://\ud800.example",
        "https://ä\x00.example",
        "https://<script>/",
        ":",
        "://",
        "[",
    ],
)
def test_what_names_no_host_has_no_domain(address: str) -> None:
    assert domain_of(address) in {"", "::1"}


@given(st.text() | st.text(alphabet="htps:/.[]@?#%wW-é1 ").map(lambda rest: "https://" + rest))
def test_garbage_never_raises_and_a_domain_is_its_own_domain(address: str) -> None:
    domain = domain_of(address)
    assert len(domain) <= DOMAIN_CAP
    assert domain == domain.lower()
    if domain and ":" not in domain:
        assert domain_of(f"https://{domain}/x") in {domain, domain.removeprefix("www.")}


def test_a_long_address_costs_no_more_than_a_capped_one() -> None:
    assert domain_of("https://example.com/" + "a" * 100_000) == "example.com"
    assert domain_of("a" * 100_000) == ""
    assert domain_of("https://" + "é" * 100_000) == ""


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("example.com", "example.com"),
        ("*.Example.com", "example.com"),
        (".co.uk", "co.uk"),
        ("uk", "uk"),
        ("localhost", "localhost"),
        ("https://www.example.com/", "example.com"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("two words", ""),
        ("*", ""),
        ("", ""),
        ("file:///x", ""),
    ],
)
def test_a_typed_domain_gets_the_one_spelling(typed: str, domain: str) -> None:
    assert domain_pattern(typed) == domain


def test_suffixes_walk_from_the_domain_to_its_last_label() -> None:
    assert list(suffixes("a.b.example.com")) == ["a.b.example.com", "b.example.com", "example.com", "com"]
    assert list(suffixes("localhost")) == ["localhost"]
