"""What rules and addresses add to a content: categories, tags, the parts of a URL, a calmer title.

Everything here looks at a distinct text once, and at a distinct content once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlparse

from daywright.core.awquery import patterns
from daywright.core.awquery.errors import QueryFunctionError
from daywright.core.awquery.limits import Meter
from daywright.core.awquery.values import Content, Events, Items, Value

CATEGORY: Final = "$category"
TAGS: Final = "$tags"
UNCATEGORIZED: Final = Items(["Uncategorized"])
DEPTH_RANK: Final = 10
NO_PATTERN: Final = ("none", None)
NO_HITS: Final[list[int]] = []
CHECKED_EVERY: Final = 512
URLS_KEPT: Final = 4_096
NUMBER_AHEAD: Final = re.compile(r"^\([0-9]+\)\s*")
FRAMES: Final = re.compile(r"FPS:\s+[0-9\.]+")
MARK_AHEAD: Final = re.compile(r"^(●|\*)\s*")
COMMON_URL: Final = re.compile(r"(https?)://([^/?#;:@\[\]]+)(/[^?#;]*)?(?:\?([^#]*))?(?:#(.*))?", re.ASCII)
URL_PARTS: Final = ("$protocol", "$domain", "$path", "$params", "$options", "$identifier")


class Rule(NamedTuple):
    """A label and the pattern that earns it; without keys it looks at every text of a content."""

    label: Value
    engine: patterns.Engine
    keys: frozenset[str]
    priority: int | None


def categorize(events: Events, classes: Sequence[Value], meter: Meter) -> Events:
    """Set `$category` to the best of those whose rule matches: the deepest, or by priority; of equals the later."""
    rules = [rule for rule in _rules(classes) if rule.label]
    ranked = sorted(rules, key=_rank)
    labels = [_as_path(rule.label) for rule in ranked]
    best_of = _best_of(ranked, meter)

    def labelled(content: Content) -> Content:
        best = best_of(content)
        return {**content, CATEGORY: labels[best] if best >= 0 else UNCATEGORIZED}

    return events.changed(labelled)


def tag(events: Events, classes: Sequence[Value], meter: Meter) -> Events:
    """Set `$tags` to the names of all rules that match, in their order."""
    rules = _rules(classes)
    matching = _matcher(rules, meter)
    return events.changed(
        lambda content: {**content, TAGS: Items(rules[number].label for number in sorted(matching(content)))}
    )


def _best_of(ranked: Sequence[Rule], meter: Meter) -> Callable[[Content], int]:
    """Return what gives the number of the last rule that matches a content, or −1."""
    if any(rule.keys for rule in ranked):
        matching = _matcher(ranked, meter)
        return lambda content: max(matching(content), default=-1)
    find = patterns.finder([rule.engine for rule in ranked], meter)
    known: dict[str, int] = {}

    def best_of(content: Content) -> int:
        best = -1
        for text in content.values():
            if type(text) is str:
                found = known.get(text)
                if found is None:
                    if not len(known) % CHECKED_EVERY:
                        meter.check_time()
                    found = known[text] = max(find(text), default=-1)
                best = max(best, found)
        return best

    return best_of


def _rank(rule: Rule) -> int:
    if rule.priority is not None:
        return rule.priority
    return DEPTH_RANK * len(_as_path(rule.label))


def _as_path(label: Value) -> Items:
    if isinstance(label, Sequence | Mapping):
        return Items(label)
    raise QueryFunctionError(f"A category is a list of names, not {label!r}")


def _rules(classes: Sequence[Value]) -> list[Rule]:
    """Rules that can match at all."""
    found: list[Rule] = []
    for pair in classes:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:  # noqa: PLR2004  (a pair)
            raise QueryFunctionError("Each rule is a list of two: a name, and a dict with a regex")
        label, rule = pair
        if not isinstance(rule, Mapping):
            raise QueryFunctionError("The second part of a rule is a dict")
        priority = _priority(rule)
        pattern = rule.get("regex")
        if not pattern or rule.get("type", "regex") in NO_PATTERN:
            continue
        if not isinstance(pattern, str):
            raise QueryFunctionError("The regex of a rule is a text")
        keys = rule.get("select_keys") or ()
        if isinstance(keys, str) or not isinstance(keys, Sequence):
            raise QueryFunctionError("select_keys is a list of names")
        engine = patterns.compiled(pattern, ignore_case=bool(rule.get("ignore_case")))
        found.append(Rule(label, engine, frozenset(key for key in keys if isinstance(key, str)), priority))
    return found


def _priority(rule: Mapping[str, Value]) -> int | None:
    if "priority" not in rule and "weight" not in rule:
        return None
    value = rule["priority"] if "priority" in rule else rule["weight"]
    if isinstance(value, bool) or not isinstance(value, int):
        raise QueryFunctionError("priority/weight must be an integer")
    return value


def _matcher(rules: Sequence[Rule], meter: Meter) -> Callable[[Content], set[int]]:
    """Return what names the rules that match a content."""
    find = patterns.finder([rule.engine for rule in rules], meter)
    picky = {number: rule.keys for number, rule in enumerate(rules) if rule.keys}
    known: dict[str, list[int]] = {}

    def hits(text: str) -> list[int]:
        found = known.get(text)
        if found is None:
            if not len(known) % CHECKED_EVERY:
                meter.check_time()
            found = known[text] = find(text)
        return found

    def matching(content: Content) -> set[int]:
        numbers: set[int] = set()
        for key, value in content.items():
            found = hits(value) if isinstance(value, str) else NO_HITS
            if found:
                numbers.update(number for number in found if number not in picky or key in picky[number])
        return numbers

    return matching


def keep_matching(events: Events, key: str, pattern: str, meter: Meter) -> Events:
    """Keep the events in whose text under the key the pattern is found."""
    find = patterns.finder([patterns.compiled(pattern)], meter)
    known: dict[str, bool] = {}

    def holds(content: Content) -> bool:
        text = content.get(key)
        if not isinstance(text, str):
            return False
        if text not in known:
            if not len(known) % CHECKED_EVERY:
                meter.check_time()
            known[text] = bool(find(text))
        return known[text]

    return events.where(holds)


def split_urls(events: Events) -> Events:
    """Add the parts of `url`. What is no address stays as it is."""

    def split(content: Content) -> Content:
        url = content.get("url")
        parts = url_parts(url) if isinstance(url, str) else None
        if parts is None:
            return content
        protocol, domain, path, params, options, identifier = parts
        return {
            **content,
            "$protocol": protocol,
            "$domain": domain,
            "$path": path,
            "$params": params,
            "$options": options,
            "$identifier": identifier,
        }

    return events.changed(split, once="split")


@lru_cache(URLS_KEPT)
def url_parts(url: str) -> tuple[str, str, str, str, str, str] | None:
    """Scheme, host without a leading `www.` (the scheme where there is none), path, parameters, query, fragment."""
    common = COMMON_URL.fullmatch(url) if url.isascii() and url.isprintable() else None
    if common:  # says the same in a tenth of the time
        scheme, host, path, query, fragment = common.groups("")
        return scheme, host.removeprefix("www."), path, "", query, fragment
    try:
        parts = urlparse(url)
    except ValueError:
        return None
    domain = parts.netloc.removeprefix("www.") if parts.netloc else parts.scheme
    return parts.scheme, domain, parts.path, parts.params, parts.query, parts.fragment


def simplify(events: Events, key: str) -> Events:
    """Take out of a text what changes while nothing happens: `(3) `, frames per second, the mark of unsaved work."""

    def calmer(content: Content) -> Content:
        text = content.get(key)
        if not isinstance(text, str):
            return content
        calm = NUMBER_AHEAD.sub("", text)
        if key == "title" and "app" in content:
            calm = MARK_AHEAD.sub("", FRAMES.sub("FPS: ...", calm))
        return content if calm == text else {**content, key: calm}

    return events.changed(calmer)
