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
    "unreadable": Rule("error", "Every input is there and can be opened.", "Check the name and the permissions."),
    "link": Rule("warning", "A folder holds no link that leads out of it.", "Name the file that the link leads to."),
    "unknown-format": Rule(
        "error",
        "A file is of a format that can be checked.",
        "Give JSON, JSON lines, NewsML-G2, a folder of CSV tables, XLSX, SQLite, Parquet or Web Annotation.",
    ),
    "unchecked": Rule(
        "note",
        "What other programs read is not read back, so nothing in it can be checked.",
        "Validate the JSON or JSON lines of the same articles.",
    ),
    "missing-library": Rule(
        "error", "What reads the format is installed.", 'Run: pip install "annotate-news[formats]"'
    ),
    "encoding": Rule("error", "Text is UTF-8.", "Save it as UTF-8."),
    "empty": Rule("error", "A file holds something.", "Convert the article again, or leave the file out."),
    "json": Rule(
        "error",
        "JSON is well formed, with numbers and nesting that JSON has.",
        "Mend it there; programs should write JSON with a library.",
    ),
    "baseline-stale": Rule(
        "note",
        "Every problem that the baseline lists is still there.",
        "Run again with --update-baseline to drop the entry.",
    ),
}

#: Requirements of an annotation in any format.
_ANNOTATIONS = {
    "schema-version": Rule(
        "error",
        "The document says which version of the contract it follows, and it is one that this program knows.",
        f'Convert the article again, or set "schema_version" to "{SCHEMA_VERSION}" if the document follows it.',
    ),
    "schema": Rule(
        "error", "The document is valid by the JSON Schema.", "See `annotate schema` for what is expected there."
    ),
    "characters": Rule(
        "error",
        "The text holds only characters that XML 1.0 can carry, and no string holds a lone surrogate.",
        "Put U+FFFD in its place; offsets stay the same.",
    ),
    "span-verbatim": Rule(
        "error",
        "The text of a span is what stands in article.text between its offsets.",
        "Offsets count Unicode code points from zero, end excluded: not bytes, not UTF-16 units.",
    ),
    "id-unique": Rule("error", "No two things of one annotation have the same id.", "Number them anew."),
    "reference": Rule(
        "error", "Every id that is referred to is the id of a participant.", "Add the participant, or drop the id."
    ),
    "order": Rule(
        "error",
        "Findings, their pieces and their ids stand in the order of the text.",
        "Sort them by the start of their first span and number them anew.",
    ),
    "ordinals": Rule("error", "The items of a proposal list count 1, 2, 3 and so on.", "Number the items anew."),
    "overlap": Rule(
        "error", "The pieces of one content, and the items of one list, do not overlap.", "Cut them apart."
    ),
    "date": Rule("error", "A date is a day that the calendar has, and no event ends before it begins.", "Mend it."),
    "declared-count": Rule(
        "warning",
        "The number that the text states is the number of items found.",
        "Read the list again: the text may give fewer than it announces, or an item was missed.",
    ),
    "span-inside-word": Rule(
        "warning",
        "A span begins and ends at the edges of words, where the text is not damaged.",
        "Move the offset to the edge of the word; where the source glued two words, list that among the repairs.",
    ),
    "article-id-unique": Rule(
        "error", "No two annotations of one file are of articles with the same id.", "Rename one of the articles."
    ),
}

#: Requirements of tables (a folder of CSV, a workbook, a database) and of the other formats that are read back.
_TABLES = {
    "table-missing": Rule(
        "error",
        "A folder of tables has every table, and the datapackage.json that describes them.",
        "Export the folder again; its files belong together.",
    ),
    "table-column": Rule("error", "A table has the columns of its contract.", "See `annotate schema --format csvw`."),
    "table-csv": Rule("error", "A table is CSV by RFC 4180, in the dialect that datapackage.json declares.", _AGAIN),
    "table-cell": Rule(
        "error",
        "A cell holds what its column is for: a whole number, one of the values allowed, something where needed.",
        "See `annotate schema --format csvw`, and do not edit tables in a program that changes numbers or dates.",
    ),
    "table-key": Rule("error", "No two rows of a table have the same key.", "Drop one of the rows, or number it anew."),
    "table-reference": Rule(
        "error", "What a row refers to is a row of the other table.", "Add that row, or drop the one that refers to it."
    ),
    "tables": Rule("error", "The tables give annotations when they are joined.", _AGAIN),
    "parquet": Rule("error", "A Parquet file has the columns of the contract.", _AGAIN),
    "webannotation": Rule("error", "A collection of Web Annotations holds the record of its annotation.", _AGAIN),
}

#: Requirements of NewsML-G2: first those of every file, then those of files of this project's profile.
_NEWSML = {
    "newsml-xml": Rule("error", "XML is well formed.", "Mend it there; programs should write XML with a library."),
    "newsml-root": Rule(
        "error", "The file is a NewsML-G2 newsMessage or newsItem.", "Give the file that `annotate convert` wrote."
    ),
    "newsml-xsd": Rule("error", "The file is valid by the XML Schema.", "Mend the element, or leave it out."),
    "xsd-unusable": Rule(
        "error",
        "The XML Schema given by --xsd can be used.",
        "Give IPTC's NewsML-G2 2.35 XSD, the Power version, with xml.xsd beside it.",
    ),
    "newsml-id": Rule("error", "No two elements of a file have the same id.", "Number them anew."),
    "newsml-idref": Rule(
        "error", "Every reference finds the element that it names.", "Add the element, or drop the reference."
    ),
    "newsml-comment": Rule(
        "error", "Items hold no comments and no processing instructions.", "Take it out; Superdesk fails on it."
    ),
    "newsml-guid": Rule("error", "A guid holds only characters that Superdesk's addresses allow.", _SUPERDESK),
    "newsml-version": Rule("error", "A newsItem has a version.", _SUPERDESK),
    "newsml-qcode-needed": Rule("error", "The elements itemClass and pubStatus have a qcode.", _SUPERDESK),
    "newsml-content-meta": Rule("error", "An item has contentMeta.", _SUPERDESK),
    "newsml-content-set": Rule("error", "An item has contentSet.", _SUPERDESK),
    "newsml-order": Rule("error", "Plain text stands before the marked body.", _SUPERDESK),
    "newsml-block": Rule("error", "The marked body has its words in blocks.", _SUPERDESK),
    "newsml-headline": Rule("error", "A headline holds no markup.", _SUPERDESK),
    "newsml-text": Rule("error", "The plain text that offsets index is there.", _AGAIN),
    "newsml-hash": Rule("error", "The fingerprint is that of the plain text.", _AGAIN),
    "newsml-body": Rule("error", "The marked body spells the plain text.", _AGAIN),
    "newsml-offsets": Rule(
        "error",
        "What a part points to is the text between its offsets.",
        "Offsets count Unicode code points of the plain text from zero, end excluded.",
    ),
    "newsml-quoted": Rule("error", "What a part quotes is the text between its offsets.", _AGAIN),
    "newsml-code": Rule(
        "error", "Codes of our own are terms of the vocabulary.", "See `annotate schema --format newsml`."
    ),
    "newsml-detail": Rule("error", "An item of full detail gives an annotation when it is read back.", _AGAIN),
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
