"""What timeline answers over HTTP."""

from fastapi import APIRouter

from daywright.server.timeline.routes import reading, rules

router = APIRouter()
router.include_router(reading.router)
router.include_router(rules.router)
