"""Damaged articles: nothing raises; spans, ids and order hold. ANNOTATE_FUZZ_EXAMPLES sets how many are made."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotate.check import check_annotation
from annotate.models import Article, Span
from annotate.pipeline import annotate
from annotate.read.article.characters import carriable
from annotate.repair import repair
from tests.support.broken_text import broken_text
from tests.support.quick_network import quick_network
from tests.support.reading import articles, piped

EXAMPLES = int(os.environ.get("ANNOTATE_FUZZ_EXAMPLES", "40"))
SEEDS = st.integers(min_value=0, max_value=2**48)
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sound(article: Article) -> None:
    """Annotate an article and check the contract; what the text itself gets wrong is a warning."""
    annotation = annotate(article)
    faults = [fault for fault in check_annotation(annotation) if fault.severity == "error"]
    assert not faults, faults[:3]
    repaired = repair(article.text)
    assert all(article.text[r.start : r.end] == r.text for r in repaired.repairs)


def made(text: str, published: str | None = "2020-11-12") -> Article:
    """Return an article of a text, taken for English whatever it is."""
    return Article(id="a", source="a", sha256="0" * 64, text=carriable(text), language="en", published=published)


@FUZZ
@given(seed=SEEDS, longest=st.sampled_from((40, 400, 3000)))
def test_damaged_article(seed: int, longest: int) -> None:
    """A damaged article gives an annotation that keeps the contract."""
    sound(made(broken_text(seed, longest), None if seed % 3 == 0 else "2020-11-12"))


@FUZZ
@given(seed=SEEDS)
def test_damaged_article_with_cues_everywhere(seed: int) -> None:
    """So it does where the model takes every "said" for a cue and every capital for a name."""
    with quick_network():
        sound(made(broken_text(seed)))


@FUZZ
@given(seed=SEEDS)
def test_damaged_article_as_it_is_read(seed: int) -> None:
    """So it does with the headline, the byline and the dateline that reading finds."""
    with quick_network():
        for article in articles(piped(broken_text(seed).encode("utf-8", "replace"), format="text")):
            sound(article.model_copy(update={"language": "en"}))


@FUZZ
@given(text=st.text(max_size=200), where=st.data())
def test_any_text_with_any_frame(text: str, where: st.DataObject) -> None:
    """So it does for any characters, with a frame that stands anywhere."""
    text = carriable(text)
    frame = {}
    for part in ("headline", "dateline", "byline"):
        if text and where.draw(st.booleans()):
            start = where.draw(st.integers(0, len(text) - 1))
            frame[part] = Span.of(text, start, where.draw(st.integers(start + 1, len(text))))
    with quick_network():
        sound(made(text).model_copy(update=frame))


@pytest.mark.parametrize("length", [0, 1, 2])
def test_hardly_any_text(length: int) -> None:
    """An empty text and texts of a character or two give annotations, too."""
    for character in ("a", "A", " ", "\n", '"', "“", ".", ":", ";", "1", "\ufffd", "\u00ad", "😀"):
        with quick_network():
            sound(made(character * length))
