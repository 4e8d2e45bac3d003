"""News of many publishers for the scorer of roles: articles with attributions, and articles without any labels.

PolNeAR, as it is used here, has no attribution whose cue stands inside what another one says, and the tool reports
none; so those of the annotated news are left out of what is learnt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from training.examples import Article
from training.gold import ATTRIBUTIONS, SPLITS, attributions, records, texts

#: At most so many annotated articles are held out, by publisher, to compare attempts.
HELD = 42
_SEED = 5


def outer(quotations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the attributions that have a cue, and none inside what another one says.

    >>> said = {"source": [[0, 2]], "cue": [[3, 7]], "content": [[8, 30]]}
    >>> inside = {"source": [[8, 10]], "cue": [[11, 17]], "content": [[18, 30]]}
    >>> outer([said, inside]) == [said]
    True
    """
    return [
        one
        for one in quotations
        if one["cue"] and not any(_inside(one["cue"][0], other["content"]) for other in quotations if other is not one)
    ]


def _inside(span: Sequence[int], content: list[Sequence[int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in content)


def held_out(publishers: Counter[str]) -> set[str]:
    """Return publishers with at most `HELD` articles together."""
    order = sorted(publishers)
    Random(_SEED).shuffle(order)
    held: set[str] = set()
    for publisher in order:
        if sum(publishers[p] for p in held) + publishers[publisher] <= HELD:
            held.add(publisher)
    return held


def news(data: Path) -> dict[str, list[Article]]:
    """Return annotated articles to learn from ("news") and held out ("news_held"), and others ("unlabelled").

    None of the others is in a set that the tool is measured on.
    """
    every = texts(data)
    annotated = list(records(ATTRIBUTIONS[0]))
    held = held_out(Counter(every[r["id"]]["publisher"] for r in annotated))
    found: dict[str, list[Article]] = {"news": [], "news_held": [], "unlabelled": []}
    for record in annotated:
        article = every[record["id"]]
        part = found["news_held" if article["publisher"] in held else "news"]
        part.append(Article(record["id"], article["text"], outer(attributions(record, article)["quotations"])))
    kept = {record["id"] for name in (*SPLITS, "second", *ATTRIBUTIONS) if name != "train" for record in records(name)}
    found["unlabelled"] = [
        Article(id_, article["text"])
        for id_, article in every.items()
        if id_ not in kept and ":" not in id_  # those of other collections have a prefix
    ]
    return found
