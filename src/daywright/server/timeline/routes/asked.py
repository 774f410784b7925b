"""What the routes of the timeline share: the owner's data opened for one request, and the filters of a view."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Query, Request

from daywright.core.cells import TimeOfWeek
from daywright.core.rules import Kind
from daywright.server.foundation.dependencies import Data, Reader
from daywright.server.timeline.service.asking import Asking, asking
from daywright.server.timeline.service.filters import Filters, clock_time

LONGEST = timedelta(days=40_000)

Texts = Annotated[list[str], Query(default_factory=list)]


async def _asking(request: Request, actor: Reader, data: Data) -> Callable[[], AbstractContextManager[Asking]]:
    @contextmanager
    def opened() -> Iterator[Asking]:
        with data.reading() as session:
            yield asking(session, actor.user, request.app.state.readers)

    return opened


Asked = Annotated[Callable[[], AbstractContextManager[Asking]], Depends(_asking)]


async def _filters(  # noqa: PLR0913, PLR0917  (one argument for each parameter)
    category: Texts,
    app: Texts,
    domain: Texts,
    project: Texts,
    language: Texts,
    device: Texts,
    kind: Annotated[list[Kind], Query(default_factory=list)],
    weekday: Annotated[list[Annotated[int, Query(ge=1, le=7)]], Query(default_factory=list)],
    q: Annotated[str, Query(max_length=200)] = "",
    from_time: str | None = None,
    to_time: str | None = None,
) -> Filters:
    return Filters(
        categories=category,
        labels={"app": app, "domain": domain, "project": project, "language": language},
        devices=device,
        kinds=kind,
        text=q.strip(),
        when=TimeOfWeek(frozenset(weekday), clock_time(from_time), clock_time(to_time)),
    )


Filtered = Annotated[Filters, Depends(_filters)]
