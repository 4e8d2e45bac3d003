"""Laws of the whole analysis: for any text, the annotation passes the checks."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotate.check import check
from annotate.models import Annotation, Article
from annotate.pipeline import annotate, explain
from annotate.read.article.characters import carriable

#: Pieces that the rules look for, so that random texts reach them.
PIECES = st.sampled_from(
    [
        "First, ",
        " Second, ",
        " Finally, ",
        "1. ",
        "2) ",
        "(3) ",
        "• ",
        "- ",
        "“",
        "”",
        '"',
        "'",
        "’",
        "said ",
        "says ",
        "according to ",
        "told reporters ",
        "\nAna Ruiz ",
        "Mr. Obi ",
        "President Lee ",
        "the ministry ",
        "She ",
        "they ",
        "he ",
        "a three-point plan",
        "three pillars: ",
        "four goals — ",
        "\npeace, trade and trust",
        "taxes must fall",
        ".",
        ". ",
        ", ",
        ": ",
        "; ",
        "\n",
        "\n\n",
        "\r\n",
        "on Tuesday ",
        "2024-05-06",
        "May 6 ",
        "summit ",
        "meeting of ",
        "\nin Lima ",
        "Peru ",
        "BEIJING, Nov 12 (Xinhua) - ",
        "😀",
        "é",
        "é",
        "مرحبا ",
        "中文",
        "\t",
        "\xa0",
        "\u2028",
        "�",
        "&amp;",
        "&nbsp;",
        "\u00ad",
        "\u00ad\n",
        "of\ufb01cial ",
        "â€™s ",
        "â€œ",
        "-\ntion ",
        "the ",
        "and ",
        "that ",
        "to ",
        "of ",
    ]
)
#: As reading gives them: what XML cannot carry is replaced there.
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join).map(carriable)


def article(text: str, published: str | None = "2024-05-08") -> Article:
    """Return an English article with this text."""
    return Article(id="a", source="a.txt", sha256="0" * 64, text=text, language="en", published=published)


def faults(annotation: Annotation) -> list[str]:
    """Return the errors that the checks find in what the models write."""
    document = json.loads(annotation.model_dump_json())
    return [f"{f.rule} {f.path} {f.message}" for f in check(document) if f.severity == "error"]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
@example("• • • ")
def test_any_text_gives_an_annotation_that_passes_the_checks(text: str) -> None:
    """For any text, spans are verbatim, ids are unique and in order, and references resolve."""
    assert faults(annotate(article(text))) == []


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS)
def test_the_result_does_not_depend_on_what_was_read_before(text: str, other: str) -> None:
    """The same article gives the same annotation, with any other article between."""
    first = annotate(article(text))
    annotate(article(other))
    assert annotate(article(text)) == first


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([0.3, 0.6, 0.9]))
def test_a_floor_of_confidence_keeps_the_annotation_whole(text: str, floor: float) -> None:
    """With a minimum confidence, no finding below it is left, and the rest still passes the checks."""
    found = annotate(article(text), min_confidence=floor)
    assert faults(found) == []
    kept = [*found.participants, *found.quotations, *found.proposals, *found.pillars, *found.related_events]
    assert all(f.confidence >= floor for f in kept)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_finding_says_which_rule_made_it(text: str) -> None:
    """Every finding has a rule."""
    found, rules = explain(article(text))
    events = [found.event, *found.related_events] if found.event else list(found.related_events)
    ids = [f.id for f in (*events, *found.participants, *found.quotations, *found.proposals, *found.pillars)]
    assert set(ids) == set(rules)
    assert all(rules.values())


def test_findings_of_the_legible_view_are_spans_of_the_verbatim_text() -> None:
    """A damaged article has the findings of its clean twin: names as a reader sees them, spans as the text has them."""
    clean = "“We won't go,” Ana Ruiz & Sons’ chief officer Tom Hale said on Tuesday in the town hall of Lima, Peru."
    damaged = (
        "&ldquo;We won't go,&rdquo; Ana&nbsp;Ruiz &amp; Sonsâ€™ chief of\ufb01cer Tom Ha\u00adle said on Tues\u00adday "
        "in the town hall of Lima, Peru."
    )
    twin, found = annotate(article(clean)), annotate(article(damaged))
    assert [p.name for p in found.participants] == [p.name for p in twin.participants]
    assert [len(p.mentions) for p in found.participants] == [len(p.mentions) for p in twin.participants]
    assert [q.kind for q in found.quotations] == [q.kind for q in twin.quotations] == ["direct"]
    assert "Tom Ha\u00adle" in {m.text for p in found.participants for m in p.mentions}
    assert faults(found) == []
    assert {r.kind for r in found.repairs} == {"entity", "mojibake", "ligature", "soft_hyphen"}


def test_another_language_has_no_findings() -> None:
    """A text that the analysis does not read comes back as it is."""
    text = "„Die Zinsen müssen sinken“, sagte Ana Ruiz am Dienstag in Lima."
    found = annotate(article(text).model_copy(update={"language": "de"}))
    assert found.article.text == text
    assert (found.event, found.participants, found.quotations) == (None, (), ())


def test_characters_that_were_replaced_are_listed() -> None:
    """Each run of U+FFFD is a repair without a replacement, since the original is unknown."""
    (repair,) = annotate(article("Rates\ufffd\ufffd fell.")).repairs
    assert (repair.start, repair.end, repair.kind, repair.replacement) == (5, 7, "invalid_character", None)


def test_the_models_that_took_part_are_named_with_their_digests() -> None:
    """Provenance names the files of the model; a text that is not analysed names none."""
    names = [m.name for m in annotate(article("Ana Ruiz said rates must fall.")).provenance.models]
    assert names == ["model.onnx", "roles.onnx", "events.onnx", "tokenizer.json", "calibration.json", "decisions"]
    assert annotate(article(" ")).provenance.models == ()
