import pytest

from daywright.core.rules import Field, Op
from daywright.core.suggestions import Proposal, Seen, parent_domain, proposals, site_part


def seen(ms: int, *, app: str = "", title: str = "", domain: str = "", project: str = "") -> Seen:
    return Seen(app, title, domain, project, ms)


def domain(value: str, ms: int) -> Proposal:
    return Proposal(Field.DOMAIN, Op.DOMAIN_SUFFIX, value, ms)


def test_each_thing_is_proposed_by_what_tells_most_of_it() -> None:
    told = proposals(
        [
            seen(5, app="firefox", title="x", domain="docs.example.com"),
            seen(4, app="Blender", title="cube", project="film"),
            seen(3, app="Navigator", title="Cats - YouTube — Mozilla Firefox"),
            seen(2, project="daywright"),
            seen(1, title="Dentist"),
        ],
        10,
    )
    assert told == [
        domain("docs.example.com", 5),
        Proposal(Field.APP, Op.EQUALS, "Blender", 4),
        Proposal(Field.TITLE, Op.CONTAINS, "YouTube", 3),
        Proposal(Field.PROJECT, Op.EQUALS, "daywright", 2),
        Proposal(Field.TITLE, Op.EQUALS, "Dentist", 1),
    ]


def test_the_longest_come_first_and_no_more_than_wanted() -> None:
    told = proposals([seen(1, app="a"), seen(2, app="b"), seen(2, app="b"), seen(3, app="c")], 2)
    assert [(one.value, one.ms) for one in told] == [("b", 4), ("c", 3)]


def test_a_browser_alone_is_never_proposed() -> None:
    assert proposals([seen(9, app="firefox", title="Mozilla Firefox"), seen(9, app="chrome")], 10) == []


def test_subdomains_none_of_which_stands_out_are_put_together() -> None:
    parts = [seen(2, domain="a.corp.example"), seen(2, domain="b.corp.example"), seen(1, domain="corp.example")]
    assert proposals(parts, 10) == [domain("corp.example", 5)]


def test_a_subdomain_that_stands_out_is_proposed_itself() -> None:
    parts = [seen(9, domain="a.corp.example"), seen(1, domain="b.corp.example")]
    assert proposals(parts, 10) == [domain("a.corp.example", 9), domain("b.corp.example", 1)]


def test_subdomains_that_have_nothing_to_do_with_each_other_stay_apart() -> None:
    parts = [seen(2, domain="docs.google.com"), seen(2, domain="news.google.com")]
    assert proposals(parts, 10) == [domain("docs.google.com", 2), domain("news.google.com", 2)]


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("a.example.com", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("example.co.uk", ""),
        ("example.com", ""),
        ("localhost", ""),
        ("192.168.1.7", ""),
        ("::1", ""),
        ("me.github.io", ""),
    ],
)
def test_the_domain_above_is_the_one_somebody_registered(name: str, parent: str) -> None:
    assert parent_domain(name) == parent


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Cats - YouTube — Mozilla Firefox", "YouTube"),
        ("Cats - YouTube - Google Chrome", "YouTube"),
        ("Inbox | Some Mail - Personal - Microsoft\u200e Edge", "Personal"),
        ("Mozilla Firefox", ""),
        ("Only a title — Mozilla Firefox", ""),
        ("A - B — Mozilla Firefox", ""),
        ("", ""),
    ],
)
def test_a_browser_s_title_names_its_site_last(title: str, part: str) -> None:
    assert site_part(title) == part
