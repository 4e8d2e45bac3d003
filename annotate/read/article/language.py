"""Determine the language of a text: declared by the input, or detected from its words.

>>> declared("en_US"), declared("English"), detect("The board agreed on Wednesday to test a night ferry.")
('en-US', 'en', 'en')
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

#: The part of a text that is inspected, in code points.
_LOOKED_AT = 4000
#: The part that is inspected first.
_FIRST_LOOK = 800
#: A text whose letters take fewer bytes in UTF-8 is too short to detect.
_LETTERS = 20
#: The share and the number of English function words that suffice to call a text English. News has 0.30 to 0.45.
_ENGLISH_SHARE = 0.12
_ENGLISH_WORDS = 4
#: The lowest confidence of py3langid that counts, 0 to 1.
_SURE = 0.8

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
#: Language, script, region and further subtags of BCP 47 (RFC 5646), as far as they occur.
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?((?:-[a-z0-9]{2,8})*)", re.IGNORECASE)
UNKNOWN = "und"


def declared(value: str | None) -> str | None:
    """Return the BCP 47 tag of a declared language ("en_US", "English", "eng"); None if it is not a known language."""
    if not value or len(value) > 40:
        return None
    plain = value.strip().split(".")[0].replace("_", "-")
    if name := _table()[1].get(plain.lower()):
        return name
    match = _TAG.fullmatch(plain)
    if not match or plain.lower() == UNKNOWN:
        return None
    language, script, region, rest = match.groups()
    language = _table()[1].get(language.lower(), language.lower())
    return "-".join(p for p in (language, script and script.title(), region and region.upper()) if p) + rest.lower()


def detect(text: str) -> str:
    """Return the language of a text: an ISO 639-1 code such as 'en', or 'und' if it is too short or too mixed."""
    # The first lines usually show whether it is English; the rest is inspected only if they do not.
    if _is_english(_WORD.findall(text[:_FIRST_LOOK])):
        return "en"
    words = _WORD.findall(text[:_LOOKED_AT])
    if len("".join(words).encode("utf-8", "replace")) < _LETTERS:
        return UNKNOWN
    if _is_english(words):
        return "en"
    language, probability = _identifier().classify(" ".join(words))
    return str(language) if probability >= _SURE else UNKNOWN


def _is_english(words: list[str]) -> bool:
    """Return whether enough of the words are English function words."""
    if sum(map(len, words)) < _LETTERS:
        return False
    english = _english()
    hits = len([w for w in words if w.lower().replace("’", "'") in english])
    return hits >= min(_ENGLISH_WORDS, max(2, len(words) // 6)) and hits >= _ENGLISH_SHARE * len(words)


@cache
def _english() -> frozenset[str]:
    lines = files("annotate.read.article").joinpath("data/english.txt").read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


@cache
def _table() -> tuple[list[str], dict[str, str]]:
    table = tomllib.loads(files("annotate.read.article").joinpath("data/languages.toml").read_text("utf-8"))
    return table["candidates"], table["names"]


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(set(_table()[0]) & set(identifier.labels)))
    return identifier
