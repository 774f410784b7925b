"""`daywright server`: the server half alone, for team mode and services."""

from typing import Annotated

import typer

from daywright.cli.local import Home, open_to_serve, settings_for


def server(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve without an agent of its own."""
    from daywright.cli import calling, running, serving
    from daywright.server.app import build
    from daywright.server.foundation.telemetry import log_to_console

    settings = settings_for(home, host=host, port=port)
    log_to_console(settings.log_level)
    listener = serving.listen(settings)
    listeners = serving.with_activitywatch(settings, listener)
    store = open_to_serve(settings)
    url = serving.url_of(listener)
    app = build(settings, store, bound_port=listener.getsockname()[1])
    calls = calling.call_server(settings, app, listener)

    def started() -> None:
        running.note(settings.home, url)
        print(f"Daywright serves {url}", flush=True)
        serving.tell_second(listeners)
        calling.tell_calls(calls)

    try:
        serving.serve(app, listeners, started, calls=calls)
    finally:
        running.forget(settings.home)
