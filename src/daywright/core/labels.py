"""From what a watcher saw to the columns rules and charts read: app, title, domain, project, language, branch, entity.

The observation itself stays verbatim beside them. Labels are for matching and showing, so they are trimmed, capped and
free of what a database or a page cannot carry. An observation without a label has "" there; nothing here raises.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from daywright.core.domains import domain_of
from daywright.core.rules import PATH_SIGN

APP_CAP = 256
TITLE_CAP = 1_024
PROJECT_CAP = 256
LANGUAGE_CAP = 64
BRANCH_CAP = 256
ENTITY_CAP = 2_048


class Labels(NamedTuple):
    """The label columns of one context, in the order of its table."""

    app: str = ""
    title: str = ""
    domain: str = ""
    project: str = ""
    language: str = ""
    branch: str = ""
    entity: str = ""
    """The address of a page as captured, the path of a file, or the category a person gave by hand."""


NO_LABELS = Labels()


def labels(kind: str, data: Mapping[str, object], bucket_app: str = "") -> Labels:
    """Label one observation.

    `kind` is the bucket's, native or ActivityWatch's; `bucket_app` is the application web and editor buckets belong to.
    """
    read = _READERS.get(kind)
    return read(data, bucket_app) if read else NO_LABELS


def _window(data: Mapping[str, object], _bucket_app: str) -> Labels:
    app = _text(data, "app", APP_CAP) or _text(data, "package", APP_CAP)
    return Labels(app=app, title=_text(data, "title", TITLE_CAP))


def _web(data: Mapping[str, object], bucket_app: str) -> Labels:
    url = _text(data, "url", ENTITY_CAP)
    return Labels(
        app=_capped(bucket_app, APP_CAP),
        title=_text(data, "title", TITLE_CAP),
        domain=domain_of(url) or _domain_alone(data),
        entity=url,
    )


def _editor(data: Mapping[str, object], bucket_app: str) -> Labels:
    return Labels(
        app=_capped(bucket_app, APP_CAP),
        project=_folder_name(_known(data, "project", ENTITY_CAP))[:PROJECT_CAP],
        language=_known(data, "language", LANGUAGE_CAP),
        branch=_known(data, "branch", BRANCH_CAP),
        entity=_known(data, "file", ENTITY_CAP),
    )


def _heartbeat(data: Mapping[str, object], bucket_app: str) -> Labels:
    """A WakaTime heartbeat: `type` says what its `entity` is."""
    about = _text(data, "type", 16)
    entity = _text(data, "entity", ENTITY_CAP)
    return Labels(
        app=entity[:APP_CAP] if about == "app" else _capped(bucket_app, APP_CAP),
        domain=domain_of(entity) if about in {"domain", "url"} else "",
        project=_text(data, "project", PROJECT_CAP),
        language=_text(data, "language", LANGUAGE_CAP),
        branch=_text(data, "branch", BRANCH_CAP),
        entity="" if about == "app" else entity,
    )


def _phone(data: Mapping[str, object], bucket_app: str) -> Labels:
    return _window(data, bucket_app)._replace(title="")


def _manual(data: Mapping[str, object], _bucket_app: str) -> Labels:
    """What a person entered by hand: its category stands where others have their page or file."""
    given = data.get("category")
    path = [name for name in given if isinstance(name, str)] if isinstance(given, list) else []
    return Labels(title=_text(data, "title", TITLE_CAP), entity=_capped(PATH_SIGN.join(path), ENTITY_CAP))


_READERS: Mapping[str, Callable[[Mapping[str, object], str], Labels]] = {
    "window": _window,
    "currentwindow": _window,
    "web": _web,
    "web.tab.current": _web,
    "editor": _editor,
    "app.editor.activity": _editor,
    "beat": _heartbeat,
    "wakatime": _heartbeat,
    "phone": _phone,
    "manual": _manual,
}


def _domain_alone(data: Mapping[str, object]) -> str:
    """Collectors that keep addresses to themselves may send the domain only."""
    return domain_of("//" + _text(data, "domain", ENTITY_CAP))


def _known(data: Mapping[str, object], field: str, cap: int) -> str:
    """ActivityWatch's editor watchers write `unknown` for what they do not know."""
    text = _text(data, field, cap)
    return "" if text.lower() == "unknown" else text


def _folder_name(project: str) -> str:
    """ActivityWatch's VS Code watcher names a project by the path of its folder; the label is the folder's own name."""
    if project.startswith(("/", "~", "\\\\")) or project[1:3] in {":\\", ":/"}:
        return project.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return project


def _text(data: Mapping[str, object], field: str, cap: int) -> str:
    found = data.get(field)
    return _capped(found, cap) if isinstance(found, str) else ""


def _capped(text: str, cap: int) -> str:
    # Cut first: what follows must not cost more for a longer text. Twice the cap leaves room for what is trimmed.
    text = text[: 2 * cap]
    if not (text.isascii() and text.isprintable()):
        # PostgreSQL stores no NUL, and no database stores half of a surrogate pair.
        text = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return text.strip()[:cap].rstrip()
