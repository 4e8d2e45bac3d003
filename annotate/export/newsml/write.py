"""``newsml``: NewsML-G2 2.35 at conformance Power.

One newsItem an article: what is said about the world is in subjects and asserts, what is said about a stretch of text
in one partMeta each, which points to leaves of the body and states its offsets into the plain text of the same item
(properties with the URIs ``oa:start`` and ``oa:end`` of W3C Web Annotation: zero-based, half open, code points).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from typing import Any, BinaryIO
from urllib.parse import quote

from lxml import etree

from annotate.export.files.atomic import refused
from annotate.export.files.naming import file_stem, guid
from annotate.export.json.text import json_text, plain_value
from annotate.export.newsml.body import NAR, Leaves, body
from annotate.export.newsml.text import language_tag, one_line, truncated_date_time, web_address, xml_text
from annotate.export.newsml.vocabulary import ALIAS, ann
from annotate.export.options import ExportOptions
from annotate.models import Annotation, Event, Participant, PillarSet, ProposalSet, Quotation, Span

STANDARD_VERSION = "2.35"
PROFILE, PROFILE_VERSION = "annotate-news-newsml-g2", "1"
#: Contains all IPTC aliases used here, and is the one that IPTC's Python reader carries along.
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
SCHEMA_LOCATION = f"{NAR} http://www.iptc.org/std/NewsML-G2/2.35/specification/NewsML-G2_2.35-spec-All-Power.xsd"
OA_START, OA_END = "http://www.w3.org/ns/oa#start", "http://www.w3.org/ns/oa#end"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
#: Alias of the entities of one article; their identity is local to it.
ENTITIES = "ent"
#: Below this confidence a part carries a signal.
DOUBTFUL = 0.5

CPNAT = {"person": "person", "organization": "organisation", "country": "geoArea", "group": "organisation"}
_HOW, _WHY = "howextr:tool", "why:direct"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: The default namespace has no prefix; lxml's stubs do not know that its name is None.
_PLAIN: Any = {None: NAR}
_ROOT_NAMESPACES: Any = {None: NAR, "xsi": _XSI}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(annotations: Iterable[Annotation], out: BinaryIO, options: ExportOptions) -> int:
    """Write one newsMessage with a newsItem an article (or one bare newsItem); returns how many.

    One item is in memory at a time. Raises `WriteError` when there is no article, and for a second article where a bare
    item is asked for.
    """
    several = iter(annotations)
    first = next(several, None)
    if first is None:
        raise refused("nothing-to-write", "there is no article to write: a news message needs one")
    if options.newsml_root == "item":
        if next(several, None) is not None:
            raise refused("one-document", "a bare newsItem holds one article: give a folder for several")
        item = news_item(first, options, number=1, level=0)
        item.set(f"{{{_XSI}}}schemaLocation", SCHEMA_LOCATION)
        out.write(etree.tostring(item, xml_declaration=True, encoding="UTF-8") + b"\n")
        return 1
    count = 0
    with _message(out, first, options) as xml:
        for count, annotation in enumerate(chain([first], several), 1):
            xml.write("\n    ")
            xml.write(news_item(annotation, options, number=count, level=2))
        xml.write("\n  ")
    out.write(b"\n")
    return count


@contextmanager
def _message(out: BinaryIO, first: Annotation, options: ExportOptions) -> Iterator[Any]:
    with etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        root = {f"{{{_XSI}}}schemaLocation": SCHEMA_LOCATION}
        with xml.element(f"{{{NAR}}}newsMessage", root, nsmap=_ROOT_NAMESPACES):
            header = etree.Element(f"{{{NAR}}}header", nsmap=_PLAIN)
            _add(header, "sent", options.stamp)
            _add(header, "sender", xml_text(options.provider))
            _add(header, "transmitId", f"{guid(first.article, options)}:{version_of(first)}")
            _add(header, "priority", "5")
            etree.indent(header, level=1)
            xml.write("\n  ")
            xml.write(header)
            xml.write("\n  ")
            with xml.element(f"{{{NAR}}}itemSet"):
                yield xml
            xml.write("\n")


def version_of(annotation: Annotation) -> str:
    """Return the revision of the annotation: 1, and one more for every edit by a person."""
    return str(1 + len(annotation.provenance.edits))


def news_item(annotation: Annotation, options: ExportOptions, *, number: int, level: int) -> etree._Element:
    """Return the newsItem of one article, the `number`-th of its file, indented for its depth."""
    return _Item(annotation, options, "" if number == 1 else f"i{number}-").build(level)


class _Item:
    """Builds one newsItem; `prefix` keeps its ids apart from those of the other items of the file."""

    def __init__(self, annotation: Annotation, options: ExportOptions, prefix: str) -> None:
        self.annotation = annotation
        self.article = annotation.article
        self.options = options
        self.prefix = prefix
        self.full = options.newsml_detail == "full"
        self.guid = guid(self.article, options)
        self.leaves = Leaves(annotation, prefix=prefix, repairs=self.full)
        self.people = {participant.id: participant for participant in annotation.participants}
        self.events = [event for event in (annotation.event, *annotation.related_events) if event is not None]
        self.software = f"{annotation.provenance.tool} {annotation.provenance.version}"
        self.created = truncated_date_time(self.article.published)

    def build(self, level: int) -> etree._Element:
        item = etree.Element(f"{{{NAR}}}newsItem", nsmap=_PLAIN)
        item.set("guid", self.guid)
        item.set("version", version_of(self.annotation))
        item.set("standard", "NewsML-G2")
        item.set("standardversion", STANDARD_VERSION)
        item.set("conformance", "power")
        item.set(_XML_LANG, language_tag(self.article.language))
        self._catalogs(item)
        self._rights(item)
        self._item_meta(item)
        self._content_meta(item)
        for quotation_number, quotation in enumerate(self.annotation.quotations, 1):
            self._quotation(item, quotation, quotation_number)
        for proposal in self.annotation.proposals:
            self._proposal(item, proposal)
        for pillar in self.annotation.pillars:
            self._pillar(item, pillar)
        if self.full:
            self._details(item)
        for participant in self.annotation.participants:
            self._assert_participant(item, participant)
        for event in self.events:
            self._assert_event(item, event)
        self._inline_refs(item)
        for event in self.events:
            self._derivations(item, event)
        self._content_set(item, level)
        return item

    # -- about the item -------------------------------------------------------------------------------------------

    def _catalogs(self, item: etree._Element) -> None:
        _add(item, "catalogRef", href=CATALOG)
        catalog = _add(item, "catalog")
        _add(catalog, "scheme", alias=ALIAS, uri=self.options.vocabulary)
        _add(catalog, "scheme", alias=ENTITIES, uri=f"{self.guid}:")

    def _rights(self, item: etree._Element) -> None:
        content = _add(item, "rightsInfo", scope="riscope:content")
        holder = self._metadata_text("copyright_holder", "copyrightHolder", "rights_holder")
        if holder:
            _name(_add(content, "copyrightHolder", literal=one_line(holder)), holder)
        notice = self._metadata_text("copyright_notice", "copyrightNotice", "copyright")
        if notice:
            _add(content, "copyrightNotice", notice)
        terms = self._metadata_text("usage_terms", "usageTerms", "license", "rights") or self.options.usage_terms
        _add(content, "usageTerms", terms or "Rights in the article are not stated in its source.")
        if self.options.rights:
            metadata = _add(item, "rightsInfo", scope="riscope:metadata")
            _name(_add(metadata, "copyrightHolder", literal=one_line(self.options.rights)), self.options.rights)

    def _item_meta(self, item: etree._Element) -> None:
        meta = _add(item, "itemMeta")
        _add(meta, "itemClass", qcode="ninat:text")
        provider = _add(meta, "provider", literal=one_line(self.options.provider))
        _name(provider, self.options.provider_name or self.options.provider)
        _add(meta, "versionCreated", self.options.stamp)
        _add(meta, "pubStatus", qcode="stat:usable")
        stem = file_stem(self.article.id)
        _add(meta, "fileName", f"{stem}.xml")
        version = one_line(self.annotation.provenance.version)
        _add(meta, "generator", one_line(self.annotation.provenance.tool), versioninfo=version)
        _add(meta, "profile", PROFILE, versioninfo=PROFILE_VERSION)
        if headline := self._headline():
            _add(meta, "title", headline)
        _add(meta, "edNote", self._notice())
        _add(meta, "altRep", quote(f"{stem}.json"), contenttype="application/json")
        digest = sha256(xml_text(self.article.text).encode()).hexdigest()
        _add(meta, "hash", digest, hashtypeuri=SHA256, scope="hashscope:content")
        _name(_add(meta, "metadataCreator", qcode=ann("annotate")), self.software)
        if address := web_address(self.article.metadata.get("url")):
            _add(meta, "link", rel="irel:seeAlso", href=address)

    def _notice(self) -> str:
        what = (
            f"Event, participant, quotation, proposal and pillar metadata were extracted by software ({self.software})"
        )
        edits = len(self.annotation.provenance.edits)
        if not edits:
            return f"{what} and have not been reviewed by an editor."
        return f"{what}; people have changed {edits} {'value' if edits == 1 else 'values'} since."

    def _content_meta(self, item: etree._Element) -> None:
        meta = _add(item, "contentMeta", creator=ann("annotate"))
        if self.created:
            _add(meta, "contentCreated", self.created, id=f"{self.prefix}content-created")
        for author in self._authors():
            _name(_add(meta, "creator"), author)
        for reviewer in dict.fromkeys(edit.who for edit in self.annotation.provenance.edits):
            _name(_add(meta, "contributor", role=ann("reviewer")), reviewer)
        if self.article.source:
            _add(meta, "altId", self.article.source, type=ann("source-file"))
        _add(meta, "altId", self.article.id, type=ann("article-id"))
        _add(meta, "altId", self.article.sha256, type=ann("sha256"))
        _add(meta, "language", tag=language_tag(self.article.language))
        for participant in self.annotation.participants:
            _name(
                self._subject(meta, participant.id, CPNAT[participant.kind], participant.confidence), participant.name
            )
        for event in self.events:
            subject = self._subject(meta, event.id, "event", event.confidence)
            if event.name:
                _name(subject, event.name.text)
        if headline := self._headline():
            _add(meta, "headline", headline)
        if self.article.dateline:
            _add(meta, "dateline", self.article.dateline.text)
        if self.article.byline:
            _add(meta, "by", self.article.byline.text)
        elif authors := self._authors():
            _add(meta, "by", ", ".join(authors))

    def _subject(self, meta: etree._Element, key: str, nature: str, confidence: float) -> etree._Element:
        return _add(
            meta,
            "subject",
            id=f"{self.prefix}sub-{key}",
            type=f"cpnat:{nature}",
            qcode=_entity(key),
            confidence=_percent(confidence),
            how=_HOW,
            why=_WHY,
        )

    def _headline(self) -> str | None:
        if self.article.headline:
            return one_line(self.article.headline.text)
        title = self._metadata_text("title", "headline")
        return one_line(title) if title else None

    def _authors(self) -> list[str]:
        for key in ("authors", "author", "creator"):
            value = self.article.metadata.get(key)
            names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
            found = [name for name in names if isinstance(name, str) and name.strip()]
            if found:
                return found
        return []

    def _metadata_text(self, *keys: str) -> str | None:
        for key in keys:
            value = self.article.metadata.get(key)
            if isinstance(value, str) and value.strip():
                return value
        return None

    # -- about stretches of the text ------------------------------------------------------------------------------

    def _part(
        self, item: etree._Element, key: str, role: str, spans: Sequence[Span], seq: int | None
    ) -> etree._Element:
        part = _add(item, "partMeta", partid=f"{self.prefix}{key}")
        if seq is not None:
            part.set("seq", str(seq))
        if spans:
            part.set("contentrefs", " ".join(self.leaves.ids(spans)))
        part.set("creator", ann("annotate"))
        part.set("how", _HOW)
        part.set("why", _WHY)
        _add(part, "role", qcode=ann(role))
        return part

    def _source(self, part: etree._Element, person: str | None, role: str, words: Span | None) -> None:
        """Say who is behind the part: the participant, or the bare words where nobody is known."""
        if person is not None:
            source = _add(part, "infoSource", qcode=_entity(person), role=ann(role))
            if person in self.people:
                _name(source, self.people[person].name)
        elif words is not None:
            _name(_add(part, "infoSource", role=ann(role)), words.text)

    def _quotation(self, item: etree._Element, quotation: Quotation, number: int) -> None:
        part = self._part(item, quotation.id, f"quotation-{quotation.kind}", quotation.content, number)
        for speaker in quotation.speakers or (None,):
            self._source(part, speaker, "speaker", quotation.source)
        for piece in quotation.content:
            _add(part, "description", piece.text, role=ann("content"), confidence=_percent(quotation.confidence))
        _offsets(part, quotation.content)
        _words(part, "cue", quotation.cue)
        _words(part, "source", quotation.source)
        self._signals(part, quotation.confidence)

    def _proposal(self, item: etree._Element, proposal: ProposalSet) -> None:
        key = f"pl{proposal.id[1:]}"
        label = [proposal.label] if proposal.label else []
        part = self._part(item, key, "proposal-list", label, None)
        self._source(part, proposal.proposer, "proposer", proposal.proposer_text)
        self._list(part, proposal.label, proposal, proposal.proposer_text)
        for number, point in enumerate(proposal.items, 1):
            child = self._part(item, f"{key}-{number}", "proposal", [point.content], point.ordinal)
            self._source(child, proposal.proposer, "proposer", proposal.proposer_text)
            self._listed(child, key, point.content, proposal.confidence)
            _words(child, "marker", point.marker)

    def _pillar(self, item: etree._Element, pillar: PillarSet) -> None:
        part = self._part(item, pillar.id, "pillar-group", [pillar.label], None)
        self._list(part, pillar.label, pillar, None)
        for number, member in enumerate(pillar.items, 1):
            child = self._part(item, f"{pillar.id}-{number}", "pillar", [member], number)
            self._listed(child, pillar.id, member, pillar.confidence)

    def _list(
        self, part: etree._Element, label: Span | None, group: ProposalSet | PillarSet, proposer: Span | None
    ) -> None:
        """Fill the part of a list: its words, its two counts, and a signal where they differ."""
        found = len(group.items)
        if label:
            _add(part, "headline", label.text, confidence=_percent(group.confidence))
            _offsets(part, [label])
        else:
            _extra(part, "confidence", _percent(group.confidence))
        if group.declared_count is not None:
            _extra(part, "declared-count", str(group.declared_count))
        _extra(part, "found-count", str(found))
        _words(part, "proposer-text", proposer)
        self._signals(part, group.confidence, differs=group.declared_count not in (None, found))

    def _listed(self, part: etree._Element, parent: str, content: Span, confidence: float) -> None:
        _add(part, "description", content.text, role=ann("content"), confidence=_percent(confidence))
        _offsets(part, [content])
        _extra(part, "part-of", f"{self.prefix}{parent}")

    def _signals(self, part: etree._Element, confidence: float, *, differs: bool = False) -> None:
        if confidence < DOUBTFUL:
            _add(part, "signal", qcode=ann("low-confidence"))
        if differs:
            _add(part, "signal", qcode=ann("count-differs"))

    # -- what only reading back needs -----------------------------------------------------------------------------

    def _details(self, item: etree._Element) -> None:
        value = plain_value(self.annotation)
        self._article_part(item, value["article"])
        self._provenance_part(item, value["provenance"])
        for event in self.events:
            self._event_part(item, event)
        for participant in self.annotation.participants:
            self._participant_parts(item, participant)
        for number, repair in enumerate(self.annotation.repairs, 1):
            part = self._part(item, f"r{number}", "repair", [repair], number)
            _offsets(part, [repair])
            _extra(part, "kind", repair.kind)
            _extra(part, "replacement", repair.replacement)

    def _article_part(self, item: etree._Element, value: dict[str, Any]) -> None:
        part = self._part(item, "article", "article", [], None)
        _extra(part, "schema-version", self.annotation.schema_version)
        _exact(part, "article-id", self.article.id)
        _exact(part, "source-file", self.article.source)
        _extra(part, "sha256", self.article.sha256)
        _exact(part, "language", self.article.language)
        _extra(part, "published", self.article.published)
        _extra(part, "metadata", _json(value["metadata"]))
        for name in ("headline", "dateline", "byline"):
            _words(part, name, getattr(self.article, name))

    def _provenance_part(self, item: etree._Element, value: dict[str, Any]) -> None:
        part = self._part(item, "provenance", "provenance", [], None)
        _exact(part, "tool", self.annotation.provenance.tool)
        _exact(part, "version", self.annotation.provenance.version)
        for name in ("models", "options", "edits"):
            _extra(part, name, _json(value[name]))

    def _event_part(self, item: etree._Element, event: Event) -> None:
        part = self._part(item, event.id, "event", [event.name] if event.name else [], None)
        _extra(part, "kind", "main-event" if event is self.annotation.event else "related-event")
        _extra(part, "event-type", event.type)
        _extra(part, "confidence", _percent(event.confidence))
        _extra(part, "date", event.date)
        _extra(part, "date-end", event.date_end)
        _extra(part, "host", event.host)
        for person in event.participants:
            _extra(part, "participant", person)
        for name, span in (("name", event.name), ("date-text", event.date_text), ("place", event.place)):
            _words(part, name, span)

    def _participant_parts(self, item: etree._Element, participant: Participant) -> None:
        part = self._part(item, participant.id, "participant", [], None)
        _exact(part, "name", participant.name)
        _extra(part, "kind", participant.kind)
        _exact(part, "title", participant.role)
        for alias in participant.aliases:
            _exact(part, "other-name", alias)
        _extra(part, "confidence", _percent(participant.confidence))
        for number, mention in enumerate(participant.mentions, 1):
            child = self._part(item, f"{participant.id}-m{number}", "mention", [mention], number)
            _offsets(child, [mention])
            _extra(child, "part-of", f"{self.prefix}{participant.id}")
            _extra(child, "form", mention.form)

    # -- about the world ------------------------------------------------------------------------------------------

    def _assert_participant(self, item: etree._Element, participant: Participant) -> None:
        claim = _add(item, "assert", qcode=_entity(participant.id))
        _add(claim, "type", qcode=f"cpnat:{CPNAT[participant.kind]}")
        _name(claim, participant.name)
        for alias in participant.aliases:
            role = "short-name" if len(alias) < len(participant.name) else "other-name"
            _name(claim, alias).set("role", ann(role))
        if participant.role:
            _add(claim, "definition", participant.role)
        if participant.kind in ("group", "country"):
            _add(claim, "related", rel=ann("kind"), qcode=ann(participant.kind))
        for role in self._roles(participant.id):
            _add(claim, "related", rel=ann("role"), qcode=ann(role))

    def _roles(self, person: str) -> list[str]:
        found = {
            "speaker": any(person in quotation.speakers for quotation in self.annotation.quotations),
            "proposer": any(person == proposal.proposer for proposal in self.annotation.proposals),
            "host": any(person == event.host for event in self.events),
            "participant": any(person in event.participants for event in self.events),
        }
        return [role for role, plays in found.items() if plays] or ["mentioned"]

    def _assert_event(self, item: etree._Element, event: Event) -> None:
        claim = _add(item, "assert", qcode=_entity(event.id))
        _add(claim, "type", qcode="cpnat:event")
        if event.name:
            _name(claim, event.name.text)
        _add(claim, "related", rel=ann("event-type"), qcode=ann(event.type))
        if event is self.annotation.event:
            for other in self.annotation.related_events:
                _add(claim, "related", rel=ann("related-event"), qcode=_entity(other.id))
        start = truncated_date_time(event.date)
        if start is None:
            self._undated(claim, event)
            return
        details = _add(claim, "eventDetails")
        dates = _add(details, "dates")
        _add(dates, "start", start, id=f"{self.prefix}{event.id}-start", how=_HOW)
        if end := truncated_date_time(event.date_end):
            _add(dates, "end", end, id=f"{self.prefix}{event.id}-end", how=_HOW)
        for person in event.participants:
            self._party(_add(details, "participant", qcode=_entity(person)), person)
        if event.place:
            _name(_add(details, "location"), event.place.text)
        if event.host:
            self._party(_add(details, "organiser", qcode=_entity(event.host), role=ann("host")), event.host)

    def _undated(self, claim: etree._Element, event: Event) -> None:
        """Relate host, place and participants without `eventDetails`, which cannot be without a date."""
        if event.host:
            self._party(_add(claim, "related", rel=ann("host"), qcode=_entity(event.host)), event.host)
        if event.place:
            _name(_add(claim, "related", rel=ann("place")), event.place.text)
        for person in event.participants:
            self._party(_add(claim, "related", rel=ann("participant"), qcode=_entity(person)), person)

    def _party(self, element: etree._Element, person: str) -> None:
        if person in self.people:
            _name(element, self.people[person].name)

    def _inline_refs(self, item: etree._Element) -> None:
        for participant in self.annotation.participants:
            self._inline_ref(item, participant.id, participant.mentions, participant.confidence)
        for event in self.events:
            self._inline_ref(item, event.id, [event.name] if event.name else [], event.confidence)

    def _inline_ref(self, item: etree._Element, key: str, spans: Sequence[Span], confidence: float) -> None:
        if spans:
            refs = " ".join(self.leaves.ids(spans))
            qcode, percent = _entity(key), _percent(confidence)
            _add(item, "inlineRef", idrefs=refs, qcode=qcode, confidence=percent, how=_HOW, why=_WHY)

    def _derivations(self, item: etree._Element, event: Event) -> None:
        """Say from which words, and from which day of writing, the date of the event was derived."""
        if event.date_text is None or truncated_date_time(event.date) is None:
            return
        targets = f"{self.prefix}{event.id}-start"
        if truncated_date_time(event.date_end):
            targets += f" {self.prefix}{event.id}-end"
        if self.created and (event.date or "")[:4] not in event.date_text.text:
            created = f"{self.prefix}content-created"
            _add(item, "derivedFromValue", self.created, sourceidref=created, idrefs=targets)
        for start, end, leaf, _ in self.leaves.pieces(event.date_text.start, event.date_text.end):
            words = self.article.text[start:end]
            _add(item, "derivedFromValue", words, sourceidref=leaf, idrefs=targets)

    # -- the text -------------------------------------------------------------------------------------------------

    def _content_set(self, item: etree._Element, level: int) -> None:
        contents = _add(item, "contentSet", original=f"{self.prefix}text")
        words, characters = str(len(self.article.text.split())), str(len(self.article.text))
        text = _add(contents, "inlineData", self.article.text, id=f"{self.prefix}text", contenttype="text/plain")
        nitf = _add(contents, "inlineXML", id=f"{self.prefix}body", contenttype="application/nitf+xml")
        nitf.set("contenttypestandardversion", "3.6")
        for rendition in (text, nitf):
            rendition.set("wordcount", words)
            rendition.set("charcount", characters)
        # White space inside the body is text: indent while it is still empty.
        etree.indent(item, level=level)
        nitf.append(body(self.annotation, self.leaves, f"{self.guid}:"))


def _add(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str | None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAR}}}{tag}")
    if text is not None:
        element.text = xml_text(text)
    for name, value in attributes.items():
        if value is not None:
            element.set(name, xml_text(value))
    return element


def _name(parent: etree._Element, text: str) -> etree._Element:
    return _add(parent, "name", one_line(text))


def _entity(key: str) -> str:
    return f"{ENTITIES}:{key}"


def _percent(confidence: float) -> str:
    return str(round(confidence * 100))


def _json(value: Any) -> str:
    """Return JSON that XML can carry: what XML lacks stands as an escape."""
    return "".join(c if xml_text(c) == c else f"\\u{ord(c):04x}" for c in json_text(value))


def _extra(part: etree._Element, term: str, value: str | None) -> None:
    if value is not None:
        _add(part, "partMetaExtProperty", rel=ann(term), value=value)


def _exact(part: etree._Element, term: str, value: str | None) -> None:
    """Write a string that may hold anything, as a JSON string."""
    _extra(part, term, None if value is None else _json(value))


def _offsets(part: etree._Element, spans: Iterable[Span], tag: str = "partMetaExtProperty") -> None:
    for span in spans:
        _add(part, tag, reluri=OA_START, value=str(span.start))
        _add(part, tag, reluri=OA_END, value=str(span.end))


def _words(part: etree._Element, term: str, span: Span | None) -> None:
    """Write words of the text with their offsets."""
    if span is not None:
        words = _add(part, "partMetaExtProperty", rel=ann(term), value=span.text)
        _offsets(words, [span], "related")
