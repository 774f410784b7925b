"""Privacy filters: rules of the ActivityWatch dashboard that act on events before they are stored.

A rule looks for a pattern (RE2: in time linear in the text) in one member of `data`. It drops the event or puts other
text in the member's place. A pattern that cannot be used is refused when it is set, so that no rule is silently idle.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import re2

from daywright.server import events
from daywright.server.events import Given
from daywright.server.foundation.errors import Refusal

KEY: Final = "privacy_filters"
REDACTED: Final = "REDACTED"
MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Filter:
    """One rule that is switched on."""

    bucket_prefix: str
    path: tuple[str, ...]
    pattern: Any  # a compiled RE2
    replacement: str | None
    """What takes the member's place; None where the event is dropped."""

    def matches(self, data: dict[str, object]) -> bool:
        """Tell whether the pattern is found in the member."""
        value: object = data
        for step in self.path:
            value = value.get(step) if isinstance(value, dict) else None
        return isinstance(value, str) and self.pattern.search(value) is not None


@lru_cache(maxsize=64)
def filters_of(setting: str) -> tuple[Filter, ...]:
    """Setting as JSON → the rules that are switched on. Raises Refusal 400 when one of them cannot be used."""
    rules = json.loads(setting)
    if rules is None:
        return ()
    if not isinstance(rules, list) or len(rules) > MOST:
        raise _unusable("they are no list of rules")
    return tuple(_filter(rule) for rule in rules if not isinstance(rule, dict) or rule.get("enabled", True))


def _filter(rule: object) -> Filter:
    if not isinstance(rule, dict):
        raise _unusable("a rule is no object")
    field, pattern, action = rule.get("field"), rule.get("pattern"), rule.get("action")
    prefix, replacement = rule.get("bucket_prefix"), rule.get("replacement")
    if not isinstance(field, str) or not isinstance(pattern, str) or action not in ("drop", "redact"):
        raise _unusable("a rule needs `field`, `pattern`, and `action` drop or redact")
    try:
        options = re2.Options()
        options.log_errors = False
        compiled = re2.compile(pattern, options=options)
    except (re2.error, ValueError) as error:
        raise _unusable("a pattern is no regular expression of RE2 (which has no look-around)") from error
    text = replacement if isinstance(replacement, str) else REDACTED
    start = prefix if isinstance(prefix, str) else ""
    return Filter(start, tuple(field.split(".")), compiled, None if action == "drop" else text)


def _unusable(why: str) -> Refusal:
    return Refusal(400, "filters.unusable", f"The privacy filters cannot be used: {why}.")


def sifted(filters: Sequence[Filter], bucket: str, given: Given) -> Given | None:
    """Return the event as it may be stored, None when it may not."""
    concerned = [one for one in filters if bucket.startswith(one.bucket_prefix)]
    if not concerned:
        return given
    data = json.loads(given.data)
    changed = False
    for one in concerned:
        if not one.matches(data):
            continue
        if one.replacement is None:
            return None
        _put(data, one.path, one.replacement)
        changed = True
    if not changed:
        return given
    return Given(given.start_us, given.duration_us, events.canonical(data), given.id)


def _put(data: dict[str, Any], path: Sequence[str], text: str) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = text
