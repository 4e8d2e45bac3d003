"""Pages that print several articles, and live blogs, whose posts are one article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotate.models import Article
from annotate.read import read

FIRST = (
    "Pianist Rosa Kern marked her fortieth birthday with a concert in the old town hall on Friday, and her agent said "
    "that she would play on for years."
)
SECOND = (
    "The museum of the harbour opened again on Thursday after two years of building, and its director said that the "
    "roof no longer leaked at all."
)


def page(*articles: str, head: str = "") -> str:
    """Return a page with these articles."""
    return f'<html lang="en"><head><title>Arts - The Quay</title>{head}</head><body>{"".join(articles)}</body></html>'


def article(heading: str, day: str, words: str) -> str:
    """Return the markup of an article."""
    return f'<article><h2>{heading}</h2><time datetime="{day}">{day}</time><p>{words}</p></article>'


def articles(tmp_path: Path, html: str) -> list[Article]:
    """Read a page; every item must be an article."""
    (tmp_path / "arts.html").write_text(html, encoding="utf-8")
    found = list(read([str(tmp_path / "arts.html")]))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def test_each_article_of_a_page_is_one(tmp_path: Path) -> None:
    """With its own heading, text and date; the source says which it is."""
    one, two = articles(
        tmp_path, page(article("Pianist turns 40", "2018-07-20", FIRST), article("Museum opens", "2018-07-19", SECOND))
    )
    assert (one.id, one.source.rpartition("#")[2], one.published) == ("arts-1", "1", "2018-07-20")
    assert (two.id, two.source.rpartition("#")[2], two.published) == ("arts-2", "2", "2018-07-19")
    assert FIRST in one.text
    assert SECOND not in one.text


@pytest.mark.parametrize(
    "more",
    [
        '<article><h3><a href="/2">Museum opens</a></h3><p>The museum opened again on Thursday.</p></article>',
        "<article><p>First!</p></article><article><p>I was there.</p></article>",
    ],
    ids=["teaser", "comments"],
)
def test_teasers_and_comments_are_no_articles(more: str, tmp_path: Path) -> None:
    """One article and what stands beside it stay one."""
    (one,) = articles(tmp_path, page(article("Pianist turns 40", "2018-07-20", FIRST), more))
    assert one.id == "arts"


def test_the_posts_that_only_a_live_blog_s_metadata_holds_are_read(tmp_path: Path) -> None:
    """Headlines and words of the posts that the page declares, in their order, where the page itself has none."""
    posts = [
        {"@type": "BlogPosting", "headline": h, "articleBody": b}
        for h, b in (("Bill passes", FIRST), ("Too late", SECOND))
    ]
    blog = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Live: the vote",
        "liveBlogUpdate": posts,
    }
    head = f'<script type="application/ld+json">{json.dumps(blog)}</script>'
    html = page("<main><p>Follow the vote.</p></main>", head=head)
    (one,) = articles(tmp_path, html)
    assert one.text.index("Bill passes") < one.text.index(FIRST) < one.text.index("Too late") < one.text.index(SECOND)
