"""What the server answers under `/api/0`."""

from fastapi import APIRouter

from daywright.server.activitywatch.routes import buckets, events, exchange, queries, settings

router = APIRouter()
router.include_router(buckets.router)
router.include_router(events.router)
router.include_router(exchange.router)
router.include_router(queries.router)
router.include_router(settings.router)
