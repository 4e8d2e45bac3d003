"""Renders the page of an annotation from its tree of marks and its panels, with autoescaping templates.

A page is one file, with its style sheet and script embedded. A content security policy with their digests keeps
browsers from running anything else and from fetching anything.
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

#: The files of each kind of page, in the order in which they are embedded.
STYLES = {"page": ("base.css", "page.css", "marks.css"), "index": ("base.css", "index.css")}
SCRIPTS = {
    "page": ("theme.js", "findings.js", "filters.js", "card.js", "margin.js", "keys.js"),
    "index": ("theme.js", "index.js"),
    "theme": ("theme.js",),
}
#: The layers in display order, with their labels.
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

    `back` is the address of the index to link to. `embedded` is for a page inside another page; it leaves out what only
    a separate page needs.
    """
    template = environment().get_template("page.html")
    return template.render(**parts(annotation), back=back, embedded=embedded, **assets("page"))


def parts(annotation: Annotation) -> dict[str, Any]:
    """Return the values that the templates for text and panels need."""
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
    """Return style sheet, script and content security policy for the template of a kind of page."""
    style, script = (_joined(names[kind]) for names in (STYLES, SCRIPTS))
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; img-src data:; base-uri 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": policy, "version": __version__}


@cache
def environment() -> Environment:
    """Return the template engine of this package; it escapes all values."""
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
    """Return text of an article as HTML from which a browser reproduces every character.

    A carriage return is written as a character reference, since the parser would turn it into a line feed. Elements
    around bidirectional controls make them visible and contain their effect.

    >>> verbatim("5 < 6\\r")
    Markup('5 &lt; 6&#13;')
    """

    def shown(found: re.Match[str]) -> str:
        character = found.group()
        if character == "\r":
            return "&#13;"
        return f'<bdi class="control" data-name="{BIDI_CONTROLS[character]}">{character}</bdi>'

    return Markup(_CONTROL.sub(shown, str(escape(text))))


def label(said: Said) -> str:
    """Return the label that a screen reader reads before a quotation."""
    who = said.who or "a source that is not named"
    cue = f", cue “{said.cue}”" if said.cue else ""
    return f"{said.kind} quotation of {who}{cue}, confidence {said.confidence} percent"


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: "1 mention", "2 mentions".

    >>> plural(1, "mention"), plural(2000, "mention")
    ('1 mention', '2,000 mentions')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _counts(annotation: Annotation) -> Mapping[Layer, int]:
    return {
        Layer.QUOTATION: len(annotation.quotations),
        Layer.PARTICIPANT: len(annotation.participants),
        Layer.EVENT: len(annotation.events),
        Layer.PROPOSAL: len(annotation.proposals),
        Layer.PILLAR: len(annotation.pillars),
        Layer.REPAIR: len(annotation.repairs),
    }


@cache
def _joined(names: tuple[str, ...]) -> str:
    folder = files("annotate.view").joinpath("assets")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)


def _digest(text: str) -> str:
    """Return the source expression with which a content security policy allows exactly this text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
