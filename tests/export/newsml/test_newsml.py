"""NewsML-G2: valid by the official schema, references resolved, offsets equal to the leaves, safe for receivers."""

from __future__ import annotations

import io
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from annotate.export import EXPORTERS, ExportOptions, WriteError, load
from annotate.export.newsml.check import check_newsml, check_xsd, read_newsml
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from tests.support.shared import shared
from tests.support.strategies import several_annotations

_XSD = "newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd"
_WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def newsml(*several: Annotation, **options: Any) -> bytes:
    """Return the annotations as one NewsML-G2 file."""
    out = io.BytesIO()
    EXPORTERS["newsml"].to_stream(several, out, ExportOptions(timestamp=_WHEN, **options))
    return out.getvalue()


def problems_of(data: bytes, name: str = "") -> list[Problem]:
    """Return what our own checks find in a file."""
    try:
        return check_newsml(read_newsml(data, name))
    except ReadError as error:
        return [error.problem]


@cache
def _lxml_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(shared(_XSD))))


@cache
def _xmlschema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(shared(_XSD)))


@given(several_annotations(min_size=1, max_size=2), st.sampled_from(("standard", "full")))
@settings(max_examples=6, deadline=None)
def test_generated_annotations_are_valid_by_two_validators(several: list[Annotation], detail: str) -> None:
    """Whatever the text, names and metadata are, lxml and xmlschema (which checks references) accept the file."""
    data = newsml(*several, newsml_detail=detail)
    schema = _lxml_schema()
    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert [error.reason for error in _xmlschema().iter_errors(data.decode())] == []


@given(several_annotations(min_size=1), st.sampled_from(("standard", "full")))
@settings(max_examples=25, deadline=None)
def test_generated_annotations_pass_our_own_checks(several: list[Annotation], detail: str) -> None:
    """Offsets equal leaves, the body spells the text, ids are unique in the file, receivers' conditions hold."""
    assert problems_of(newsml(*several, newsml_detail=detail)) == []


@given(several_annotations(min_size=1))
@settings(max_examples=20, deadline=None)
def test_the_full_detail_comes_back(several: list[Annotation]) -> None:
    """A message in full detail gives the same annotations, field for field."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xml"
        path.write_bytes(newsml(*several, newsml_detail="full"))
        assert list(load(path)) == several


def test_the_standard_detail_is_not_read_back(tmp_path: Path, seed: Annotation) -> None:
    """What does not hold everything says so."""
    (tmp_path / "a.xml").write_bytes(newsml(seed))
    with pytest.raises(ReadError, match="without full detail"):
        list(load(tmp_path / "a.xml"))


def test_the_library_of_the_iptc_finds_every_part(tmp_path: Path, seed: Annotation) -> None:
    """newsmlg2 loads the bare item with its parts, subjects, assertions and references, and resolves the codes."""
    newsmlg2 = pytest.importorskip("NewsMLG2", reason="newsmlg2 is not installed")
    path = tmp_path / "a.xml"
    path.write_bytes(newsml(seed, newsml_root="item", guid_authority="example.org,2026"))
    item = newsmlg2.NewsMLG2Document(str(path)).get_item()
    assert item.guid == "tag:example.org,2026:seed"
    assert {part.partid for part in item.partmeta} >= {"q1", "q2", "q3", "pl1", "pl1-1", "g1", "g1-3"}
    found = [len(getattr(item, name)) for name in ("partmeta", "assert", "inlineref")]
    assert found == [3 + 1 + 2 + 1 + 3, 5 + 2, 5 + 2]
    assert len(item.contentmeta.subject) == 5 + 2


def test_a_bare_item_holds_one_article(seed: Annotation) -> None:
    """The root is newsItem, it passes the checks, and a second article is refused."""
    data = newsml(seed, newsml_root="item")
    assert etree.fromstring(data).tag.endswith("}newsItem")
    assert problems_of(data) == []
    with pytest.raises(WriteError) as refused:
        newsml(seed, seed, newsml_root="item")
    assert refused.value.problem.rule == "one-document"


def test_no_article_is_an_error() -> None:
    """A message needs an item."""
    with pytest.raises(WriteError) as refused:
        newsml()
    assert refused.value.problem.rule == "nothing-to-write"


def test_the_same_options_give_the_same_bytes(seed: Annotation) -> None:
    """An export depends on the annotation and the options alone."""
    assert newsml(seed, seed) == newsml(seed, seed)


def test_guid_is_a_tag_uri_under_an_authority(seed: Annotation) -> None:
    """With an authority the guid is a tag URI, without one a UUID."""
    tag = etree.fromstring(newsml(seed, newsml_root="item", guid_authority="example.org,2026")).get("guid")
    assert tag == "tag:example.org,2026:seed"
    assert str(etree.fromstring(newsml(seed, newsml_root="item")).get("guid")).startswith("urn:uuid:")


def test_a_date_resolved_from_words_says_from_which(seed: Annotation) -> None:
    """The event's date points to the word Tuesday and to the day of writing."""
    item = etree.fromstring(newsml(seed, newsml_root="item"))
    derived = [(node.get("idrefs"), node.text) for node in item.iter("{*}derivedFromValue")]
    assert derived == [("e1-start", "2020-11-12T10:09:00"), ("e1-start", "Tuesday")]


def test_an_unknown_speaker_keeps_the_words(seed: Annotation) -> None:
    """A source whom the article never names is an infoSource without identity."""
    item = etree.fromstring(newsml(seed, newsml_root="item"))
    source = item.find("{*}partMeta[@partid='q2']/{*}infoSource")
    assert source is not None
    assert source.get("qcode") is None
    assert source.findtext("{*}name") == "the blue book"


#: What is done to a good file, and the rule that has to notice.
_DAMAGE = (
    (b' version="2"', b"", "newsml-version"),
    (b'<pubStatus qcode="stat:usable"/>', b"", "newsml-qcode-needed"),
    (b'itemClass qcode="ninat:text"', b'itemClass uri="http://x.example/"', "newsml-qcode-needed"),
    (b"<contentSet", b"<!-- x --><contentSet", "newsml-comment"),
    (b"<newsItem", b"<?x y?><newsItem", "newsml-comment"),
    (b"<contentSet", b"<contentSets", "newsml-xml"),
    (b"inlineData", b"otherData", "newsml-text"),
    (b"contentMeta", b"otherMeta", "newsml-content-meta"),
    (b"contentSet", b"otherSet", "newsml-content-set"),
    (b"<block", b"<blocks", "newsml-xml"),
    (b"block>", b"blocks>", "newsml-block"),
    (b"</headline>", b"<br/></headline>", "newsml-headline"),
    (b'guid="', b'guid="a/b', "newsml-guid"),
    (b'how="howextr:tool"', b'how="how:tool"', "newsml-code"),
    (b'<scheme alias="ent"', b'<scheme alias="other"', "newsml-code"),
    (b'partid="q2"', b'partid="q1"', "newsml-id"),
    (b'contentrefs="s', b'contentrefs="s999 s', "newsml-idref"),
    (b'#start" value="65"', b'#start" value="66"', "newsml-offsets"),
    (b'#start" value="65"', b'#start" value="x"', "newsml-offsets"),
    (b'value="said"', b'value="says"', "newsml-offsets"),
    (b'ann:content" confidence="90">A spirit', b'ann:content" confidence="90">The spirit', "newsml-quoted"),
    (b'charcount="3286">Cooperation', b'charcount="3286">cooperation', "newsml-hash"),
    (b"<block>", b"", "newsml-xml"),
    (b"ann:proposal-list", b"ann:proposal-lists", "newsml-code"),
    (b"newsMessage", b"other", "newsml-root"),
)


@pytest.mark.parametrize(("good", "bad", "rule"), _DAMAGE)
def test_each_damage_is_noticed(seed: Annotation, good: bytes, bad: bytes, rule: str) -> None:
    """A file that is damaged in one place breaks the rule for it, with a line."""
    data = newsml(seed)
    assert good in data
    problems = problems_of(data.replace(good, bad), "a.xml")
    assert rule in {problem.rule for problem in problems}
    assert all(problem.line and problem.file == "a.xml" for problem in problems)


def test_a_body_before_the_plain_text_is_noticed(seed: Annotation) -> None:
    """Superdesk shows the last rendition: the marked one has to stand there."""
    root = etree.fromstring(newsml(seed))
    contents = root.find(".//{*}contentSet")
    assert contents is not None
    contents.insert(0, contents[-1])
    assert "newsml-order" in {problem.rule for problem in problems_of(etree.tostring(root))}


def test_the_official_schema_is_a_check_too(seed: Annotation) -> None:
    """With the XSD at hand a misplaced element is a problem with its line."""
    xsd = shared(_XSD)
    assert check_xsd(newsml(seed), xsd) == []
    wrong = newsml(seed).replace(b"<sent>", b"<wrong/><sent>")
    assert [problem.rule for problem in check_xsd(wrong, xsd)] == ["newsml-xsd"]


def test_the_hand_made_example_breaks_none_of_the_rules_for_all() -> None:
    """A NewsML-G2 file of another profile is checked for references and receivers only."""
    assert problems_of(shared("newsml-g2/example.xml").read_bytes()) == []
