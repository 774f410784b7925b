"""What timeline answers over HTTP."""

from fastapi import APIRouter

from daywright.server.timeline.routes import corrections, periods, reading, rules

router = APIRouter()
router.include_router(periods.router)
router.include_router(reading.router)
router.include_router(corrections.router)
router.include_router(rules.router)
