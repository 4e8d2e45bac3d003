"""Web pages as sites make them: the story with its paragraphs, nothing around it, or a sentence that there is none."""

from __future__ import annotations

import re
import tomllib

import pytest

from annotate.read import read
from annotate.read.page.furniture import Block, examples, not_an_article, plain_blocks
from tests.support.places import READ_CASES, TESTS
from tests.support.reading import SENTENCE, articles, piped, problems, rules
from tests.support.running import run

PAGES = TESTS / "read" / "pages"
EXPECTED = tomllib.loads((READ_CASES / "pages.toml").read_text("utf-8"))
CASES = tomllib.loads((READ_CASES / "furniture.toml").read_text("utf-8"))


def test_every_page_is_expected() -> None:
    """No page lies there without an expectation."""
    assert {path.name for path in PAGES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_page(name: str) -> None:
    """A page gives its article, or one problem where it is none."""
    items = list(read([str(PAGES / name)]))
    expected = EXPECTED[name]
    if "problem" in expected:
        assert rules(items) == [expected["problem"]]
        assert articles(items) == []
        return
    (article,) = articles(items)
    assert [p.rule for p in problems(items)] == (["encoding"] if name == "cp1252.html" else [])
    assert article.text == expected["text"]
    assert article.metadata["title"] == expected["title"]
    assert (article.published, article.language) == (expected.get("published"), expected["language"])
    assert article.metadata.get("authors") == expected.get("authors")


def test_page_without_an_article_is_said() -> None:
    """It is one sentence on standard error and code 1; who insists by `--format` gets what the page says."""
    done = run("convert", PAGES / "not_found.html", PAGES / "short_article.html", "--to", "jsonl")
    assert (done.code, len(done.lines), len(done.documents)) == (1, 1, 1)
    assert "not_found.html: error: no article here" in done.lines[0]
    insisted = run("convert", PAGES / "not_found.html", "--format", "html")
    assert (insisted.code, insisted.err) == (0, "")
    assert "Page not found" in insisted.document["article"]["text"]


# The criterion


@pytest.mark.parametrize("row", [r for rows in examples().values() for r in rows], ids=lambda r: r["example"][:40])
def test_pattern_has_its_example(row: dict[str, str]) -> None:
    """Each pattern finds its example, without its full stop."""
    assert re.search(row["pattern"], row["example"].rstrip("."), re.IGNORECASE)


@pytest.mark.parametrize("text", CASES["no_article"])
def test_no_article(text: str) -> None:
    """A text that only speaks to the visitor of a page is no article, in whatever format it comes."""
    assert not_an_article(plain_blocks(text))
    assert rules(piped(text.encode())) == ["no-article"]


#: Pages of one sentence, as sites make them: beside a menu, in a bare box, with the message as the name of the page.
TINY = (
    '<head><title>Harbour Post</title></head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav><p>{}</p>',
    '<head><title>{0}</title></head><body><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul><div>{0}'
    "</div>",
    "<head><title>{0}</title></head><body><div>{0}</div>",
)


@pytest.mark.parametrize("text", CASES["few_words"])
def test_no_article_in_a_few_words(text: str) -> None:
    """A page whose only sentence is a message to its visitor is no article, whatever stands around it."""
    for page in TINY:
        assert rules(piped(f"<!doctype html><html>{page.format(text)}</body></html>".encode())) == ["no-article"]


@pytest.mark.parametrize("text", [text for text in CASES["article"] if len(text.split()) > 5 and "\n" not in text])
def test_article_in_a_few_words(text: str) -> None:
    """A page whose only sentence is news is an article of this sentence, without the marked menu."""
    for page in (TINY[0], TINY[2]):
        (article,) = articles(piped(f"<!doctype html><html>{page.format(text)}</body></html>".encode()))
        assert article.text.replace("”", '"').replace("“", '"') == text.replace("”", '"').replace("“", '"')


@pytest.mark.parametrize("text", CASES["article"])
def test_article(text: str) -> None:
    """A short article is one, also where it is about passwords and cookies, or has furniture around it."""
    assert not_an_article(plain_blocks(text)) is None
    assert len(articles(piped(text.encode()))) == 1


def test_one_sentence_of_news_is_enough() -> None:
    """Whatever a page says to its visitor, one sentence of news makes it an article."""
    furniture = "\n".join(row["example"] for rows in examples().values() for row in rows)
    assert not_an_article(plain_blocks(furniture))
    assert not_an_article(plain_blocks(f"{furniture}\n{SENTENCE}\n{furniture}")) is None


def test_links() -> None:
    """Five links and nothing else are no article; four, or a sentence beside them, may be one."""
    link = Block("Port strike enters its third week at last", linked=41)
    assert not_an_article([link] * 5)
    assert not_an_article([link] * 4) is None
    assert not_an_article([*[link] * 5, Block(SENTENCE)]) is None
