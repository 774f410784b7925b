"""What devices answers over HTTP, to their owner, to machines that want in, and to the devices themselves."""

from fastapi import APIRouter

from daywright.server.devices.routes import entrance, listing, own

router = APIRouter()
router.include_router(own.router)  # before the owner's: `self` is no device's id
router.include_router(listing.router)
router.include_router(entrance.router)
