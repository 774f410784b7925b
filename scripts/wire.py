"""Generate what is generated from the messages: JSON Schema, OpenAPI, the web app's types. `--check` only compares."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from daywright.server.app import build, open_store
from daywright.server.foundation.settings import Settings
from daywright.wire.enrolment import DeviceConfig, DeviceReport, EnrolAnswer, EnrolRequest, NextKey
from daywright.wire.ingest import IncomingEvent, IngestBatch, Receipt

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "wire" / "schema" / "v1"
OPENAPI = ROOT / "web" / "src" / "api" / "openapi.json"


def _ingest_schema() -> dict[str, Any]:
    """Describe batch and receipt; what the server keeps raw until it has looked at it is described in full here."""
    _, parts = msgspec.json.schema_components([IngestBatch, IncomingEvent, Receipt], ref_template="#/$defs/{name}")
    parts["IngestBatch"]["properties"]["events"]["items"] = {"$ref": "#/$defs/IncomingEvent"}
    parts["IncomingEvent"]["properties"]["data"] = {"type": "object"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Daywright ingest, version 1",
        "$ref": "#/$defs/IngestBatch",
        "$defs": parts,
    }


def _enrolment_schema() -> dict[str, Any]:
    """Describe the messages of enrolment; the settings, whose bytes are signed, are described in full here."""
    messages = [EnrolRequest, EnrolAnswer, DeviceConfig, NextKey, DeviceReport]
    _, parts = msgspec.json.schema_components(messages, ref_template="#/$defs/{name}")
    parts["EnrolAnswer"]["properties"]["config"] = {"$ref": "#/$defs/DeviceConfig"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Daywright enrolment, version 1",
        "$ref": "#/$defs/EnrolRequest",
        "$defs": parts,
    }


def _openapi() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        store = open_store(settings)
        try:
            return build(settings, store).openapi()
        finally:
            store.database.close()


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    """Write the files, or with `--check` name those that are out of date."""
    check = "--check" in sys.argv[1:]
    wanted = {
        SCHEMAS / "ingest.json": _text(_ingest_schema()),
        SCHEMAS / "enrolment.json": _text(_enrolment_schema()),
        OPENAPI: _text(_openapi()),
    }
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if check:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date; run `make wire`.", file=sys.stderr)  # noqa: T201
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    if (ROOT / "web" / "package.json").exists():
        subprocess.run(["npm", "run", "--silent", "api"], cwd=ROOT / "web", check=True)  # noqa: S607
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
