"""The article and the options that the parts of one newsItem are written from.

>>> from annotate import annotate
>>> version_of(annotate("The bridge is open."))
'1'
"""

from __future__ import annotations

from annotate.export.files.naming import guid
from annotate.export.newsml.body import Leaves
from annotate.export.newsml.text import truncated_date_time
from annotate.export.options import ExportOptions
from annotate.models import Annotation


def version_of(annotation: Annotation) -> str:
    """Return the revision of the annotation: 1 plus the number of edits by people."""
    return str(1 + len(annotation.provenance.edits))


class Item:
    """One article that is being written as a newsItem; `prefix` keeps its ids distinct from those of other items."""

    def __init__(self, annotation: Annotation, options: ExportOptions, prefix: str) -> None:
        self.annotation = annotation
        self.article = annotation.article
        self.options = options
        self.prefix = prefix
        self.full = options.newsml_detail == "full"
        self.guid = guid(self.article, options)
        self.leaves = Leaves(annotation, prefix=prefix, repairs=self.full)
        self.people = {participant.id: participant for participant in annotation.participants}
        self.events = annotation.events
        self.software = f"{annotation.provenance.tool} {annotation.provenance.version}"
        self.created = truncated_date_time(self.article.published)
