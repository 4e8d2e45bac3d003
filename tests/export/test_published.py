"""What `schema/` publishes about the exports is what the program makes, and valid by the standards."""

from __future__ import annotations

import pytest
import xmlschema
from lxml import etree

from annotate.export.newsml.vocabulary import CODES
from annotate.export.published import PUBLISHED
from tests.support.places import ROOT
from tests.support.shared import shared

_SCHEMA = ROOT / "schema"


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_file_is_what_the_program_makes(name: str) -> None:
    """Regenerate with ``python -m tests.export.test_published`` after a change of tables or terms."""
    file, make = PUBLISHED[name]
    assert (_SCHEMA / file).read_bytes() == make()


def test_the_vocabulary_is_a_valid_knowledge_item() -> None:
    """The official schema accepts it, and every term has a name and a definition, once."""
    data = PUBLISHED["newsml"][1]()
    xsd = shared("newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd")
    root = etree.fromstring(data)
    assert etree.XMLSchema(etree.parse(str(xsd))).validate(root)
    assert [error.reason for error in xmlschema.XMLSchema(str(xsd)).iter_errors(data.decode())] == []
    codes = [node.get("qcode") for node in root.iter("{*}conceptId")]
    assert sorted(codes) == sorted(f"ann:{code}" for code in CODES)
    assert all(concept.findtext("{*}name") and concept.findtext("{*}definition") for concept in root.iter("{*}concept"))


if __name__ == "__main__":
    for file_name, make_content in PUBLISHED.values():
        (_SCHEMA / file_name).write_bytes(make_content())
