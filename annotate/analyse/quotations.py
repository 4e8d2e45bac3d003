"""What is said in the text, by which words, and which words name who said it."""

from __future__ import annotations

from annotate.analyse.attribution import attributions
from annotate.analyse.encoder import reading
from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.forms import by_form


def find_attributions(layout: Layout) -> tuple[Attribution, ...]:
    """Return the attributions in the order of their content: the model's, and those that a form alone gives away."""
    modelled = [
        Attribution(
            tuple(Range(*span) for span in sorted(found.content)),
            Range(*found.cue),
            Range(*found.source) if found.source else None,
            round(found.confidence, 2),
            "model",
        )
        for found in attributions(layout.text, reading(layout.text))
    ]
    return tuple(sorted(_joined(modelled, by_form(layout)), key=lambda a: (a.content[0], a.cue or Range(0, 0))))


def _joined(modelled: list[Attribution], formed: list[Attribution]) -> list[Attribution]:
    """Prefer the model where it read most of a form's content; else the form replaces what it found inside."""
    joined = list(modelled)
    for form in formed:
        inside = [a for a in joined if any(one.overlaps(other) for one in a.content for other in form.content)]
        if sum(map(_length, inside)) < 0.5 * _length(form):
            joined = [a for a in joined if a not in inside]
            joined.append(form)
    return joined


def _length(attribution: Attribution) -> int:
    return sum(r.end - r.start for r in attribution.content)
