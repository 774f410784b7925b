"""Programs in ActivityWatch's query language."""

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from daywright.core.awquery import QueryError
from daywright.server.activitywatch import schemas
from daywright.server.activitywatch.routes.given import Body, Looker, answer
from daywright.server.activitywatch.schemas import Query
from daywright.server.activitywatch.service import messages
from daywright.server.activitywatch.service.query import Queries
from daywright.server.foundation.database import driver
from daywright.server.foundation.dependencies import Data
from daywright.server.foundation.errors import Refusal

router = APIRouter(prefix="/api/0")

_query = msgspec.json.Decoder(Query)


@router.post("/query/", openapi_extra=schemas.takes(schemas.QUERY), responses=schemas.answers({"type": "array"}))
@router.post("/query", include_in_schema=False)
def aw_query(request: Request, actor: Looker, data: Data, body: Body, name: str = "") -> Response:
    """Run a program once for each time period and answer what it returns."""
    queries: Queries = request.app.state.queries
    asked = messages.read(body, _query)
    try:
        with data.reading() as session:
            return answer(queries.answer(driver(session), actor.user, asked.timeperiods, asked.query, name))
    except QueryError as error:
        raise Refusal(400, "query.refused", str(error), type=error.kind) from error
