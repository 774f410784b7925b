"""Where an import reads from: told by what it is, not by its name."""

from pathlib import Path

from daywright.server.activitywatch.service.sources.database import HEADER, DatabaseFile
from daywright.server.activitywatch.service.sources.export import ExportFile
from daywright.server.activitywatch.service.sources.port import Cursor, Portion, Row, Source, SourceError
from daywright.server.activitywatch.service.sources.running import RunningServer

__all__ = ["Cursor", "Portion", "Row", "Source", "SourceError", "open_source"]


def open_source(where: str, *, api_key: str = "") -> Source:
    """Open an address or a file. Raises SourceError when it cannot be read or is nothing of ActivityWatch's."""
    if where.casefold().startswith(("http://", "https://")):
        return RunningServer(where, api_key)
    path = Path(where).expanduser()
    try:
        with path.open("rb") as file:
            head = file.read(len(HEADER))
        return DatabaseFile(path) if head == HEADER else ExportFile(path)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from None
