import subprocess
import sys
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core.redaction import (
    FULL_ADDRESS_CAP,
    PRIVATE,
    Act,
    Capture,
    Observation,
    Policy,
    PrivacyRule,
    redact,
)
from daywright.core.rules import Field, Op
from daywright.core.titles import TITLE_CAP

POLICY = Policy()
OPEN = Policy(capture={})


def window(
    title: str, app: str = "Editor", *, window_class: str = "", incognito: bool | None = None, locked: bool = False
) -> Observation:
    return Observation(
        kind="window", app=app, title=title, window_class=window_class, incognito=incognito, locked=locked
    )


def page(url: str, title: str = "", *, incognito: bool | None = False) -> Observation:
    return Observation(kind="web", app="firefox", url=url, title=title, incognito=incognito)


def policy(field: Field, op: Op, value: str, act: Act = Act.EXCLUDE) -> Policy:
    return Policy(rules=(PrivacyRule(field, op, value, act),), capture={})


def kept(seen: Observation, allowed: Policy = POLICY) -> Observation:
    answer = redact(seen, allowed)
    assert answer is not None
    return answer


def test_an_ordinary_window_is_kept_as_it_is() -> None:
    assert redact(window("labels.py - daywright"), POLICY) == window("labels.py - daywright")


@pytest.mark.parametrize(
    "seen",
    [
        window("Cats - Google Chrome (Incognito)", app="Google-chrome"),
        window("Cats", app="Google-chrome", incognito=True),
        window("Cats - Microsoft\u200b Edge \u202a[InPrivate]\u202c", app="msedge"),
        window("Cats - Google Chrome (Inco\u200bgnito)", app="Google-chrome"),
        window("Vault", app="KeePassXC"),
        window("Vault", app="", window_class="keepassxc"),
        window("max", app="i3lock"),
        window("Editor", locked=True),
        page("https://example.com/", incognito=True),
    ],
)
def test_what_is_private_by_nature_becomes_one_nameless_thing(seen: Observation) -> None:
    assert redact(seen, POLICY) == redact(seen, OPEN) == PRIVATE
    assert [value for value in asdict(PRIVATE).values() if value] == ["private"]


@pytest.mark.parametrize(
    "seen",
    [
        page("https://example.com/", incognito=None),
        page("https://exa mple/"),
        page("garbage"),
        window("x" * 5_000, app="firefox"),
        window("x" * 5_000, app=""),
    ],
)
def test_what_cannot_be_judged_is_private(seen: Observation) -> None:
    assert redact(seen, POLICY) == PRIVATE


def test_a_long_title_cannot_push_its_own_end_out_of_sight() -> None:
    assert redact(window("x" * 3_000 + " - Google Chrome (Incognito)", app="Google-chrome"), POLICY) == PRIVATE


@pytest.mark.parametrize(("kept_bytes", "app"), [(4_000, "Chromium"), (4_083, "org.mozilla.firefox"), (4_083, "")])
@pytest.mark.parametrize("letter", ["x", "é", "秘", "🔒"])
def test_a_title_that_lost_its_end_on_wayland_is_private(letter: str, kept_bytes: int, app: str) -> None:
    cut = (letter * 4_000).encode()[:kept_bytes].decode(errors="replace")
    assert redact(window(cut, app=app), POLICY) == PRIVATE
    assert redact(window(cut, app="foot"), POLICY) != PRIVATE, "only browsers have private windows"


def test_a_kind_that_is_not_captured_is_not_even_private() -> None:
    nothing = Policy(capture={"window": Capture.NOTHING})
    assert redact(window("x"), nothing) is None
    assert redact(window("x", app="KeePassXC"), nothing) is None


def test_excluded_applications_are_the_persons_to_choose() -> None:
    own = Policy(excluded_apps=frozenset({"diary"}))
    assert redact(window("today", app="Diary.exe"), own) == PRIVATE
    assert redact(window("x", app="KeePassXC"), own) == window("x", app="KeePassXC")


@pytest.mark.parametrize(
    ("field", "op", "value", "seen"),
    [
        (Field.APP, Op.EQUALS, "Editor", window("x")),
        (Field.APP, Op.EQUALS, "editor.exe", window("x")),
        (Field.APP, Op.EQUALS, "Firefox", window("x", app="Navigator")),
        (Field.APP, Op.CONTAINS, "DIT", window("x")),
        (Field.APP, Op.GLOB, "org.secret.*", window("x", window_class="org.secret.App")),
        (Field.TITLE, Op.CONTAINS, "project x", window("Notes on PROJECT X")),
        (Field.TITLE, Op.CONTAINS, "project x", window("Notes on Pro\u200bject   X")),
        (Field.TITLE, Op.CONTAINS, "secret", window("x" * 3_000 + " secret")),
        (Field.TITLE, Op.EQUALS, "notes", window("(3) Notes")),
        (Field.TITLE, Op.GLOB, "*diary*", window("My diary - Editor")),
        (Field.DOMAIN, Op.EQUALS, "example.com", page("https://www.example.com/a")),
        (Field.DOMAIN, Op.EQUALS, "example.com", page("https://mail.example.com/a")),
        (Field.DOMAIN, Op.EQUALS, "https://www.Example.com/", page("https://example.com/a")),
        (Field.DOMAIN, Op.CONTAINS, "bank", page("https://my-bank.example/")),
        (Field.DOMAIN, Op.GLOB, "*.bank.example", page("https://a.bank.example/")),
        (Field.DOMAIN, Op.EQUALS, "facebook.com", window("(3) Facebook - Google Chrome", app="Google-chrome")),
        (Field.DOMAIN, Op.EQUALS, "facebook.com", window("Anna | Facebook — Mozilla Firefox", app="firefox")),
        (Field.DOMAIN, Op.EQUALS, "facebook.com", window("Log in to Facebook — Mozilla Firefox", app="firefox")),
        (Field.DOMAIN, Op.EQUALS, "mybank.example", window("My Bank - Safari", app="Safari")),
        (Field.DOMAIN, Op.EQUALS, "x.com", window("go to x.com — Mozilla Firefox", app="firefox")),
        (Field.DOMAIN, Op.EQUALS, "ing.de", window("ING — Mozilla Firefox", app="firefox")),
    ],
)
def test_what_a_person_excludes_is_private(field: Field, op: Op, value: str, seen: Observation) -> None:
    assert redact(seen, policy(field, op, value)) == PRIVATE


@pytest.mark.parametrize(
    ("field", "op", "value", "seen"),
    [
        (Field.APP, Op.EQUALS, "edit", window("x")),
        (Field.APP, Op.GLOB, "edit", window("x")),
        (Field.TITLE, Op.CONTAINS, "project y", window("Notes on PROJECT X")),
        (Field.TITLE, Op.EQUALS, "notes", window("My notes")),
        (Field.DOMAIN, Op.EQUALS, "example.com", page("https://notexample.com/")),
        (Field.DOMAIN, Op.EQUALS, "facebook.com", window("facebook.py - Editor", app="Code")),
        (Field.DOMAIN, Op.EQUALS, "ing.de", window("Coming and going — Mozilla Firefox", app="firefox")),
        (Field.DOMAIN, Op.EQUALS, "time.com", window("Time to go — Mozilla Firefox", app="firefox")),
        (Field.DOMAIN, Op.EQUALS, "facebook.com", window("", app="firefox")),
    ],
)
def test_a_wish_takes_no_more_than_it_says(field: Field, op: Op, value: str, seen: Observation) -> None:
    assert redact(seen, policy(field, op, value)) == redact(seen, OPEN) != PRIVATE


def test_a_hidden_title_leaves_the_place_alone() -> None:
    hidden = policy(Field.APP, Op.CONTAINS, "o", Act.HIDE_TITLE)
    assert redact(window("Letter"), hidden) == window("")
    assert redact(page("https://example.com/a", "A"), policy(Field.TITLE, Op.EQUALS, "a", Act.HIDE_TITLE)) == page(
        "https://example.com/"
    )
    seen = Observation(kind="editor", app="Code", file="/x/a.py", project="x", language="python")
    assert redact(seen, hidden) == replace(seen, file="")


def test_excluding_is_stronger_than_hiding() -> None:
    both = Policy(
        rules=(
            PrivacyRule(Field.TITLE, Op.CONTAINS, "x", Act.HIDE_TITLE),
            PrivacyRule(Field.TITLE, Op.CONTAINS, "x", Act.EXCLUDE),
        )
    )
    assert redact(window("x"), both) == PRIVATE


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        (Field.URL, Op.EQUALS, "x"),
        (Field.APP, Op.REGEX, "x"),
        (Field.DOMAIN, Op.DOMAIN_SUFFIX, "x"),
        (Field.APP, Op.EQUALS, " "),
    ],
)
def test_a_wish_that_cannot_be_kept_is_refused_at_once(field: Field, op: Op, value: str) -> None:
    with pytest.raises(ValueError, match="privacy rule"):
        PrivacyRule(field, op, value, Act.EXCLUDE)


def test_pages_are_kept_by_their_domain_unless_more_is_allowed() -> None:
    seen = page("https://max:pw@www.example.com:8443/a/b?token=1#c", "Title")
    assert kept(seen) == page("https://example.com/")
    assert kept(seen, Policy(capture={"web": Capture.TITLE})) == page("https://example.com/", "Title")
    assert kept(seen, OPEN) == page("https://example.com/a/b", "Title")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com", "https://example.com/"),
        ("http://127.0.0.1:8000/x?y", "http://127.0.0.1/x"),
        ("http://[::1]:8000/x", "http://[::1]/x"),
        ("https://example.com/u/max@example.org/x", "https://example.com/u/[e-mail]/x"),
        ("https://example.com/u/max%40example.org/x", "https://example.com/u/[e-mail]/x"),
        ("https://example.com/a%20b", "https://example.com/a%20b"),
        ("https://example.com/reset/123e4567-e89b-42d3-a456-426614174000", "https://example.com/reset/[token]"),
        ("file:///home/max/a.pdf", "file:"),
        ("about:blank", "about:"),
        ("chrome-extension://abcdef/x.html", "chrome-extension:"),
        ("view-source:https://example.com/?a", "https://example.com/"),
        ("about:reader?url=https%3A%2F%2Fexample.com%2Fa", "https://example.com/"),
        ("example.com/a?b", "https://example.com/"),
        ("https://example.com/" + "a/" * 1_500, ("https://example.com/" + "a/" * 1_500)[:FULL_ADDRESS_CAP]),
    ],
)
def test_an_address_never_keeps_its_query_or_a_secret(url: str, shown: str) -> None:
    answer = kept(page(url), OPEN)
    assert answer.url[: len(shown)] == shown[: len(answer.url)]
    assert len(answer.url) <= FULL_ADDRESS_CAP


def test_an_address_can_be_marked_without_being_read() -> None:
    marked = Policy(address_mark=lambda url: f"mark of {len(url)}")
    answer = kept(page("https://example.com/a?b"), marked)
    assert (answer.url, answer.url_mark) == ("https://example.com/", "mark of 23")
    assert redact(answer, marked) == answer


def test_secrets_are_hidden_in_every_text() -> None:
    seen = Observation(
        kind="editor",
        app="Code",
        title="max@example.com",
        file="/home/max/code/a.py",
        project="/home/max/code",
        branch="fix/4111111111111111",
    )
    assert redact(seen, POLICY) == replace(
        seen, title="[e-mail]", file="~/code/a.py", project="~/code", branch="fix/[card]"
    )


def test_noise_cannot_split_a_secret() -> None:
    assert kept(window("4111 1111 [45%] 1111 1111")).title == "[card]"
    assert kept(window("4111 11\u200b11 1111 1111")).title == "[card]"


def test_a_secret_that_a_cut_would_halve_is_hidden_whole() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
    for shift in range(TITLE_CAP - 60, TITLE_CAP + 5):
        assert "eyJhb" not in kept(window("x" * shift + " " + token)).title


texts = st.text(max_size=40) | st.sampled_from(
    [
        "Cats - Google Chrome (Incognito)",
        "max@example.com",
        "/home/max/a",
        "https://example.com/a?b",
        "about:blank",
        "(3) x",
    ]
)
observations = st.builds(
    Observation,
    kind=st.sampled_from(["window", "web", "editor", "phone", "private"]),
    app=texts | st.sampled_from(["firefox", "Code", "KeePassXC"]),
    window_class=texts,
    title=texts,
    url=texts,
    file=texts,
    project=texts,
    language=texts,
    branch=texts,
    incognito=st.none() | st.booleans(),
    locked=st.booleans(),
)
policies = st.sampled_from(
    [
        POLICY,
        OPEN,
        policy(Field.TITLE, Op.CONTAINS, "a"),
        policy(Field.DOMAIN, Op.EQUALS, "example.com", Act.HIDE_TITLE),
        Policy(capture={"window": Capture.PLACE, "web": Capture.TITLE}),
    ]
)


@given(observations, policies)
def test_redacting_again_changes_nothing(seen: Observation, allowed: Policy) -> None:
    once = redact(seen, allowed)
    assert once is None or redact(once, allowed) == once


@given(observations)
def test_what_is_private_leaves_no_trace(seen: Observation) -> None:
    answer = redact(replace(seen, locked=True), OPEN)
    assert answer == PRIVATE


@given(observations, texts)
def test_an_excluded_text_is_never_in_the_answer(seen: Observation, wish: str) -> None:
    if wish.strip() and not wish.isspace():
        answer = redact(seen, policy(Field.TITLE, Op.CONTAINS, wish))
        assert answer is not None
        assert wish.casefold().strip() not in answer.title.casefold()


def test_redaction_needs_nothing_the_agent_must_not_load() -> None:
    loaded = "import sys, daywright.core.redaction; print(*sys.modules)"
    modules = set(
        subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not modules & {"numpy", "re2", "pydantic", "asyncio", "sqlalchemy", "msgspec", "logging"}
