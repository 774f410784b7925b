"""What the ActivityWatch dashboard keeps with its server."""

from fastapi import APIRouter
from fastapi.responses import Response

from daywright.server.activitywatch import schemas
from daywright.server.activitywatch.routes.given import Body, Editor, Looker, answer
from daywright.server.activitywatch.service import messages, settings
from daywright.server.foundation.dependencies import Data

router = APIRouter(prefix="/api/0/settings")


@router.get("", responses=schemas.answers({"type": "object"}))
@router.get("/", include_in_schema=False)
def aw_settings(actor: Looker, data: Data) -> Response:
    """Return all settings by key."""
    return answer(settings.every(data, actor))


@router.post("", include_in_schema=False)
@router.post("/", include_in_schema=False)
def aw_setting_without_key(_actor: Editor) -> Response:
    """Refuse a setting without a key."""
    raise messages.malformed("the address names no key")


@router.get("/{key}", responses=schemas.answers(schemas.ANYTHING))
def aw_setting(actor: Looker, data: Data, key: str) -> Response:
    """Return a setting, `null` when it is not set."""
    return answer(settings.one(data, actor, key))


@router.post("/{key}", openapi_extra=schemas.takes(schemas.ANYTHING))
def aw_put_setting(actor: Editor, data: Data, key: str, body: Body) -> Response:
    """Keep a setting, any JSON; `null` takes it away. Answers the value."""
    return answer(settings.put(data, actor, key, body))


@router.delete("/{key}")
def aw_delete_setting(actor: Editor, data: Data, key: str) -> Response:
    """Forget a setting."""
    settings.delete(data, actor, key)
    return answer(b"{}")
