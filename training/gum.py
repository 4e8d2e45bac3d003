"""Who is who in GUM (Zeldes 2017): its mentions and clusters, and the same of what the tool finds.

The two cut mentions differently: GUM takes the whole noun phrase ("Dr. Ann Lee, a doctor in Leeds"), the tool a name
without its title. Both are therefore compared by their head word, which one and the same rule looks up
(`head`); a mention is the offset where its head begins.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotate.analyse.words import lexicon
from training.damage import FULL, carried, damage

#: What is scored: people, bodies and countries; biographies are no news.
GENRES = ("news", "interview", "speech", "court")
KINDS = ("person", "organization")

#: Here the core of a noun phrase ends: a comma or bracket, a preposition, a relative clause, a participle.
_CORE_END = re.compile(
    r"[,;:(\[\u2014\u2013\"\u201c]|\s[-\u2013\u2014]+\s"
    r"|\s(?:of|in|on|at|for|from|to|with|by|about|against|among|within|without|under|over|between|behind|near|than|like"
    r"|as|after|before|during|since|until|around|who|whom|whose|which|that|where|when|whether|if|because|not|also)\b"
    r"|\s(?:is|was|were|are|has|had|have|will|would|can|could|may|said|says)\b",
)
_POSSESSIVE = re.compile(r"[\u2019'](?:s|S)?\s*$")
_WORD = re.compile(r"[^\W_](?:[\w\u2019'.&-]*[^\W_])?")
_NAMES_PRONOUNS = re.compile(
    r"(?:i|me|my|mine|myself|you|your|yours|yourself|yourselves|ye|he|him|his|himself|she|her|hers|herself|it|its|itself"
    r"|we|us|our|ours|ourselves|they|them|'em|em|their|theirs|themselves|themself|who|whom|whose|which|that|this|these|those"
    r"|one|someone|somebody|anyone|anybody|everyone|everybody|no\s?one|nobody|each|both|all|some|many|most|others?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Document:
    """One text with its clusters of mentions; a mention is a stretch of the text with the offset of its head."""

    id: str
    genre: str
    text: str
    #: Every mention of the gold, whatever it stands for: (start, end, head, cluster).
    mentions: tuple[tuple[int, int, int, int], ...]
    #: The clusters that are scored, by number.
    scored: frozenset[int]

    def clusters(self) -> list[dict[int, tuple[int, int]]]:
        """Return the scored clusters, each a mapping from the heads of its mentions to their stretches."""
        found: dict[int, dict[int, tuple[int, int]]] = {}
        for start, end, at, cluster in self.mentions:
            if cluster in self.scored:
                found.setdefault(cluster, {}).setdefault(at, (start, end))
        return [mentions for mentions in found.values() if len(mentions) > 1]


def head(text: str, start: int, end: int, inside: Collection[tuple[int, int]] = ()) -> int:
    """Return the offset of the head word of a noun phrase: the last word of its core, its possessive ending aside.

    `inside` are the smaller mentions in it: where "and" joins two of them, it is the head.

    >>> text = "the former chairman of the Bank's board, Ann Lee"
    >>> text[head(text, 0, len(text)):][:8], text[head(text, 23, 39):][:5]
    ('chairman', 'board')
    """
    phrase = _POSSESSIVE.sub("", text[start:end])
    for match in re.finditer(r",? (?:and|or|&) ", phrase):
        if {start + match.start()} & {b for _, b in inside} and {start + match.end()} & {a for a, _ in inside}:
            return start + match.start() + match.group().index(match.group().strip(" ,"))
    words = list(_WORD.finditer(phrase))
    if not words:
        return start
    cut = _CORE_END.search(phrase, words[0].end())
    core = [w for w in words if not cut or w.start() < cut.start()] or words[:1]
    return start + core[-1].start()


def form(text: str, start: int, end: int) -> str:
    """Return whether a mention of the gold is a name, a description ("nominal") or a pronoun."""
    phrase = _POSSESSIVE.sub("", text[start:end])
    if _NAMES_PRONOUNS.fullmatch(phrase.strip()):
        return "pronoun"
    at = head(text, start, end)
    word = _WORD.match(text, at)
    if word is None or not word.group()[0].isupper():
        return "nominal"
    lower, first = word.group().casefold(), phrase.split()[0].casefold()
    described = lower in lexicon.person_nouns() and first in ("the", "my", "our", "your", "a")
    return "nominal" if described or (at == start and lower in lexicon.common_words()) else "name"


def documents(path: Path, genres: Sequence[str] = GENRES) -> Iterator[Document]:
    """Yield the documents of a file of GUM that are of these genres."""
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        if record["genre"] in genres:
            yield _document(record)


def _document(record: dict[str, Any]) -> Document:
    text = record["text"]
    countries = {*lexicon.countries(), *lexicon.countries().values()}
    found: list[tuple[int, int, int, int]] = []
    kinds: dict[int, Counter[str]] = {}
    countried: set[int] = set()
    spans = [(m["start"], m["end"]) for m in record["mentions"]]
    for mention in record["mentions"]:
        start, end, cluster = mention["start"], mention["end"], mention["cluster"]
        inside = [(a, b) for a, b in spans if start <= a and b <= end and (a, b) != (start, end)]
        at = head(text, start, end, inside)
        found.append((start, end, at, cluster))
        kinds.setdefault(cluster, Counter())[mention["type"]] += 1
        identity = (mention["identity"] or "").replace("_", " ")
        bare = _POSSESSIVE.sub("", text[start:end]).removeprefix("the ").removeprefix("The ")
        if mention["type"] == "place" and (identity in countries or bare in countries):
            countried.add(cluster)
    scored = {c for c, kind in kinds.items() if kind.most_common(1)[0][0] in KINDS or c in countried}
    return Document(record["id"], record["genre"], text, tuple(found), frozenset(scored))


def damaged(document: Document) -> Document:
    """Return the twin of a document as a scraper leaves it; mentions of which nothing is left are left out."""
    text, forward = damage(document.text, FULL)
    found = []
    for start, end, at, cluster in document.mentions:
        where = carried(forward, text, start, end)
        if where is not None:
            found.append((*where, min(max(forward[at], where[0]), where[1] - 1), cluster))
    return Document(f"{document.id}_dmg", document.genre, text, tuple(found), document.scored)


def found_clusters(text: str, chains: Iterable[Iterable[tuple[int, int]]]) -> list[dict[int, tuple[int, int]]]:
    """Return chains of mentions in the form of `Document.clusters`; those of one mention are left out."""
    clusters = [{head(text, start, end): (start, end) for start, end in chain} for chain in chains]
    return [mentions for mentions in clusters if len(mentions) > 1]
