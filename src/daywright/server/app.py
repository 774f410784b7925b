"""Composition root of the server: settings in, mounted features out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import gethostname

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

from daywright import __version__
from daywright.kit.clock import Clock, SystemClock
from daywright.server import accounts, activitywatch, categories, devices, events, live, timeline
from daywright.server.foundation import errors, guard, installation, schema, sealing
from daywright.server.foundation.access import Scope, anyone
from daywright.server.foundation.announcements import Announcer, TimeChanged
from daywright.server.foundation.database import Database, close_to_others, driver
from daywright.server.foundation.errors import Refusal
from daywright.server.foundation.limiting import Limiter
from daywright.server.foundation.settings import Settings
from daywright.server.foundation.writer import Writer

STATIC = Path(__file__).parent / "static"
NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>Daywright</title>
<h1>Daywright is running, but its web app has not been built</h1>
<p>In a checkout, run <code>make web</code> and reload this page. An installed package always contains it.</p>
<p>The API answers under <code>/api/v1</code>.</p>"""


@dataclass(frozen=True, slots=True)
class Store:
    """The opened data of one home: what the server and the command line both stand on."""

    database: Database
    clock: Clock
    owner: int
    device: int
    hash_key: bytes = field(repr=False)
    keks: tuple[bytes, ...] = field(repr=False)


def open_store(settings: Settings, clock: Clock | None = None) -> Store:
    """Open the home's database, bring it to the newest schema, make owner and device on first use.

    Raises OSError when the home cannot be used, `schema.NewerSchemaError` when a newer Daywright wrote it.
    """
    clock = clock or SystemClock()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(settings.sqlite_path)
    schema.upgrade(database)
    # Read before written: most that open a home only look, and another program may be writing.
    with database.reading() as session:
        known, owner = installation.known(driver(session)), accounts.find_owner(session)
    if known is None or owner is None:
        with database.writing() as session:
            owner = accounts.ensure_owner(session, clock.wall_us())
            device = devices.ensure_device(session, owner, gethostname(), clock.wall_us()).id
            categories.ensure_rules(driver(session), owner, clock.wall_us())
            installation.keep_device(driver(session), device)
            known = installation.hash_key(driver(session)), device
    hash_key, device = known
    return Store(database, clock, owner, device, hash_key, sealing.load_keks(settings))


def ensure_owner_token(store: Store, home: Path) -> str:
    """Return the owner's token from `HOME/token` (0600); a missing or unknown one is made anew.

    The write lock keeps two programs that start at once from making one each. Raises OSError.
    """
    path, now_us = home / "token", store.clock.wall_us()
    with store.database.writing() as session:
        secret = _kept(path)
        if secret and accounts.token_is_known(session, secret):
            return secret
        accounts.revoke_token(session, store.owner, "this machine", now_us)
        secret = accounts.create_token(session, store.owner, "this machine", Scope.ADMIN, store.device, now_us)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600, exist_ok=False)
        fresh.write_text(secret + "\n", encoding="ascii")
        fresh.replace(path)
    return secret


def _kept(path: Path) -> str:
    """Return what a token file holds, nothing when there is none or it was written only in part."""
    try:
        secret = path.read_text(encoding="ascii").strip()
        close_to_others(path)
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return secret


def build(settings: Settings, store: Store, *, bound_port: int | None = None) -> FastAPI:
    """Put the server together on an opened store. `bound_port` is the real one when the settings say 0."""
    writer = Writer(store.database.connect)
    ingestor, announcer, hub = events.Ingestor(), Announcer(), live.Hub()
    pusher = events.Pusher(ingestor, store.hash_key)
    receiver = activitywatch.Receiver(writer, pusher, announcer, store.clock)
    writer.forget_on_rollback(ingestor.forget)
    writer.forget_on_rollback(pusher.forget)
    announcer.listen(TimeChanged, hub.on_change)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        writer.start()
        try:
            yield
        finally:
            await receiver.close()
            writer.stop()
            store.database.close()

    app = FastAPI(
        title="Daywright",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.database, app.state.clock = store.database, store.clock
    app.state.writer, app.state.announcer, app.state.hub = writer, announcer, hub
    app.state.ingestor, app.state.hash_key, app.state.device = ingestor, store.hash_key, store.device
    app.state.settings, app.state.owner, app.state.receiver = settings, store.owner, receiver
    app.state.limiter = Limiter()
    app.state.keyring = devices.Keyring(store.database, sealing.Sealer(store.keks))
    app.state.verify_signature = devices.Signatures(
        store.database, store.clock, app.state.keyring, app.state.limiter
    ).verify
    app.state.queries = activitywatch.Queries(keep=writer.offer)
    app.state.readers = timeline.Readers(writer)
    app.state.authenticate = accounts.Authenticator(store.database, store.clock)
    app.add_middleware(
        guard.Guard, hosts=_host_names(settings, bound_port or settings.port), faces=(activitywatch.FACE,)
    )
    errors.install(app)
    # A request is tried against one route after the other: first what comes most often.
    for feature in (events, timeline, accounts, devices, categories, live, activitywatch):
        app.include_router(feature.router)
    app.include_router(_own_routes())
    app.router.routes.insert(0, activitywatch.shortcut)
    return app


def _host_names(settings: Settings, port: int) -> frozenset[str]:
    ports = [port, settings.activitywatch_port] if settings.activitywatch_port else [port]
    return frozenset().union(*(guard.host_names(settings.host, one, settings.allowed_hosts) for one in ports))


def _own_routes() -> APIRouter:
    router = APIRouter()

    @router.get("/api/v1/health", dependencies=[Depends(anyone)])
    def health() -> dict[str, str]:
        """Tell that the server answers."""
        return {"status": "ok", "version": __version__}

    @router.get("/{path:path}", dependencies=[Depends(anyone)], include_in_schema=False)
    def web_app(path: str) -> Response:
        """Serve the built web app; addresses of its pages all lead to its one document."""
        if path.startswith(("api/", "metrics")):
            raise HTTPException(404)
        if (wanted := _file(path)) is not None:
            hashed = "/assets/" in f"/{path}"
            cache = "public, max-age=31536000, immutable" if hashed else "no-cache"
            return FileResponse(wanted, headers={"Cache-Control": cache})
        if "." in path.rpartition("/")[2]:
            raise Refusal(404, "route.unknown", "There is nothing at this address.")
        index = STATIC / "index.html"
        if not index.is_file():
            return HTMLResponse(NOT_BUILT, status_code=503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    return router


def _file(path: str) -> Path | None:
    """Return the file of the built app at that address."""
    try:
        wanted = (STATIC / path).resolve()
        return wanted if wanted.is_relative_to(STATIC.resolve()) and wanted.is_file() else None
    except (OSError, ValueError):  # no file can have such a name
        return None
