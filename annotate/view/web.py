"""The page of an annotation: its tree of marks and its panels, set by templates with autoescape.

A page is one file. Its style sheet and script are files of this package, put into it whole; a content security policy
with their digests lets a browser run nothing else and fetch nothing at all.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from annotate import __version__
from annotate.models import Annotation
from annotate.view.blocks import blocks
from annotate.view.characters import BIDI_CONTROLS, visible, writable
from annotate.view.fields import Layer
from annotate.view.marks import marks
from annotate.view.panels import Said, panels
from annotate.view.tree import tree

#: The files of each kind of page, in the order in which they go into it.
STYLES = {"page": ("base.css", "page.css", "marks.css"), "index": ("base.css", "index.css")}
SCRIPTS = {
    "page": ("theme.js", "findings.js", "filters.js", "card.js", "margin.js", "keys.js"),
    "index": ("theme.js", "index.js"),
    "theme": ("theme.js",),
}
#: The layers in the order in which a reader is offered them, and what they are called.
LAYERS = {
    Layer.QUOTATION: "Quotations",
    Layer.PARTICIPANT: "Participants",
    Layer.EVENT: "Events",
    Layer.PROPOSAL: "Proposals",
    Layer.PILLAR: "Pillars",
    Layer.REPAIR: "Repairs",
}
_CONTROL = re.compile("[\r" + "".join(BIDI_CONTROLS) + "]")


def page(annotation: Annotation, *, back: str = "", embedded: bool = False) -> str:
    """Return the page of an annotation as HTML.

    `back` is the address of an index to go back to; `embedded` is for a page inside another, which leaves out what
    only a page of its own needs.
    """
    template = environment().get_template("page.html")
    return template.render(**parts(annotation), back=back, embedded=embedded, **assets("page"))


def parts(annotation: Annotation) -> dict[str, Any]:
    """Return what the templates of text and panels need of an annotation."""
    beside = panels(annotation)
    marked = marks(annotation)
    return {
        "article": annotation.article,
        "text": writable(annotation.article.text),
        "tree": tree(blocks(annotation), marked),
        "numbered": {(mark.finding, mark.number) for mark in marked if mark.part == "marker"},
        "panels": beside,
        "said": {said.id: said for said in beside.said},
        "fixes": {mended.id: mended for mended in beside.mended},
        "counts": _counts(annotation),
        "layers": LAYERS,
    }


def assets(kind: str) -> dict[str, Any]:
    """Return style sheet, script and content security policy of a kind of page, for its template."""
    style, script = (_joined(names[kind]) for names in (STYLES, SCRIPTS))
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; img-src data:; base-uri 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": policy, "version": __version__}


@cache
def environment() -> Environment:
    """Return the engine that sets the templates of this package; everything put into them is escaped."""
    made = Environment(
        loader=PackageLoader("annotate.view"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"verbatim": verbatim, "label": label, "plural": plural, "safe_text": writable, "visible": visible}
    made.tests["content"] = lambda mark: mark.layer is Layer.QUOTATION and mark.part == "content"
    return made


def verbatim(text: str) -> Markup:
    """Return a text of an article as HTML that a browser gives back character for character.

    A carriage return is written as a reference, or the parser would make a line feed of it. Controls that turn the
    direction of text are wrapped, which shows them and keeps them from reaching further.
    """

    def shown(found: re.Match[str]) -> str:
        character = found.group()
        if character == "\r":
            return "&#13;"
        return f'<bdi class="control" data-name="{BIDI_CONTROLS[character]}">{character}</bdi>'

    return Markup(_CONTROL.sub(shown, str(escape(text))))


def label(said: Said) -> str:
    """Return what a screen reader says of a quotation before its words."""
    who = said.who or "a source that is not named"
    cue = f", cue “{said.cue}”" if said.cue else ""
    return f"{said.kind} quotation of {who}{cue}, confidence {said.confidence} percent"


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: "1 mention", "2 mentions"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _counts(annotation: Annotation) -> Mapping[Layer, int]:
    return {
        Layer.QUOTATION: len(annotation.quotations),
        Layer.PARTICIPANT: len(annotation.participants),
        Layer.EVENT: (annotation.event is not None) + len(annotation.related_events),
        Layer.PROPOSAL: len(annotation.proposals),
        Layer.PILLAR: len(annotation.pillars),
        Layer.REPAIR: len(annotation.repairs),
    }


@cache
def _joined(names: tuple[str, ...]) -> str:
    folder = files("annotate.view").joinpath("assets")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)


def _digest(text: str) -> str:
    """Return a source expression of a content security policy that allows just this text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
