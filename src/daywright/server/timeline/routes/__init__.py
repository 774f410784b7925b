"""What timeline answers over HTTP."""

from fastapi import APIRouter

from daywright.server.timeline.routes import reading

router = APIRouter()
router.include_router(reading.router)
