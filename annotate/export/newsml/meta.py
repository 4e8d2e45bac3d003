"""The head of a newsItem: catalogs, rights, and the metadata of the item and of its content."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

from lxml import etree

from annotate.export.files.naming import file_stem
from annotate.export.newsml.elements import CPNAT, ENTITIES, HOW, WHY, add, add_name, entity, percent
from annotate.export.newsml.item import Item
from annotate.export.newsml.text import language_tag, one_line, web_address
from annotate.export.newsml.vocabulary import ALIAS, CATALOG, ann
from annotate.read.article.characters import carriable

PROFILE, PROFILE_VERSION = "annotate-news-newsml-g2", "1"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def add_catalogs(one: Item, item: etree._Element) -> None:
    """Add the catalogs with the schemes of the item's QCodes."""
    add(item, "catalogRef", href=CATALOG)
    catalog = add(item, "catalog")
    add(catalog, "scheme", alias=ALIAS, uri=one.options.vocabulary)
    add(catalog, "scheme", alias=ENTITIES, uri=f"{one.guid}:")


def add_rights(one: Item, item: etree._Element) -> None:
    """Add the rights in the article and those in the annotations."""
    content = add(item, "rightsInfo", scope="riscope:content")
    holder = _metadata_text(one, "copyright_holder", "copyrightHolder", "rights_holder")
    if holder:
        add_name(add(content, "copyrightHolder", literal=one_line(holder)), holder)
    notice = _metadata_text(one, "copyright_notice", "copyrightNotice", "copyright")
    if notice:
        add(content, "copyrightNotice", notice)
    terms = _metadata_text(one, "usage_terms", "usageTerms", "license", "rights") or one.options.usage_terms
    add(content, "usageTerms", terms or "Rights in the article are not stated in its source.")
    if one.options.rights:
        metadata = add(item, "rightsInfo", scope="riscope:metadata")
        add_name(add(metadata, "copyrightHolder", literal=one_line(one.options.rights)), one.options.rights)


def add_item_meta(one: Item, item: etree._Element) -> None:
    """Add the metadata of the item itself: class, provider, status, and who made it."""
    meta = add(item, "itemMeta")
    add(meta, "itemClass", qcode="ninat:text")
    provider = add(meta, "provider", literal=one_line(one.options.provider))
    add_name(provider, one.options.provider_name or one.options.provider)
    add(meta, "versionCreated", one.options.stamp)
    add(meta, "pubStatus", qcode="stat:usable")
    stem = file_stem(one.article.id)
    add(meta, "fileName", f"{stem}.xml")
    version = one_line(one.annotation.provenance.version)
    add(meta, "generator", one_line(one.annotation.provenance.tool), versioninfo=version)
    add(meta, "profile", PROFILE, versioninfo=PROFILE_VERSION)
    if headline := _headline(one):
        add(meta, "title", headline)
    add(meta, "edNote", _notice(one))
    add(meta, "altRep", quote(f"{stem}.json"), contenttype="application/json")
    digest = sha256(carriable(one.article.text).encode()).hexdigest()
    add(meta, "hash", digest, hashtypeuri=SHA256, scope="hashscope:content")
    add_name(add(meta, "metadataCreator", qcode=ann("annotate")), one.software)
    if address := web_address(one.article.metadata.get("url")):
        add(meta, "link", rel="irel:seeAlso", href=address)


def _notice(one: Item) -> str:
    what = f"Event, participant, quotation, proposal and pillar metadata were extracted by software ({one.software})"
    edits = len(one.annotation.provenance.edits)
    if not edits:
        return f"{what} and have not been reviewed by an editor."
    return f"{what}; people have changed {edits} {'value' if edits == 1 else 'values'} since."


def add_content_meta(one: Item, item: etree._Element) -> None:
    """Add the metadata of the article as a whole: its participants and events, headline and byline."""
    meta = add(item, "contentMeta", creator=ann("annotate"))
    if one.created:
        add(meta, "contentCreated", one.created, id=f"{one.prefix}content-created")
    for author in _authors(one):
        add_name(add(meta, "creator"), author)
    for reviewer in dict.fromkeys(edit.who for edit in one.annotation.provenance.edits):
        add_name(add(meta, "contributor", role=ann("reviewer")), reviewer)
    if one.article.source:
        add(meta, "altId", one.article.source, type=ann("source-file"))
    add(meta, "altId", one.article.id, type=ann("article-id"))
    add(meta, "altId", one.article.sha256, type=ann("sha256"))
    add(meta, "language", tag=language_tag(one.article.language))
    for participant in one.annotation.participants:
        add_name(_subject(one, meta, participant.id, CPNAT[participant.kind], participant.confidence), participant.name)
    for event in one.events:
        subject = _subject(one, meta, event.id, "event", event.confidence)
        if event.name:
            add_name(subject, event.name.text)
    if headline := _headline(one):
        add(meta, "headline", headline)
    if one.article.dateline:
        add(meta, "dateline", one.article.dateline.text)
    if one.article.byline:
        add(meta, "by", one.article.byline.text)
    elif authors := _authors(one):
        add(meta, "by", ", ".join(authors))


def _subject(one: Item, meta: etree._Element, key: str, nature: str, confidence: float) -> etree._Element:
    return add(
        meta,
        "subject",
        id=f"{one.prefix}sub-{key}",
        type=f"cpnat:{nature}",
        qcode=entity(key),
        confidence=percent(confidence),
        how=HOW,
        why=WHY,
    )


def _headline(one: Item) -> str | None:
    if one.article.headline:
        return one_line(one.article.headline.text)
    title = _metadata_text(one, "title", "headline")
    return one_line(title) if title else None


def _authors(one: Item) -> list[str]:
    for key in ("authors", "author", "creator"):
        value = one.article.metadata.get(key)
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        found = [name for name in names if isinstance(name, str) and name.strip()]
        if found:
            return found
    return []


def _metadata_text(one: Item, *keys: str) -> str | None:
    for key in keys:
        value = one.article.metadata.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return None
