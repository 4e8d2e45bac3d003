"""The pages of the app: the queue, and an annotation as in `annotate view` with an editor beside the text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import get_args

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from annotate import __version__
from annotate.check import check_annotation
from annotate.models import EventType, MentionForm, ParticipantKind, QuotationKind
from annotate.problems import Problem
from annotate.review.queue import Entry
from annotate.review.store import Stored
from annotate.view.web import SCRIPTS, STYLES, environment, parts

_CHOICES = {
    "kind": get_args(ParticipantKind),
    "type": get_args(EventType),
    "said": get_args(QuotationKind),
    "form": get_args(MentionForm),
}


def queue_page(entries: Sequence[Entry], unread: Sequence[Problem]) -> str:
    """Return the queue as HTML."""
    return _environment().get_template("queue.html").render(entries=entries, unread=unread, version=__version__)


def article_page(stored: Stored, name: str, after: str | None, who: str) -> str:
    """Return the page of an annotation as HTML; `after` is the name of the next one to review."""
    state = {
        "name": name,
        "version": stored.version,
        "annotation": stored.annotation.model_dump(mode="json"),
        "after": after,
        "choices": _CHOICES,
    }
    template = _environment().get_template("review.html")
    return template.render(
        **parts(stored.annotation),
        name=name,
        who=who,
        after=after,
        edits=stored.annotation.provenance.edits,
        problems=check_annotation(stored.annotation),
        # Inside a script element only "</" and "<!--" could end or change it.
        state=Markup(json.dumps(state, ensure_ascii=True).replace("<", "\\u003c")),
        version=__version__,
        back="/",
        embedded=False,
    )


def style(kind: str) -> str | None:
    """Return a style sheet by name; None if there is none."""
    return _assets("annotate.view", STYLES[kind]) if kind in STYLES else _own(f"{kind}.css")


def script(kind: str) -> str | None:
    """Return a script by name; None if there is none."""
    return _assets("annotate.view", SCRIPTS[kind]) if kind in SCRIPTS else _own(f"{kind}.js")


@cache
def _assets(package: str, names: tuple[str, ...]) -> str:
    folder = files(package).joinpath("assets")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)


@cache
def _own(name: str) -> str | None:
    if name not in {entry.name for entry in files("annotate.review").joinpath("assets").iterdir()}:
        return None
    return _assets("annotate.review", (name,))


@cache
def _environment() -> Environment:
    """Return the template engine of `annotate view`, with this package's templates taking precedence."""
    loaders = [PackageLoader("annotate.review"), PackageLoader("annotate.view")]
    return environment().overlay(loader=ChoiceLoader(loaders))
