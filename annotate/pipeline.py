"""The pipeline: run the steps of the analysis over an article and fold their findings into one `Annotation`.

Entry points: `annotate`, and `explain`, which also names the rule behind each finding. The steps find ranges of the
*legible* text, `Steps.page.layout.text`; folding maps them to spans of the *verbatim* text, `Article.text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from annotate import __version__
from annotate.analyse.cast import find_cast, with_references
from annotate.analyse.events import find_events
from annotate.analyse.findings import Range
from annotate.analyse.lists import find_lists
from annotate.analyse.names import names_of
from annotate.analyse.page import read_page
from annotate.analyse.participants import find_participants, with_sides
from annotate.analyse.quotations import find_attributions
from annotate.analyse.steps import Steps, reported
from annotate.analyse.text import Legible, legible
from annotate.analyse.weights import shipped_digests
from annotate.fold import fold
from annotate.models import Annotation, Article, Model, Provenance, Span
from annotate.read.compose import article_of
from annotate.repair import find_repairs

#: Languages that the analysis reads; 'und' (too short or mixed to tell) is tried all the same.
LANGUAGES = frozenset({"en", "und"})


def annotate(article: Article | str, *, min_confidence: float = 0.0) -> Annotation:
    """Return everything that is found in one article, or in a text, of which `annotate.article` makes one.

    Findings with a confidence below `min_confidence` (0 to 1) are left out. An article in a language that the analysis
    does not read comes back without findings. The result depends on nothing but the article and the options; any number
    of threads may call this function at the same time.

    >>> annotation = annotate('"The bridge is safe," Mayor Ines Caldwell said on Monday.')
    >>> [(quotation.source.text, quotation.cue.text) for quotation in annotation.quotations]
    [('Mayor Ines Caldwell', 'said')]
    """
    if isinstance(article, str):
        article = article_of(article)
    return explain(article, min_confidence=min_confidence)[0]


def explain(article: Article, *, min_confidence: float = 0.0) -> tuple[Annotation, Mapping[str, str]]:
    """Return the annotation, and a mapping from the id of each finding to the rule or head that made it.

    >>> annotation, rules = explain(article_of("The bridge is open, Mayor Ines Caldwell said."))
    >>> rules["q1"]
    'model'
    """
    options = {"min_confidence": min_confidence} if min_confidence else {}
    provenance = Provenance(tool="annotate", version=__version__, options=options)
    if not reads(article) or not article.text.strip():
        repairs = find_repairs(article.text, english=False)
        return Annotation(article=article, repairs=repairs, provenance=provenance), {}
    found = steps(article)
    repairs = find_repairs(article.text, found.view, found.page.outline)
    models = tuple(Model(name=name, sha256=digest) for name, digest in shipped_digests())
    return fold(article, found, repairs, provenance.model_copy(update={"models": models}), min_confidence)


def steps(article: Article) -> Steps:
    """Run the steps of the analysis over an article that has text, in a language that the analysis reads."""
    view = view_of(article)
    page = read_page(view.layout, title_of(article))
    names = names_of(page)
    attributions = find_attributions(page, names)
    lists = find_lists(page.outline, attributions)
    gathered = find_cast(page, names, attributions, lists.proposals)
    main, related = find_events(page, names, attributions, gathered)
    cast = with_sides(gathered, main)
    taking_part = find_participants(page, cast, attributions, reported(main, related), lists.proposals)
    referred = with_references(page, cast, attributions, lists.proposals)
    return Steps(view, page, names, attributions, lists, gathered, main, related, cast, taking_part, referred)


def reads(article: Article) -> bool:
    """Return whether the analysis reads the article's language."""
    return article.language.split("-")[0] in LANGUAGES


def view_of(article: Article) -> Legible:
    """Return the legible view of an article's text, with its headline, dateline and byline."""
    return legible(
        article.text,
        published=_day(article.published),
        headline=_range(article.headline),
        dateline=_range(article.dateline),
        byline=_range(article.byline),
    )


def title_of(article: Article) -> str:
    """Return the title that came beside the text, or nothing."""
    title = article.metadata.get("title")
    return title if isinstance(title, str) else ""


def _day(published: str | None) -> date | None:
    """Return the day of an ISO date or date-time; None for reduced precision."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _range(span: Span | None) -> Range | None:
    return Range(span.start, span.end) if span else None
