"""`daywright up`: the server and, as its child, the agent of this machine."""

import os
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from daywright.cli.child import Child, agent_command
from daywright.cli.local import Home, open_home, open_to_serve, settings_for

if TYPE_CHECKING:
    from daywright.server.app import Store


def up(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (default 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (default 8000).")] = None,
    no_agent: Annotated[bool, typer.Option("--no-agent", help="Do not record this machine.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")] = False,
) -> None:
    """Start Daywright: the server, the agent of this machine, and the page."""
    from daywright.cli import calling, running, serving
    from daywright.server.app import build
    from daywright.server.foundation import installation
    from daywright.server.foundation.database import driver
    from daywright.server.foundation.telemetry import log_to_console

    settings = settings_for(home, host=host, port=port)
    log_to_console(settings.log_level)
    try:
        listener = serving.listen(settings)
    except serving.PortInUseError:
        here = running.find(settings.home)
        if here is None or urlsplit(here.url).port != settings.port:
            raise
        link = _link(open_home(settings), here.url)
        print(f"Daywright already runs at {here.url}, with its data in {settings.home}")
        print(f"Open your day (the link signs this browser in, once): {link}")
        if not no_browser and _has_screen():
            webbrowser.open(link)
        return
    listeners = serving.with_activitywatch(settings, listener)
    store = open_to_serve(settings)
    url = serving.url_of(listener)
    link = _link(store, url)
    with store.database.reading() as session:
        demo = installation.is_demo(driver(session))
    app = build(settings, store, bound_port=listener.getsockname()[1])
    calls = calling.call_server(settings, app, listener)
    child = None if no_agent or demo else Child(agent_command(url, settings.home))

    def started() -> None:
        running.note(settings.home, url)
        print(f"Daywright is running at {url}, with its data in {settings.home}", flush=True)
        print(f"Open your day (the link signs this browser in, once): {link}", flush=True)
        serving.tell_second(listeners)
        calling.tell_calls(calls)
        if demo:
            print("This home holds a demo, so nothing of this machine is recorded; another --home records.", flush=True)
        print("Press Ctrl+C to stop.", flush=True)
        if child:
            child.start()
        if not no_browser and _has_screen():
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

    def ending() -> None:
        if child:
            child.stop()  # first, so that it still delivers what it saw last

    try:
        serving.serve(app, listeners, started, ending, calls)
    finally:
        ending()
        running.forget(settings.home)


def _link(store: "Store", url: str) -> str:
    """Make a link that signs a browser in, once."""
    from daywright.server import accounts

    with store.database.writing() as session:
        code = accounts.create_signin_code(session, store.owner, store.clock.wall_us())
    return f"{url}/signin?code={code}"


def _has_screen() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
