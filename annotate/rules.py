"""Every rule of `annotate validate` in one table: requirement, severity, and what to do if it is broken.

``annotate validate --rules``, the hints in reports and the rules listed in SARIF all come from this table.

>>> RULES["span-verbatim"].severity
'error'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from annotate.models import SCHEMA_VERSION
from annotate.problems import Severity


class Rule(NamedTuple):
    """A rule that an input can break: its severity, the requirement as a sentence, and what to do if it is broken."""

    severity: Severity
    says: str
    hint: str


_SUPERDESK = "Export the article again; receivers such as Superdesk fail on the file or lose text without it."
_AGAIN = "Export the article again: the file was changed after it was written."

#: Requirements of a file that must hold before its content can be checked.
_FILES = {
    "unreadable": Rule("error", "Every input exists and can be opened.", "Check the name and the permissions."),
    "link": Rule("warning", "A folder contains no link that leads out of it.", "Name the file that the link leads to."),
    "unknown-format": Rule(
        "error",
        "A file is in a format that can be checked.",
        "Use JSON, JSON lines, NewsML-G2, a folder of CSV tables, XLSX, SQLite, Parquet or Web Annotation.",
    ),
    "unchecked": Rule(
        "note",
        "A format for other programs cannot be read back, so its content is not checked.",
        "Validate the JSON or JSON lines of the same articles.",
    ),
    "missing-library": Rule(
        "error", "The library that reads the format is installed.", 'Run: pip install "annotate-news[formats]"'
    ),
    "encoding": Rule("error", "Text is UTF-8.", "Save it as UTF-8."),
    "empty": Rule("error", "A file is not empty.", "Convert the article again, or leave the file out."),
    "json": Rule(
        "error",
        "JSON is well formed, without NaN, infinity, endless numbers or excessive nesting.",
        "Correct it at this place; programs should write JSON with a library.",
    ),
    "baseline-stale": Rule(
        "note",
        "Every problem that the baseline lists still occurs.",
        "Run again with --update-baseline to drop the entry.",
    ),
}

#: Requirements of an annotation in any format.
_ANNOTATIONS = {
    "schema-version": Rule(
        "error",
        "The document states the version of the contract that it follows, and this program knows that version.",
        f'Convert the article again, or set "schema_version" to "{SCHEMA_VERSION}" if the document follows it.',
    ),
    "schema": Rule(
        "error", "The document is valid against the JSON Schema.", "See `annotate schema` for what is expected there."
    ),
    "characters": Rule(
        "error",
        "The text contains only characters that XML 1.0 allows, and no string contains a lone surrogate.",
        "Replace it with U+FFFD; offsets stay the same.",
    ),
    "span-verbatim": Rule(
        "error",
        "The text of a span equals article.text between its offsets.",
        "Offsets count Unicode code points from zero, end excluded: not bytes, not UTF-16 units.",
    ),
    "id-unique": Rule("error", "No two findings of one annotation have the same id.", "Renumber them."),
    "reference": Rule(
        "error", "Every reference is the id of a participant.", "Add the participant, or remove the reference."
    ),
    "order": Rule(
        "error",
        "Findings, their pieces and their ids are in the order of the text.",
        "Sort them by the start of their first span and renumber them.",
    ),
    "ordinals": Rule(
        "error", "The items of a list of proposals are numbered 1, 2, 3 and so on.", "Renumber the items."
    ),
    "overlap": Rule(
        "error", "The pieces of one quotation, and the items of one list, do not overlap.", "Shorten one of them."
    ),
    "date": Rule("error", "A date exists in the calendar, and no event ends before it begins.", "Correct the date."),
    "declared-count": Rule(
        "warning",
        "The number that the text states equals the number of items found.",
        "Read the list again: the text may give fewer than it announces, or an item was missed.",
    ),
    "span-inside-word": Rule(
        "warning",
        "A span begins and ends at the edges of words, unless the text is damaged there.",
        "Move the offset to the edge of the word; if the source glued two words, list that among the repairs.",
    ),
    "article-id-unique": Rule(
        "error", "No two annotations in one file have the same article id.", "Rename one of the articles."
    ),
}

#: Requirements of tables (a folder of CSV, a workbook, a database) and of the other formats that are read back.
_TABLES = {
    "table-missing": Rule(
        "error",
        "A folder of tables contains every table, and the datapackage.json that describes them.",
        "Export the folder again; its files belong together.",
    ),
    "table-column": Rule("error", "A table has the columns of its contract.", "See `annotate schema --format csvw`."),
    "table-csv": Rule("error", "A table is CSV by RFC 4180, in the dialect that datapackage.json declares.", _AGAIN),
    "table-cell": Rule(
        "error",
        "A cell fits its column: a whole number, one of the allowed values, not empty if a value is required.",
        "See `annotate schema --format csvw`, and do not edit tables in a program that changes numbers or dates.",
    ),
    "table-key": Rule("error", "No two rows of a table have the same key.", "Delete one of the rows, or renumber it."),
    "table-reference": Rule(
        "error", "Every row that another row refers to exists.", "Add that row, or delete the one that refers to it."
    ),
    "tables": Rule("error", "The joined tables form annotations.", _AGAIN),
    "parquet": Rule("error", "A Parquet file has the columns of the contract.", _AGAIN),
    "webannotation": Rule("error", "A collection of Web Annotations contains the record of its annotation.", _AGAIN),
}

#: Requirements of NewsML-G2: first those of every file, then those of files of this project's profile.
_NEWSML = {
    "newsml-xml": Rule(
        "error", "XML is well formed.", "Correct it at this place; programs should write XML with a library."
    ),
    "newsml-root": Rule(
        "error", "The file is a NewsML-G2 newsMessage or newsItem.", "Use the file that `annotate convert` wrote."
    ),
    "newsml-xsd": Rule("error", "The file is valid against the XML Schema.", "Correct the element, or leave it out."),
    "xsd-unusable": Rule(
        "error",
        "The XML Schema given by --xsd can be used.",
        "Use IPTC's NewsML-G2 2.35 XSD, the Power version, with xml.xsd in the same folder.",
    ),
    "newsml-id": Rule("error", "No two elements of a file have the same id.", "Renumber them."),
    "newsml-idref": Rule(
        "error", "Every reference is the id of an element.", "Add the element, or remove the reference."
    ),
    "newsml-comment": Rule(
        "error", "Items contain no comments or processing instructions.", "Remove it; Superdesk fails on it."
    ),
    "newsml-guid": Rule("error", "A guid contains only characters that Superdesk's addresses allow.", _SUPERDESK),
    "newsml-version": Rule("error", "A newsItem has a version.", _SUPERDESK),
    "newsml-qcode-needed": Rule("error", "The elements itemClass and pubStatus have a qcode.", _SUPERDESK),
    "newsml-content-meta": Rule("error", "An item has contentMeta.", _SUPERDESK),
    "newsml-content-set": Rule("error", "An item has contentSet.", _SUPERDESK),
    "newsml-order": Rule("error", "The plain text comes before the marked body.", _SUPERDESK),
    "newsml-block": Rule("error", "The words of the marked body are in blocks.", _SUPERDESK),
    "newsml-headline": Rule("error", "A headline contains no markup.", _SUPERDESK),
    "newsml-text": Rule("error", "The plain text, to which offsets refer, is present.", _AGAIN),
    "newsml-hash": Rule("error", "The fingerprint matches the plain text.", _AGAIN),
    "newsml-body": Rule("error", "The marked body has the same characters as the plain text.", _AGAIN),
    "newsml-offsets": Rule(
        "error",
        "The leaves of a part equal the text between its offsets.",
        "Offsets count Unicode code points of the plain text from zero, end excluded.",
    ),
    "newsml-quoted": Rule("error", "The words that a part quotes equal the text between its offsets.", _AGAIN),
    "newsml-code": Rule(
        "error", "Codes with the alias ann are terms of the vocabulary.", "See `annotate schema --format newsml`."
    ),
    "newsml-detail": Rule("error", "An item with full detail can be read back as an annotation.", _AGAIN),
}

#: All rules by name, in the order in which they are listed.
RULES: Mapping[str, Rule] = MappingProxyType(_FILES | _ANNOTATIONS | _TABLES | _NEWSML)
#: The rules about one annotation, which `annotate.check` checks.
ANNOTATION_RULES = frozenset(_ANNOTATIONS)
#: If one of these is broken, the rest of the input was not checked, so selecting other rules does not hide them.
UNCHECKED_RULES = frozenset(
    {"unreadable", "unknown-format", "missing-library", "encoding", "empty", "json", "newsml-xml", "newsml-root"}
    | {"xsd-unusable", "table-missing", "table-column", "table-csv", "tables", "parquet", "webannotation"}
)


def hint(rule: str) -> str:
    """Return what to do if a rule is broken; empty for a rule that the table does not list."""
    return RULES[rule].hint if rule in RULES else ""
