"""Expected failures as problem JSON (RFC 9457) with a stable code; everything else is a 500 without details."""

import sqlite3
from http import HTTPStatus
from uuid import uuid4

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Scope

from daywright.server.foundation.database import storage_trouble
from daywright.server.foundation.faces import face_of

log = structlog.get_logger()

NAMED = 50  # wrong fields that one answer names


class Refusal(HTTPException):
    """An answer the server gives on purpose: a status, a stable code, a sentence for the person.

    It is one of the framework's own kind, so that one raised while a body is read reaches the caller as it is.
    """

    def __init__(
        self, status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(status, detail, headers)
        self.status, self.code, self.more = status, code, more


def problem(refusal: Refusal, request_id: str | None = None, *, scope: Scope | None = None) -> JSONResponse:
    """Refusal → `application/problem+json` answer to the request of that scope."""
    message = {"message": refusal.detail} if scope and face_of(scope) else {}
    return JSONResponse(
        {
            "type": f"urn:daywright:problem:{refusal.code}",
            "title": HTTPStatus(refusal.status).phrase,
            "status": refusal.status,
            "code": refusal.code,
            "detail": refusal.detail,
            "request_id": request_id or uuid4().hex,
            **message,
            **refusal.more,
        },
        status_code=refusal.status,
        headers=refusal.headers,
        media_type="application/problem+json",
    )


def _from_validation(failure: RequestValidationError) -> Refusal:
    fields = [
        {"pointer": "/" + "/".join(str(step) for step in error["loc"]), "message": error["msg"]}
        for error in failure.errors()[:NAMED]
    ]
    first = f"{fields[0]['pointer']}: {fields[0]['message']}" if fields else "The request is not of the expected shape."
    return Refusal(400, "request.malformed", first, errors=fields)


def _from_http(failure: HTTPException) -> Refusal:
    codes = {404: "route.unknown", 405: "method.not_allowed"}
    detail = {404: "There is nothing at this address.", 405: "This address does not take that method."}
    headers = dict(failure.headers) if failure.headers else None
    return Refusal(
        failure.status_code,
        codes.get(failure.status_code, "request.refused"),
        detail.get(failure.status_code, str(failure.detail)),
        headers=headers,
    )


def install(app: FastAPI) -> None:
    """Make every error of the app problem JSON."""

    @app.exception_handler(Refusal)
    def refused(request: Request, failure: Refusal) -> JSONResponse:
        return problem(failure, scope=request.scope)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, failure: RequestValidationError) -> JSONResponse:
        return problem(_from_validation(failure), scope=request.scope)

    @app.exception_handler(HTTPException)
    def http(request: Request, failure: HTTPException) -> JSONResponse:
        return problem(_from_http(failure), scope=request.scope)

    def storage(request: Request, failure: Exception) -> JSONResponse:
        trouble = storage_trouble(failure)
        if trouble is None:
            raise failure
        log.error("storage refused", reason=trouble)
        detail = "The database cannot take this now (a full disk, perhaps). Nothing was stored; please try again."
        refusal = Refusal(503, "storage.unavailable", detail, headers={"Retry-After": "5"})
        return problem(refusal, scope=request.scope)

    for kind in (sqlite3.DatabaseError, DBAPIError, NoConnectionError):
        app.add_exception_handler(kind, storage)

    @app.exception_handler(ClientDisconnect)
    def gone(request: Request, _failure: ClientDisconnect) -> JSONResponse:
        refusal = Refusal(400, "body.incomplete", "The body ended before all of it was there.")
        return problem(refusal, scope=request.scope)

    @app.exception_handler(Exception)
    def crashed(request: Request, failure: Exception) -> JSONResponse:
        request_id = uuid4().hex
        log.error("request failed", path=request.url.path, request_id=request_id, exc_info=failure)
        return problem(
            Refusal(500, "server.error", "Something went wrong on our side. Nothing that was stored is lost."),
            request_id,
            scope=request.scope,
        )
