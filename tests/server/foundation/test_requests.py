"""Many requests at once: whoever waits for a thread holds neither a connection nor the write lock."""

from concurrent.futures import ThreadPoolExecutor

from server_api import Api, window

WEEK = "/api/v1/summary?start=2026-02-25&end=2026-03-04&by=app"


def test_a43_more_requests_than_threads_and_connections_are_all_answered(api: Api) -> None:
    with ThreadPoolExecutor(120) as people:
        answers = list(people.map(lambda _: api.client.get(WEEK, headers=api.headers).status_code, range(120)))
    assert set(answers) == {200}


def test_a43_strangers_at_the_sign_in_link_do_not_keep_anyone_from_writing(api: Api) -> None:
    with ThreadPoolExecutor(60) as people:
        strangers = [
            people.submit(api.client.get, "/signin", params={"code": "guess"}, follow_redirects=False)
            for _ in range(59)
        ]
        receipts = [api.send(window(f"2026-03-02T08:0{minute}:00Z", 60, "Code", "a")) for minute in range(5)]
        assert {answer.result().status_code for answer in strangers} <= {303, 429}
    assert [receipt["accepted"] for receipt in receipts] == [1] * 5
