"""The project's own terms in NewsML-G2, in one table: the scheme with the alias ``ann``.

>>> ann("quotation-direct")
'ann:quotation-direct'
"""

from __future__ import annotations

from typing import get_args

from annotate.models import EventType

ALIAS = "ann"
#: This catalogue has all IPTC aliases used here, and IPTC's Python reader ships it.
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"

#: Term, name, definition.
TERMS: tuple[tuple[str, str, str], ...] = (
    ("annotate", "annotate", "The software that made the annotation."),
    ("quotation-direct", "direct quotation", "All of it is inside quotation marks."),
    ("quotation-indirect", "indirect quotation", "Reported speech, none of it inside quotation marks."),
    ("quotation-mixed", "mixed quotation", "Part of it is inside quotation marks."),
    ("proposal-list", "list of proposals", "The words that announce a list of proposals."),
    ("proposal", "proposal", "One point of a list of proposals."),
    ("pillar-group", "group of pillars", "The words that name a group of parallel phrases."),
    ("pillar", "pillar", "One member of a group of pillars."),
    ("mention", "mention", "One mention of a participant."),
    ("repair", "repair", "Damage in the source of the text."),
    ("article", "article", "The metadata of the article."),
    ("provenance", "provenance", "How the annotation was made."),
    ("event", "event", "Something that took place or will take place, as the article reports it."),
    ("participant", "participant", "Somebody or something that takes part in the event or speaks."),
    ("speaker", "speaker", "Who said a quotation."),
    ("proposer", "proposer", "Who made a list of proposals."),
    ("host", "host", "Who hosts, organises or issues the event."),
    ("mentioned", "mentioned", "Named in the article without speaking, proposing or taking part."),
    ("content", "content", "What is said or proposed, verbatim."),
    ("cue", "cue", "The words that introduce a quotation, such as 'said'."),
    ("source", "source", "The words that name the speaker of a quotation."),
    ("source-file", "source file", "The document as the user named it."),
    ("article-id", "article id", "The article's id in the run that annotated it."),
    ("sha256", "SHA-256", "Digest of the source document's bytes, or of a model."),
    ("marker", "marker", "The enumerator of a point of a list."),
    ("part-of", "part of", "The partid of the list, group, event or participant that this belongs to."),
    ("declared-count", "declared count", "The number of items that the text states."),
    ("found-count", "found count", "The number of items found."),
    ("label", "label", "The words that announce a list or group."),
    ("proposer-text", "words for the proposer", "The words that name the proposer."),
    ("event-type", "type of event", "Type of event."),
    ("related-event", "related event", "An event that the article reports in addition to its main event."),
    ("main-event", "main event", "The main event of the article."),
    ("place", "place", "Where the event took place."),
    ("date", "date", "First day of the event, in ISO 8601."),
    ("date-end", "last day", "Last day of the event, in ISO 8601."),
    ("date-text", "words for the date", "The words from which the date was derived."),
    ("name", "name", "The name, exactly as in the text."),
    ("kind", "kind", "The kind of participant or repair."),
    ("person", "person", "A person."),
    ("organization", "organization", "An organisation."),
    ("country", "country", "A country."),
    ("group", "group", "People named together: officials, residents, members."),
    ("short-name", "short name", "A shorter form of the name that occurs in the text."),
    ("other-name", "other name", "Another form of the name that occurs in the text."),
    ("role", "role", "The part that a participant plays in the article."),
    ("title", "title or function", "A participant's title or function, as in the text."),
    ("form", "form", "How a mention refers: name, short_name, nominal or pronoun."),
    ("confidence", "confidence", "Confidence in percent."),
    ("replacement", "replacement", "What a damaged passage should read."),
    ("headline", "headline", "The title, if it is part of the text."),
    ("dateline", "dateline", "Place and date of writing, if they are part of the text."),
    ("byline", "byline", "The line that names the author."),
    ("language", "language", "Language tag of the text."),
    ("published", "published", "Publication date, as in the source."),
    ("metadata", "metadata", "Other metadata of the input, as JSON."),
    ("schema-version", "schema version", "Version of the contract of the annotation."),
    ("tool", "tool", "Name of the software."),
    ("version", "version", "Version of the software."),
    ("models", "models", "Trained models that were used, as JSON."),
    ("options", "options", "Options that affect the result, as JSON."),
    ("edits", "edits", "Later edits by people, as JSON."),
    ("reviewer", "reviewer", "A person who corrected the annotation."),
    ("low-confidence", "low confidence", "The confidence is below 50 percent."),
    ("count-differs", "count differs", "The declared count differs from the number of items found."),
)

#: The types of event, each as a term.
EVENT_TYPES: tuple[tuple[str, str, str], ...] = tuple(
    (name, name, f"An event of the type {name}.") for name in get_args(EventType)
)

#: Every code that an export may use.
CODES = frozenset(code for code, _, _ in (*TERMS, *EVENT_TYPES))


def ann(code: str) -> str:
    """Return the QCode of a term; raises KeyError if the table does not define it."""
    if code not in CODES:
        raise KeyError(code)
    return f"{ALIAS}:{code}"
