import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core.labels import ENTITY_CAP, NO_LABELS, TITLE_CAP, Labels, labels


def test_a_window_is_labelled_by_its_app_and_title() -> None:
    assert labels("window", {"app": "Code", "title": "labels.py"}) == Labels(app="Code", title="labels.py")


def test_activitywatch_kinds_are_read_like_their_native_twins() -> None:
    window = {"app": "Code", "title": "labels.py"}
    page = {"url": "https://example.com/a", "title": "A", "audible": False, "incognito": False, "tabCount": 3}
    file = {"file": "/x/a.py", "project": "x", "language": "python"}
    assert labels("currentwindow", window) == labels("window", window)
    assert labels("web.tab.current", page, "firefox") == labels("web", page, "firefox")
    assert labels("app.editor.activity", file, "Code") == labels("editor", file, "Code")


def test_a_page_has_a_domain_and_keeps_its_address_as_captured() -> None:
    page = {"url": "https://www.example.com/a?b=1", "title": "A"}
    assert labels("web", page, "firefox") == Labels(
        app="firefox", title="A", domain="example.com", entity="https://www.example.com/a?b=1"
    )


def test_a_collector_may_send_the_domain_alone() -> None:
    assert labels("web", {"domain": "www.example.com"}).domain == "example.com"


def test_a_file_is_labelled_by_project_language_and_branch() -> None:
    seen = {"file": "/home/max/code/daywright/a.py", "project": "daywright", "language": "python", "branch": "main"}
    assert labels("editor", seen, "Code") == Labels(
        app="Code", project="daywright", language="python", branch="main", entity="/home/max/code/daywright/a.py"
    )


@pytest.mark.parametrize(
    ("project", "label"),
    [
        ("/home/max/code/daywright", "daywright"),
        ("/home/max/code/daywright/", "daywright"),
        ("C:\\code\\daywright", "daywright"),
        ("c:/code/daywright", "daywright"),
        ("~/code/daywright", "daywright"),
        ("acme/website", "acme/website"),
        ("daywright", "daywright"),
        ("unknown", ""),
        ("/", ""),
    ],
)
def test_a_project_named_by_its_folder_is_labelled_by_the_folders_own_name(project: str, label: str) -> None:
    assert labels("app.editor.activity", {"project": project}).project == label


def test_what_an_editor_watcher_does_not_know_is_no_label() -> None:
    assert labels("app.editor.activity", {"file": "unknown", "project": "unknown", "language": "unknown"}) == NO_LABELS


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (
            {"type": "file", "entity": "/x/a.go", "project": "x", "language": "Go", "branch": "main"},
            Labels(app="vim", project="x", language="Go", branch="main", entity="/x/a.go"),
        ),
        (
            {"type": "domain", "entity": "https://github.com"},
            Labels(app="vim", domain="github.com", entity="https://github.com"),
        ),
        (
            {"type": "url", "entity": "https://github.com/x"},
            Labels(app="vim", domain="github.com", entity="https://github.com/x"),
        ),
        ({"type": "app", "entity": "Figma"}, Labels(app="Figma")),
        ({"entity": "/x/a.go", "project": None}, Labels(app="vim", entity="/x/a.go")),
    ],
)
def test_a_wakatime_heartbeat_says_what_its_entity_is(seen: dict[str, object], expected: Labels) -> None:
    assert labels("wakatime", seen, "vim") == expected
    assert labels("beat", seen, "vim") == expected


def test_a_phone_app_is_named_by_its_package_when_it_has_no_name() -> None:
    assert labels("phone", {"app": "Signal", "title": "Anna"}) == Labels(app="Signal")
    assert labels("currentwindow", {"package": "org.signal", "classname": "x"}) == Labels(app="org.signal")


@pytest.mark.parametrize("kind", ["afk", "afkstatus", "power", "general.stopwatch", "private", "", "no such kind"])
def test_other_kinds_have_no_labels(kind: str) -> None:
    assert labels(kind, {"app": "x", "title": "y", "status": "afk"}) == NO_LABELS


def test_values_of_another_type_are_no_labels() -> None:
    assert labels("window", {"app": 3, "title": ["x"]}) == NO_LABELS
    assert labels("web", {"url": None, "title": {"a": 1}}) == NO_LABELS


def test_labels_are_capped_and_storable_everywhere() -> None:
    found = labels("window", {"app": "  a\x00b  ", "title": "\ud800" + "t" * 5_000})
    assert found.app == "ab"
    assert found.title == "?" + "t" * (TITLE_CAP - 1)
    assert len(labels("web", {"url": "https://example.com/" + "x" * 5_000}).entity) == ENTITY_CAP


@given(
    st.sampled_from(["window", "web", "editor", "wakatime", "phone", "afk"]),
    st.dictionaries(
        st.sampled_from(["app", "title", "url", "file", "project", "language", "branch", "entity", "type", "domain"]),
        st.text() | st.none() | st.integers() | st.lists(st.text()),
    ),
    st.text(),
)
def test_whatever_was_seen_labelling_never_fails(kind: str, data: dict[str, object], bucket_app: str) -> None:
    for label in labels(kind, data, bucket_app):
        assert "\x00" not in label
        assert label.encode("utf-8").decode("utf-8") == label
        assert len(label) <= ENTITY_CAP
