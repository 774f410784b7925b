"""Every segment of a stretch as JSON, piece by piece: a year of segments is a hundred megabytes of text."""

from collections.abc import Iterator

import msgspec
import numpy as np

from daywright.core.flatten import Role
from daywright.core.segments import Ints
from daywright.server.timeline.schemas import Segment
from daywright.server.timeline.service.labelled import Stretch
from daywright.server.timeline.service.meanings import KINDS, path_text

PIECE = 2000
ROLES: dict[int, str] = {
    Role.ACTIVE: "active",
    Role.PASSIVE: "passive",
    Role.PARALLEL: "parallel",
    Role.BY_HAND: "by_hand",
}
LABELS = ("app", "title", "domain", "project", "language")

_encode = msgspec.json.Encoder().encode


def listed(both: Stretch, device_names: dict[int, str]) -> Iterator[bytes]:
    """Write the segments as members of a JSON list, without its brackets; see `schemas.Segment`."""
    paths = [path_text(category.path) for category in both.labelling.categories] + [path_text(())]
    kinds = [kind.value for kind in KINDS]
    for first in range(0, len(both.segments), PIECE):
        part = both.where(slice(first, first + PIECE))
        segments = part.segments
        columns: dict[str, list[object]] = {
            "start": instants(segments.start),
            "end": instants(segments.start + segments.length),
            **{label: [part.text(label, code) for code in part.codes(label).tolist()] for label in LABELS},
            "category": [paths[number] for number in part.category.tolist()],
            "kind": [kinds[number] for number in part.kind.tolist()],
            "device": [device_names.get(device, "") for device in segments.device.tolist()],
            "lane": ["primary" if counts else "parallel" for counts in segments.primary.tolist()],
            "role": [ROLES[role] for role in segments.role.tolist()],
            "passive": (segments.role == Role.PASSIVE).tolist(),
        }
        names = tuple(Segment.model_fields)
        rows = [dict(zip(names, row, strict=True)) for row in zip(*(columns[name] for name in names), strict=True)]
        yield (b"," if first else b"") + _encode(rows)[1:-1]


def instants(at_ms: Ints) -> list[object]:
    """Milliseconds since 1970 → RFC 3339, as `rfc3339` writes one."""
    return [f"{text}Z" for text in np.datetime_as_string(at_ms.astype("datetime64[ms]"), unit="us").tolist()]
