"""The arguments routes share: who asks, and the database to open the request's one transaction on."""

from typing import Annotated

from fastapi import Depends, Request

from daywright.server.foundation.access import Actor, Scope, by_device, by_signature, require
from daywright.server.foundation.database import Database


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


Reader = Annotated[Actor, Depends(require(Scope.READ))]
Sender = Annotated[Actor, Depends(require(Scope.WRITE))]
Owner = Annotated[Actor, Depends(require(Scope.ADMIN))]
ByDevice = Annotated[Actor, Depends(by_device)]
BySignature = Annotated[Actor, Depends(by_signature)]
Data = Annotated[Database, Depends(_database)]
