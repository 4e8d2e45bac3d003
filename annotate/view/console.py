"""Draws an annotation on a terminal: the text with coloured marks and speakers in the margin, a legend, the findings.

It uses the same tree of marks and the same panels as the web page, as renderables of rich. `plain` is for pipes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from annotate.models import Annotation
from annotate.view.blocks import blocks
from annotate.view.characters import shown
from annotate.view.fields import ALL, FIELDS, Layer
from annotate.view.marks import Mark, marks
from annotate.view.panels import Listing, Panels, Said, Voice, panels
from annotate.view.tree import Leaves, tree

#: Terminal colours of the speakers; the first is for sources that are not participants.
_VOICES = ("bright_black", "blue", "yellow", "green", "magenta", "bright_blue", "bright_red")
_STYLES = {
    Layer.PARTICIPANT: "underline",
    Layer.EVENT: "bold red",
    Layer.PROPOSAL: "bold cyan",
    Layer.PILLAR: "bold bright_magenta",
    Layer.REPAIR: "yellow reverse",
}
#: Widest column of text, in cells; longer lines are hard to read.
_MEASURE = 72
_GUTTER = 18
#: The fields in the summary of a run; repairs are left out, since there are many and `annotate repair` lists them.
_GLANCE = tuple(name for name in ALL if name != "repairs")
#: Width, in cells, of the strip that shows where a participant speaks.
_STRIP = 30


def drawing(annotation: Annotation, fields: Collection[str] = ALL, *, text: bool = True) -> RenderableType:
    """Return text, legend and findings of an annotation; only the given fields are marked and listed."""
    beside = panels(annotation)
    parts: list[RenderableType] = []
    if text:
        parts += [*_text(annotation, beside, fields), Rule(style="dim"), legend(fields), Text()]
    parts.append(summary(annotation, fields))
    return Group(*parts)


def text_of(renderable: RenderableType, *, width: int | None = None, colour: bool = True) -> str:
    """Return the output of a renderable, with its escape codes; `width` is in cells, by default the terminal's."""
    console = Console(
        force_terminal=colour, no_color=not colour, width=width, highlight=False, emoji=False, markup=False
    )
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


def print_summary(annotation: Annotation) -> None:
    """Print the findings of an annotation to standard error, in colour if it is a terminal that shows colour."""
    Console(stderr=True, highlight=False, emoji=False, markup=False).print(summary(annotation, _GLANCE, brief=True))


def legend(fields: Collection[str] = ALL) -> Text:
    """Return a legend in which each layer has its own style."""
    made = Text()
    for name in fields:
        layer = FIELDS[name]
        made.append(
            "a quotation in its speaker’s colour" if layer is Layer.QUOTATION else f"{name}", _STYLES.get(layer, "blue")
        )
        if layer is Layer.QUOTATION:
            made.append(", ").append("source", "bold blue").append(" and ").append("cue", "italic blue")
        made.append("   ")
    return made


def _text(annotation: Annotation, beside: Panels, fields: Collection[str]) -> Iterator[RenderableType]:
    layers = {Layer.FRAME, *(FIELDS[name] for name in fields)}
    drawn = tree(blocks(annotation), (mark for mark in marks(annotation) if mark.layer in layers))
    said = {quotation.id: quotation for quotation in beside.said}
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", width=_GUTTER)
    table.add_column(max_width=_MEASURE, ratio=1)
    for number, leaves in enumerate(drawn.blocks):
        if number and leaves.block.spaced:
            table.add_row()
        table.add_row(_margin(leaves, said), _line(leaves, annotation.article.text, said))
    yield table


def _margin(leaves: Leaves, said: dict[str, Said]) -> Text:
    """Return the names of the speakers whose quotations begin in a block, without repeating a name in a row."""
    names: list[Text] = []
    for step, node in leaves.walk():
        if step != "open" or node.mark.part != "content" or not node.first:  # type: ignore[union-attr]  # what opens is a piece
            continue
        quotation = said[node.mark.finding]  # type: ignore[union-attr]
        if quotation.who and quotation.start == node.start:
            name = Text(shown(quotation.who), _VOICES[quotation.colour] + (" bold" if quotation.named else " italic"))
            name.truncate(_GUTTER, overflow="ellipsis")
            if not names or names[-1] != name:
                names.append(name)
    return Text("\n").join(names)


def _line(leaves: Leaves, text: str, said: dict[str, Said]) -> Text:
    made = Text()
    styles: list[str] = ["bold"] if leaves.block.kind == "headline" else []
    for step, node in leaves.walk():
        if step == "text":
            made.append(shown(text[node.start : node.end]), " ".join(styles))
        elif step == "close":
            styles.pop()
        else:
            mark = node.mark  # type: ignore[union-attr]  # what opens is a piece
            styles.append(_style(mark, said))
            if mark.number and mark.part == "item" and mark.layer is Layer.PILLAR and node.start == mark.start:
                made.append(f"{mark.number} ", "magenta")
    made.rstrip()
    return made


def _style(mark: Mark, said: dict[str, Said]) -> str:
    if mark.layer is Layer.QUOTATION:
        extra = {"cue": " italic", "source": " bold"}.get(mark.part, "")
        return _VOICES[said[mark.finding].colour] + extra
    if mark.layer is Layer.PROPOSAL and mark.part == "item":
        return "cyan"
    return _STYLES.get(mark.layer, "dim" if mark.part == "byline" else "not dim")


def summary(annotation: Annotation, fields: Collection[str] = ALL, *, brief: bool = False) -> RenderableType:
    """Return the findings of an annotation as one table per field; `brief` cuts each to one line, marked with "…"."""
    beside = panels(annotation)
    sections = {
        "event": _events,
        "participants": _voices,
        "quotations": _quotations,
        "proposals": _proposals,
        "pillars": _pillars,
        "repairs": _repairs,
    }
    parts: list[RenderableType] = [
        Text.assemble((shown(beside.title), "bold"), ("  " + shown(annotation.article.id), "dim"))
    ]
    for name, section in sections.items():
        rows = section(beside) if name in fields else None
        if rows:
            for column in rows.columns if brief else ():
                column.no_wrap, column.overflow = True, "ellipsis"
            parts.append(Padding(rows, (1, 0, 0, 0)))
    return Group(*parts)


def _grid(heading: str, *columns: dict[str, object]) -> Table:
    table = Table(
        box=None,
        padding=(0, 2, 0, 0),
        show_header=False,
        title=Text(heading, "bold"),
        title_justify="left",
        pad_edge=False,
    )
    for column in columns:
        table.add_column(**column)  # type: ignore[arg-type]
    return table


def _events(beside: Panels) -> Table | None:
    if not beside.moments:
        return None
    table = _grid("Events", {"no_wrap": True}, {"no_wrap": True}, {}, {"justify": "right", "style": "dim"})
    for moment in beside.moments:
        what = Text(shown(moment.name or moment.type), "bold red" if moment.main else "red")
        rest = [moment.type if moment.name else "", moment.place, f"host {moment.host}" if moment.host else ""]
        what.append("".join(f", {shown(part)}" for part in rest if part), "not bold default")
        table.add_row(moment.id, moment.day or "no date", what, f"{moment.confidence} %")
    return table


def _voices(beside: Panels) -> Table | None:
    if not beside.voices:
        return None
    table = _grid("Who speaks", {"no_wrap": True}, {}, {"no_wrap": True}, {"justify": "right"}, {"style": "dim"})
    for voice in beside.voices:
        name = Text(shown(voice.name), _VOICES[voice.colour] + " bold" if voice.said else "underline")
        if voice.role:
            name.append(f", {shown(voice.role)}", "not bold not underline default")
        share = f"{voice.percent} %" if voice.said else ""
        told = f"{voice.kind}, {_count(voice.mentions, 'mention')}" if voice.id else "described only, or not named"
        table.add_row(voice.id, name, _strip(voice), share, told)
    return table


def _strip(voice: Voice) -> Text:
    """Return a strip that shows where in the article a participant speaks."""
    if not voice.said:
        return Text()
    cells = [False] * _STRIP
    for start, length in voice.ticks:
        first = min(_STRIP - 1, int(start * _STRIP / 100))
        last = min(_STRIP - 1, max(first, int((start + length) * _STRIP / 100 - 0.5)))
        cells[first : last + 1] = [True] * (last + 1 - first)
    made = Text()
    for cell in cells:
        made.append("█" if cell else "─", _VOICES[voice.colour] if cell else "dim")
    return made


def _quotations(beside: Panels) -> Table | None:
    if not beside.said:
        return None
    table = _grid(
        "Quotations",
        {"no_wrap": True},
        {"max_width": 24},
        {"ratio": 1},
        {"no_wrap": True, "style": "dim"},
        {"justify": "right", "style": "dim"},
    )
    for said in beside.said:
        who = Text(shown(said.who or "unnamed"), _VOICES[said.colour] + (" bold" if said.named else " italic"))
        table.add_row(said.id, who, shown(" … ".join(said.content)), said.kind, f"{said.confidence} %")
    return table


def _proposals(beside: Panels) -> Table | None:
    return _lists("Proposals", "bold cyan", beside.proposals)


def _pillars(beside: Panels) -> Table | None:
    return _lists("Pillars", "bold magenta", beside.pillars)


def _lists(heading: str, style: str, listings: tuple[Listing, ...]) -> Table | None:
    if not listings:
        return None
    table = _grid(
        heading,
        {"no_wrap": True},
        {"justify": "right", "style": style},
        {"ratio": 1},
        {"justify": "right", "style": "dim"},
    )
    for listing in listings:
        label = Text(shown(listing.label or _count(len(listing.items), "item")), style)
        label.append(f" by {shown(listing.by)}" if listing.by else "", "not bold default")
        if listing.declared not in (None, len(listing.items)):
            label.append(f"  (the text says {listing.declared}, {len(listing.items)} found)", "not bold yellow")
        table.add_row(listing.id, "", label, f"{listing.confidence} %")
        for number, _, text in listing.items:
            table.add_row("", str(number), shown(text), "")
    return table


def _repairs(beside: Panels) -> Table | None:
    if not beside.mended:
        return None
    table = _grid("Repairs", {"no_wrap": True}, {"style": "dim"}, {}, {})
    for fix in beside.mended:
        after = (
            Text("cannot be known", "dim") if fix.after is None else Text(shown(fix.after.replace("\n", "¶")), "yellow")
        )
        table.add_row(fix.id, fix.kind, shown(fix.before), after)
    return table


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
