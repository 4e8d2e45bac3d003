"""Prints an annotation without colour, for pipes: the text with marks in brackets, then one line per finding.

``[q4 "None of this is exotic,"]`` is content of quotation q4, ``[q4:cue said]`` its cue. Nothing is cut or wrapped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from annotate.models import Annotation
from annotate.view.blocks import blocks
from annotate.view.characters import shown
from annotate.view.fields import ALL, FIELDS
from annotate.view.marks import Mark, marks
from annotate.view.panels import Listing, Moment, Panels, panels
from annotate.view.tree import Leaves, tree

#: Parts whose names are left out, since the id is enough.
_UNSAID = {"content", "mention", "repair", "item"}


def plain(annotation: Annotation, fields: Collection[str] = ALL, *, text: bool = True) -> Iterator[str]:
    """Yield the text (unless `text` is false) and the findings of an annotation, for the given fields."""
    if text:
        yield from marked(annotation, fields)
        yield ""
    yield from listed(panels(annotation), fields)


def marked(annotation: Annotation, fields: Collection[str] = ALL) -> Iterator[str]:
    """Yield the lines of the text with the marks of the given fields in brackets, and its blank lines.

    >>> from annotate import annotate
    >>> list(marked(annotate("\\"We lost,\\" said Rosa Kern."), ["quotations"]))
    ['[q1 "We lost,"] [q1:cue said] [q1:source Rosa Kern].']
    """
    layers = {FIELDS[name] for name in fields}
    drawn = tree(blocks(annotation), (mark for mark in marks(annotation) if mark.layer in layers))
    for number, leaves in enumerate(drawn.blocks):
        if number and leaves.block.spaced:
            yield ""
        yield _line(leaves, annotation.article.text)


def _line(leaves: Leaves, text: str) -> str:
    parts = []
    for step, node in leaves.walk():
        if step == "text":
            parts.append(shown(text[node.start : node.end]))
        elif step == "close":
            parts.append("]")
        else:
            parts.append(f"[{_name(node.mark)} ")  # type: ignore[union-attr]  # what opens is a piece
    return "".join(parts).strip()


def _name(mark: Mark) -> str:
    number = f".{mark.number}" if mark.number else ""
    return mark.finding + number + ("" if mark.part in _UNSAID else f":{mark.part}")


def listed(beside: Panels, fields: Collection[str] = ALL) -> Iterator[str]:
    """Yield one line per finding of the given fields: id, kind, confidence in percent, and text."""
    if "event" in fields:
        yield from (_moment(moment) for moment in beside.moments)
    if "participants" in fields:
        for voice in beside.voices:
            if voice.id:
                told = [voice.kind, f"{voice.confidence} %", _titled(voice.name, voice.role)]
                told += [_count(voice.mentions, "mention")]
                told += (
                    [f"{_count(len(voice.said), 'quotation')}, {voice.percent} % of the quoted words"]
                    if voice.said
                    else []
                )
                yield shown(f"{voice.id}  " + "  ".join(told))
    if "quotations" in fields:
        for said in beside.said:
            yield shown(
                f"{said.id}  {said.kind}  {said.confidence} %  {said.who or 'unnamed'}: {' … '.join(said.content)}"
            )
    for name, listings in (("proposals", beside.proposals), ("pillars", beside.pillars)):
        if name in fields:
            for listing in listings:
                yield from _listing(name, listing)
    if "repairs" in fields:
        for fix in beside.mended:
            after = "cannot be known" if fix.after is None else repr(fix.after)
            yield shown(f"{fix.id}  {fix.kind}  {fix.before!r} -> {after}")


def _moment(moment: Moment) -> str:
    told = [moment.type, f"{moment.confidence} %", moment.date, moment.name, moment.place]
    told += [f"host {moment.host}"] if moment.host else []
    return shown(f"{moment.id}  " + "  ".join(part for part in told if part))


def _listing(name: str, listing: Listing) -> Iterator[str]:
    by = f"  by {listing.by}" if listing.by else ""
    declared = "" if listing.declared in (None, len(listing.items)) else f"  the text says {listing.declared}"
    label = f"  {listing.label}" if listing.label else ""
    yield shown(f"{listing.id}  {name}  {listing.confidence} %{label}{by}{declared}")
    for number, _, text in listing.items:
        yield shown(f"{listing.id}.{number}  {text}")


def _titled(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
