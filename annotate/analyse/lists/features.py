"""The features of a candidate list, as named numbers: its label, how its items are delimited, and what they say."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from annotate.analyse.findings import Range
from annotate.analyse.lists.announcements import Announcement
from annotate.analyse.lists.candidates import Candidate
from annotate.analyse.lists.items import shape
from annotate.analyse.lists.labels import away
from annotate.analyse.lists.members import is_clause, is_gerund, is_order, words_of
from annotate.analyse.text.outline import Outline
from annotate.analyse.words.files import words
from annotate.analyse.words.number_words import one_of, term_set

ANNOUNCING = re.compile(rf"\b(?:{one_of('announcing')})\b")
#: An item with a heading of its own: "Better pay: salaries will rise".
_HEADED = re.compile(r"[^.!?:;\n]{3,80}(?::|\.?\*\*|\s?[–—]\s)|[^.!?\n]{3,80}\n")
#: In characters: as far before a label as its verb is looked for.
_REACH = 160
#: In words: as far into an item as it shows that it tells a story.
_TOLD_REACH = 14
#: In characters: as far into an item as it shows that it is a name.
_NAME_REACH = 80
#: Sets of nouns of data/lists.toml that are features of a label.
_NOUN_SETS = ("soft_nouns", "demand_nouns", "of_nouns", "aim_nouns", "area_nouns", "value_nouns", "plan_heads")


def features(outline: Outline, candidate: Candidate) -> dict[str, float]:
    """Return the named features of a candidate; shares are of its items, from 0 to 1."""
    ranges = [r for _, r in candidate.items]
    found = {
        f"form.{_family(candidate.form)}": 1.0,
        "lost": float(outline.lost),
        "phrases": float(bool(candidate.phrases)),
    }
    found |= _of_label(outline, candidate.label, ranges) if candidate.label else {}
    found |= _of_items(outline, ranges)
    found |= _of_place(outline, candidate, ranges)
    return found | _together(candidate, found)


def _together(candidate: Candidate, found: Mapping[str, float]) -> dict[str, float]:
    """Return features that inform only in combination, such as demands in a list that merely "includes" them."""
    noun = candidate.label.noun if candidate.label else ""
    marked = found["marked"] > 0
    return {
        "idle": 0.0 if marked or noun not in term_set("soft_nouns") else 1.0 - found["to be done"],
        "named members": found["names"] * (found.get("kind.pillar", 0.0) + found.get("kind.open", 0.0)),
        "demands include": float(candidate.form in ("include", "including") and noun in term_set("demand_nouns")),
        "aims to do": float(noun in term_set("aim_nouns")) * max(found["gerunds"], found["infinitives"]),
        "bare plural": float(not found.get("definite", 1.0)) * (1.0 - found.get("announced", 0.0)),
    }


def _family(form: str) -> str:
    """Return the family of a form: "digits 1." and "bullet •" are digits and bullets."""
    return "lost marks" if form.startswith("digits lost") else form.split()[0]


def _of_label(outline: Outline, label: Announcement, items: Sequence[Range]) -> dict[str, float]:
    text, start, end = outline.text, label.label.start, label.label.end
    sentence = outline.sentences[label.sentence]
    before = words_of(text, max(sentence.start, start - _REACH), start)
    between = words_of(text, end, items[0].start) if end <= items[0].start else []
    return {
        "label": 1.0,
        f"kind.{label.kind}": 1.0,
        "count": float(label.count is not None),
        "count agrees": float(label.count == len(items)),
        "strong": float(label.strong),
        "definite": float(label.definite),
        "point": float(label.noun == "point" and label.kind == "proposal"),
        "following": float(label.noun == "following" or "following" in label.label.of(text).casefold()),
        "colon": float(label.colon is not None),
        "announced": float(ANNOUNCING.search(text, max(sentence.start, start - _REACH), start) is not None),
        "owner": float(bool(set(before[-3:]) & term_set("owners"))),
        "plural sign": float(bool(set(before[-2:]) & (term_set("plural_signs") | {"following", "new"}))),
        "possessive": float(bool(before) and before[-1].endswith(("'s", "’s"))),
        "between": float(min(30, len(between))),
        "items first": float(items[0].start < start),
        "sentences away": float(min(5, max(0, away(outline, label, items[0].start)))),
        **{f"noun.{name}": 1.0 for name in _NOUN_SETS if label.noun in term_set(name)},
    }


def _of_items(outline: Outline, items: Sequence[Range]) -> dict[str, float]:
    text = outline.text
    rows = [words_of(text, r.start, _first_end(outline, r)) for r in items]
    sizes = [len(words) for words in rows]
    return {
        "items": float(min(12, len(items))),
        "mean words": round(math.log1p(sum(sizes) / len(items)), 4),
        "longest": round(math.log1p(max(sizes)), 4),
        "shortest": round(math.log1p(min(sizes)), 4),
        **_of_words(rows),
        **_of_ranges(text, items),
    }


def _share(holds: Iterable[bool]) -> float:
    """Return the share of true values."""
    seen = list(holds)
    return round(sum(seen) / len(seen), 4)


def _of_words(rows: Sequence[list[str]]) -> dict[str, float]:
    """Return what the words of the items say; `rows` are in lower case."""
    strict = [_firmly(words) for words in rows]
    orders = [is_order(words) for words in rows]
    told = [bool(set(words[:_TOLD_REACH]) & term_set("told")) for words in rows]
    starts = Counter(words[0] if words else "" for words in rows)
    third = [bool(words) and words[0].endswith("s") and words[0][:-1] in term_set("orders") for words in rows]
    return {
        "orders": _share(orders),
        "duties": _share(strict),
        "to be done": _share(a or b for a, b in zip(strict, orders, strict=True)),
        "future": _share(bool(set(words) & term_set("to_be_done")) for words in rows),
        "told": _share(t and not s for s, t in zip(strict, told, strict=True)),
        "finite": _share(bool(set(words) & term_set("finite")) for words in rows),
        "gerunds": _share(bool(words) and is_gerund(words[0]) for words in rows),
        "infinitives": _share(words[:1] == ["to"] for words in rows),
        "past": _share(bool(words) and words[0].endswith("ed") for words in rows),
        "third person": _share(third),
        "articles": _share(words[:1] in (["a"], ["an"], ["the"]) for words in rows),
        "we": _share(words[:1] in (["we"], ["i"]) for words in rows),
        "same start": round(max(starts.values()) / len(rows), 4),
    }


def _of_ranges(text: str, items: Sequence[Range]) -> dict[str, float]:
    """Return what the items look like."""
    shapes = Counter(shape(text, r) for r in items)
    return {
        "clauses": _share(is_clause(text, r) for r in items),
        "names": _share(_is_name(text, r) for r in items),
        "places": _share(_is_place(r.of(text)[:_NAME_REACH]) for r in items),
        "capitals": _share(text[r.start].isupper() for r in items),
        "digits": _share(any(c.isdigit() for c in r.of(text)[:_NAME_REACH]) for r in items),
        "headed": _share(bool(_HEADED.match(text, r.start, r.end)) for r in items),
        "alike": round(max(shapes.values()) / len(items), 4),
        "plain shape": float(shapes.most_common(1)[0][0] == "word"),
    }


def _of_place(outline: Outline, candidate: Candidate, items: Sequence[Range]) -> dict[str, float]:
    text = outline.text
    first, last = items[0], items[-1]
    sentence = outline.sentences[outline.sentence_at(last.end - 1)]
    separators = text[first.end : items[1].start]
    return {
        "semicolons": float(";" in separators),
        "tail": round(math.log1p(len(words_of(text, last.end, max(last.end, sentence.end)))), 4),
        "one sentence": float(outline.sentence_at(first.start) == outline.sentence_at(last.start)),
        "rows": float(all(outline.paragraph_at(a.start) != outline.paragraph_at(b.start) for a, b in pairwise(items))),
        "marked": float(candidate.items[-1][0] is not None),
        "early": float(first.start < len(text) * 0.3),
    }


def _first_end(outline: Outline, where: Range) -> int:
    """Return where the first sentence of an item ends."""
    return min(where.end, max(outline.sentences[outline.sentence_at(where.start)].end, where.start + 1))


def _firmly(words_: Sequence[str]) -> bool:
    """Return whether a duty, a promise or a demand is expressed: "should", "need to", "we will"."""
    if any(w in term_set("duties") for w in words_):
        return True
    return any(f"{a} {b}" in term_set("duty_pairs") for a, b in pairwise(words_))


def _is_name(text: str, where: Range) -> bool:
    """Return whether an item is the name of somebody, something or a place."""
    tokens = text[where.start : min(where.end, where.start + _NAME_REACH)].split()
    if not tokens or not all(t[:1].isupper() or t.casefold() in term_set("name_links") for t in tokens):
        return False
    if _is_place(" ".join(tokens)):
        return True
    return not all(t.strip(".,’'").casefold() in words("common_words.txt") for t in tokens)


def _is_place(name: str) -> bool:
    """Return whether a place or a country is named first or alone."""
    plain = [t.strip(".,’'\"”").casefold() for t in name.split()]
    return " ".join(plain) in _places() or (name[:1].isupper() and bool(plain) and plain[0] in _places())


@cache
def _places() -> frozenset[str]:
    return frozenset(p.casefold() for name in ("places.txt", "countries.txt") for p in words(name))
