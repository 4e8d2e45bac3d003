"""The options of an export; every exporter receives the same value."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

#: Identifies the project's own terms (``ann:`` in NewsML-G2, the context of Web Annotations). A UUID needs no domain;
#: the term follows the number sign.
VOCABULARY = "urn:uuid:6b1f0a52-3f0e-5a55-9a0c-4d7c1f2b8e61#"

NewsmlRoot = Literal["message", "item"]
NewsmlDetail = Literal["standard", "full"]
CsvDialect = Literal["plain", "bare", "excel", "excel-eu"]
CsvNewlines = Literal["keep", "space"]
JsonldContext = Literal["link", "inline"]

#: The authority of a tag URI (RFC 4151, section 2.1): a domain or mail address, a comma and a date.
_AUTHORITY = re.compile(r"[A-Za-z0-9._-]+(@[A-Za-z0-9.-]+)?,\d{4}(-\d\d(-\d\d)?)?")


def default_timestamp() -> datetime:
    """Return the time in SOURCE_DATE_EPOCH (seconds since 1970, UTC) if it is set, else the current second, in UTC.

    Raises ValueError if SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    if not re.fullmatch(r"\d{1,11}", epoch):
        raise ValueError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds since 1970")
    return datetime.fromtimestamp(int(epoch), UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """The options of all exporters; each exporter reads those that concern it.

    Raises ValueError with a message for an invalid value.

    >>> from datetime import UTC, datetime
    >>> ExportOptions(provider="example.org", timestamp=datetime(2026, 1, 1, tzinfo=UTC)).stamp
    '2026-01-01T00:00:00Z'
    """

    #: The sender of the export, as a literal (a domain or a short name).
    provider: str = "annotate"
    #: The sender's name for readers; the literal is used if it is absent.
    provider_name: str | None = None
    #: ``domain,date`` that the sender owns. With it, guids are ``tag:`` URIs; without, UUIDs of source and text.
    guid_authority: str | None = None
    #: The holder of the rights in the annotations.
    rights: str | None = None
    #: The usage terms of articles whose input states none.
    usage_terms: str | None = None
    #: Prefix of the URIs of the project's terms.
    vocabulary: str = VOCABULARY
    #: The time of export, with a time zone; written into formats that require it.
    timestamp: datetime = field(default_factory=default_timestamp)
    #: ``message`` wraps the items for feeds; ``item`` writes one bare newsItem per file.
    newsml_root: NewsmlRoot = "message"
    #: ``full`` adds everything needed to read the file back: mention forms, repairs, exact strings, metadata.
    newsml_detail: NewsmlDetail = "standard"
    csv_dialect: CsvDialect = "plain"
    #: ``space`` turns line breaks inside cells into spaces; the exact text stays recoverable.
    csv_newlines: CsvNewlines = "keep"
    #: ``inline`` puts the context into the JSON-LD, which then needs no network; ``link`` names the published context.
    jsonld_context: JsonldContext = "link"

    def __post_init__(self) -> None:
        if self.timestamp.tzinfo is None:
            raise ValueError("the timestamp of an export needs a zone")
        if not self.provider.strip():
            raise ValueError("the provider is empty: give a domain or a short name, such as example.org")
        if self.guid_authority is not None and not _AUTHORITY.fullmatch(self.guid_authority):
            raise ValueError(
                f"{self.guid_authority!r} is not a guid authority: give a domain and a date on which it is yours, "
                "such as example.org,2026"
            )
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+", self.vocabulary):
            raise ValueError(f"{self.vocabulary!r} is not a URI for the vocabulary")

    @property
    def stamp(self) -> str:
        """Return the timestamp in UTC, ``2026-11-23T21:30:00Z``."""
        return self.timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
