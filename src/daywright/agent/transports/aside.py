"""A request that travels while its sender does something else."""

import threading
from collections.abc import Callable

from daywright.agent.transports.port import Outcome

Post = Callable[[], Outcome]
Begin = Callable[[Post], Post]
"""Begins a request; what it returns waits for the outcome."""


def in_a_thread(post: Post) -> Post:
    """Let it travel in a thread of its own, which ends with it: only a backlog needs one."""
    outcomes: list[Outcome] = []
    failures: list[BaseException] = []

    def travel() -> None:
        try:
            outcomes.append(post())
        except BaseException as failure:  # noqa: BLE001  (whoever waits gets it)
            failures.append(failure)

    thread = threading.Thread(target=travel, name="post", daemon=True)
    thread.start()

    def wait() -> Outcome:
        thread.join()
        if failures:
            raise failures[0]
        return outcomes[0]

    return wait


def at_once(post: Post) -> Post:
    """Let it travel before anything else is done: for whoever needs everything to happen in one order."""
    outcome = post()
    return lambda: outcome
