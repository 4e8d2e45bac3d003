"""An annotation in which everything that a page shows tries to break out of it."""

from __future__ import annotations

from annotate.models import Annotation, Repair, Span
from tests.support.annotations import annotation, person, quotation, span


def hostile() -> Annotation:
    """Return an annotation in which everything that a page shows tries to break out of it."""
    attack = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    turn = "\u202egnp.exe\u202c"
    text = (
        f"Mayor <script>alert('text')</script> {attack} said \"{turn} is fine\" {{{{7*7}}}} &lt;b&gt; \u2066x\u2069."
        f"\r\n{'y ' * 300}"
    )
    start = text.index("y y")
    crossing = [
        quotation(text, n, "y", content=(Span.of(text, start + n, start + 250 + n),), kind="indirect", speakers=("p1",))
        for n in range(2, 202)
    ]
    return annotation(
        text,
        fields={
            "id": f"../{attack}", "source": f"{attack}/{turn}.txt", "language": '"><script>',
            "metadata": {"title": attack},
        },
        participants=(person(text, 1, f"<script>alert('text')</script> {attack}", role=attack, aliases=(turn,)),),
        quotations=(
            quotation(text, 1, f'"{turn} is fine"', cue=span(text, "said"), speakers=("p1",)),
            *crossing,
        ),
        repairs=(Repair(**span(text, "{{7*7}}").model_dump(), kind="entity", replacement=attack),),
    )  # fmt: skip
