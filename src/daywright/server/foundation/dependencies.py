"""The arguments routes share: who asks, and the request's one transaction."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from daywright.server.foundation.access import Actor, Scope, require
from daywright.server.foundation.database import reading, writing

Reader = Annotated[Actor, Depends(require(Scope.READ))]
Sender = Annotated[Actor, Depends(require(Scope.WRITE))]
Owner = Annotated[Actor, Depends(require(Scope.ADMIN))]
ReadSession = Annotated[Session, Depends(reading, scope="function")]
WriteSession = Annotated[Session, Depends(writing, scope="function")]
