"""Which buckets are read."""

import pytest

from daywright.agent.watchers.activitywatch import Wanted, choose
from daywright.wire.activitywatch import Bucket


def bucket(name: str, kind: str, hostname: str) -> Bucket:
    return Bucket(name, kind, "client", hostname, None)


HERE = [
    bucket("aw-watcher-window_laptop", "currentwindow", "laptop"),
    bucket("aw-watcher-afk_laptop", "afkstatus", "laptop"),
    bucket("aw-watcher-web-firefox", "web.tab.current", "unknown"),
    bucket("aw-watcher-web-chrome_laptop", "web.tab.current", "Laptop"),
    bucket("aw-watcher-window_desk", "currentwindow", "desk"),
    bucket("aw-watcher-window_phone-synced-from-phone", "currentwindow", "laptop"),
]


def ids(wanted: Wanted, buckets: list[Bucket] = HERE) -> tuple[set[str], list[str]]:
    chosen, missing = choose(buckets, wanted)
    return {one.id for one in chosen}, missing


def test_buckets_of_this_machine_and_of_its_browsers_are_found() -> None:
    chosen, missing = choose(HERE, Wanted("laptop"))
    assert {(one.id, one.bucket) for one in chosen} == {
        ("aw-watcher-window_laptop", "window"),
        ("aw-watcher-afk_laptop", "afk"),
        ("aw-watcher-web-firefox", "web-firefox"),
        ("aw-watcher-web-chrome_laptop", "web-chrome"),
    }
    assert missing == []


def test_a_named_bucket_is_read_instead() -> None:
    found, _ = ids(Wanted("desk", window="aw-watcher-window_{hostname}", afk="aw-watcher-afk_laptop", web="none"))
    assert {"aw-watcher-window_desk", "aw-watcher-afk_laptop"} == found


def test_a_named_bucket_that_is_not_there_is_told() -> None:
    found, missing = ids(Wanted("laptop", web="aw-watcher-web-firefox, aw-watcher-web-safari"))
    assert "aw-watcher-web-firefox" in found
    assert missing == ["there is no bucket aw-watcher-web-safari"]


def test_the_only_other_host_is_taken_where_this_one_has_none() -> None:
    found, _ = ids(Wanted("renamed"), HERE[:3])
    assert found == {one.id for one in HERE[:3]}


def test_of_several_other_hosts_none_is_guessed() -> None:
    found, missing = ids(Wanted("renamed"))
    assert "aw-watcher-window_laptop" not in found
    assert "there is no window bucket of renamed" in missing


@pytest.mark.parametrize("buckets", [[], HERE[2:4]])
def test_no_browser_is_no_fault_but_no_windows_are(buckets: list[Bucket]) -> None:
    assert ids(Wanted("laptop"), buckets)[1] == [
        "there is no window bucket of laptop",
        "there is no afk bucket of laptop",
    ]
