"""Sources resolve to speakers and names gather into entities by the lines of cases/speakers/ and cases/entities/."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.analyse.cast.gather import gather
from annotate.analyse.cast.roles import with_roles
from annotate.analyse.cast.title_before import title_before
from annotate.analyse.findings import Attribution, Cast, Range
from annotate.analyse.names.find import find_names
from annotate.analyse.page import read_page
from annotate.analyse.quotations.edges import with_whole_names
from annotate.analyse.text.sentences import segment
from tests.support.case_lines import case_lines

_SOURCE = re.compile(r"\[([^]]+?) => ([^]]*)\]")


def _headline(text: str) -> Range | None:
    first = text.find("\n")
    return Range(0, first) if first > 0 else None


def _cast(text: str, sources: list[Range]) -> Cast:
    layout = segment(text, headline=_headline(text))
    attributions = []
    names = find_names(layout)
    last = (Range(len(text), len(text)),)
    for one in with_whole_names(text, [Attribution(last, None, source, 1.0, "case") for source in sources], names):
        at = one.source.end if one.source else 0
        end = next((s.end for s in layout.sentences if s.end > at), len(text))
        attributions.append(replace(one, content=(Range(at, max(end, at + 1)),)))
    return gather(layout, names, tuple(attributions))


@pytest.mark.parametrize("line", case_lines("speakers"))
def test_the_speakers_of_a_line(line: str) -> None:
    """Each source in brackets resolves to the full names behind its arrow, or to none."""
    text, sources, wanted, at = "", [], [], 0
    for match in _SOURCE.finditer(line):
        text += line[at : match.start()]
        sources.append(Range(len(text), len(text) + len(match[1])))
        text += match[1]
        wanted.append([] if match[2] == "-" else [name.strip() for name in match[2].split(";")])
        at = match.end()
    text += line[at:]
    cast = _cast(text, sources)
    assert [[cast.entities[key].name for key in keys] for keys in cast.speakers] == wanted


@pytest.mark.parametrize("line", case_lines("entities"))
def test_the_entity_of_a_line(line: str) -> None:
    """The text has an entity of that name, kind and role, with those aliases and mentions."""
    text, name, *columns = (column.strip(" ") for column in line.split("|"))
    layout = segment(text, headline=_headline(text))
    cast = with_roles(layout, _cast(text, []), (), read_page(layout).reading.states)
    entity = next(e for e in cast.entities if e.name == name)
    found = [
        entity.kind,
        entity.role or "-",
        "; ".join(entity.aliases),
        "; ".join(f"{r.form}:{r.range.of(text)}" for r in entity.references),
    ]
    assert found[: len(columns)] == columns


def test_a_person_and_a_place_of_one_name_stay_two() -> None:
    """Lincoln the president and Lincoln the town are two entities."""
    text = "Abraham Lincoln never saw the town of Lincoln in Nebraska."
    assert {(e.name, e.kind) for e in _cast(text, []).entities} >= {("Abraham Lincoln", "person"), ("Lincoln", "place")}


_PIECES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["Ida Marsh", "Marsh", "Mr.", "he", "She", "the senator", "said", "\n", ".", '"', "and", "campaign"]
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(_PIECES, min_size=1, max_size=30).map(" ".join), st.data())
def test_every_reference_lies_in_the_text_and_every_speaker_is_an_entity(text: str, data: st.DataObject) -> None:
    """Whatever the text and the sources, keys are positions in the cast and references are ranges of the text."""
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=4, unique=True)) if text else []
    sources = [Range(start, min(len(text), start + 12)) for start in starts]
    cast = _cast(text, sources)
    assert len(cast.speakers) == len(sources)
    assert [e.key for e in cast.entities] == list(range(len(cast.entities)))
    for keys in cast.speakers:
        assert all(0 <= key < len(cast.entities) for key in keys)
    for entity in cast.entities:
        assert entity.name
        assert all(0 <= r.range.start < r.range.end <= len(text) for r in entity.references)


@pytest.mark.parametrize("document", ["Readout", "Transcript"])
def test_a_document_is_no_part_of_a_title(document: str) -> None:
    """The word "of" behind a word that is neither an office nor a body ends the title."""
    text = f"{document} of National Harbour Advisor Ida Marsh's call"
    title = title_before(text, text.index("Ida"))
    assert title is not None
    assert title.of(text) == "National Harbour Advisor"
