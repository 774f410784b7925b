"""Privacy, in memory, before anything is compared, queued or written (invariant I12).

What is private leaves one thing behind: that something private was in front. Titles also lose here what changes by
itself (spinners, counters), so that the same thing seen twice is the same.
"""

from collections.abc import Iterable, Mapping

from daywright.core.applications import application_key
from daywright.core.private_windows import EXCLUDED_APPS
from daywright.core.redaction import PRIVATE, Act, Capture, Observation, Policy, PrivacyRule, redact
from daywright.core.rules import Field, Op

PRIVATE_WINDOW: Mapping[str, str] = {"app": "Private", "title": ""}


PAGES: Mapping[str, Capture] = {
    "no": Capture.NOTHING,
    "domain": Capture.PLACE,
    "title": Capture.TITLE,
    "address": Capture.ADDRESS,
}


def policy(
    *, exclude_apps: Iterable[str], exclude_titles: Iterable[str], record_titles: bool, pages: str = "domain"
) -> Policy:
    """What the person allows, on top of what is always left out."""
    hidden = (PrivacyRule(Field.TITLE, Op.CONTAINS, text, Act.EXCLUDE) for text in exclude_titles)
    return Policy(
        rules=tuple(hidden),
        excluded_apps=EXCLUDED_APPS | {application_key(name) for name in exclude_apps},
        capture={"window": Capture.TITLE if record_titles else Capture.PLACE, "web": PAGES[pages]},
    )


class Redactor:
    """What of a sighting may be kept, under one policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def __call__(self, bucket: str, seen: Mapping[str, str]) -> Mapping[str, str] | None:
        """The sighting as it may be stored; None: not at all."""
        if bucket != "window":
            return seen
        window = Observation(
            kind="window", app=seen["app"], title=seen["title"], window_class=seen.get("window_class", "")
        )
        try:
            kept = redact(window, self._policy)
        except Exception:  # noqa: BLE001  what cannot be judged is private, whatever keeps us from judging
            return PRIVATE_WINDOW
        if kept is None or kept == PRIVATE:
            return PRIVATE_WINDOW
        return {"app": kept.app, "title": kept.title}
