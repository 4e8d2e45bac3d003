"""E-mail, Word documents and PDF: their text, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.models import Article
from annotate.problems import Problem
from annotate.read import read
from tests.support.reading import SENTENCE
from tests.support.samples import MAIL, as_docx, as_pdf


def one(path: Path, data: bytes) -> Article:
    """Write a file and return the one article in it."""
    path.write_bytes(data)
    (article,) = read([str(path)])
    assert isinstance(article, Article), article
    return article


def refused(path: Path, data: bytes) -> str:
    """Write a file and return the message of the one problem."""
    path.write_bytes(data)
    (problem,) = read([str(path)])
    assert isinstance(problem, Problem), problem
    return problem.message


def test_a_message_has_its_headers_as_title_and_date(tmp_path: Path) -> None:
    """Encoded words and quoted-printable are undone."""
    article = one(tmp_path / "statement.eml", MAIL)
    assert article.text.startswith(
        "“The ferry will run,” said Ana Ruiz, director of the port, on the quay of the old town."
    )
    assert (article.metadata["title"], article.published) == ("Statement on the ferrÿ", "2025-02-03T10:00Z")
    assert article.metadata["authors"] == "Press Office <press@example.org>"


def test_a_message_of_html_alone_is_read(tmp_path: Path) -> None:
    """Its paragraphs are kept."""
    mail = b"Subject: Talks\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>First one.</p><p>Second one.</p>"
    assert one(tmp_path / "a.eml", mail).text == "First one.\n\nSecond one."


def test_a_message_without_text_says_so(tmp_path: Path) -> None:
    """Attachments are not read."""
    mail = b"Subject: Talks\nMIME-Version: 1.0\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n"
    assert "only attachments" in refused(tmp_path / "a.eml", mail)


def test_a_word_document_keeps_its_order(tmp_path: Path) -> None:
    """Headings, paragraphs, items and tables."""
    article = one(tmp_path / "talks.docx", as_docx())
    expected = ["Talks go on", SENTENCE, "- Cut the budget.", "- Raise the rate.", "Yes\t61", "“Not yet,” he said."]
    assert article.text.split("\n\n") == expected
    assert article.headline is not None
    assert article.headline.text == "Talks go on"
    assert article.metadata["authors"] == "Ann Lee"


def test_a_word_document_is_known_by_its_content(tmp_path: Path) -> None:
    """Whatever its suffix."""
    assert one(tmp_path / "talks.bin", as_docx()).text.startswith("Talks go on")


def test_the_lines_of_a_pdf_are_kept(tmp_path: Path) -> None:
    """The analysis joins them; the text is that of the page."""
    lines = ("The minister opened the meeting on Tuesday and told the", "delegates that the talks would go on.")
    article = one(tmp_path / "talks.pdf", as_pdf(*lines))
    assert article.text == "\n".join(lines)
    assert article.metadata["title"] == "Talks go on"


@pytest.mark.parametrize(
    ("data", "said"),
    [(as_pdf(), "no text layer"), (as_pdf("Talks")[:300], "be read as a PDF"), (b"%PDF-1.4\nnothing", "as a PDF")],
    ids=["images", "cut", "empty"],
)
def test_a_pdf_without_text_says_so(data: bytes, said: str, tmp_path: Path) -> None:
    """One sentence, and what to do."""
    assert said in refused(tmp_path / "a.pdf", data)
