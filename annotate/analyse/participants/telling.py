"""Cues that tell: by which words somebody is quoted or paraphrased, and by which only a vote or a plan is ascribed."""

from __future__ import annotations

import re
from functools import cache

from annotate.analyse.findings import Attribution
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table

_BY = re.compile(r"\bby (?:the |an? )?\Z")


def tells(text: str, attribution: Attribution) -> bool:
    """Return whether the cue is one of telling: "said", "according to", a colon; "voted for" is not one.

    Nor is the purpose of what somebody once made: "a term coined by Ana Diaz to describe them".
    """
    cue = attribution.cue.of(text) if attribution.cue else ""
    if (
        cue.startswith("to ")
        and attribution.source
        and _BY.search(text, max(0, attribution.source.start - 12), attribution.source.start)
    ):
        return False
    if not any(c.isalpha() for c in cue):
        return True
    telling = _telling().search(cue)
    denied = _negations().search(cue) and telling is not None and not telling.group().casefold().startswith("say")
    return telling is not None and not denied


@cache
def _telling() -> re.Pattern[str]:
    words = table("participation.toml")["telling"]
    forms = {form for verb in words["verbs"].split() for form in _forms(verb)} | set(words["words"].split())
    return re.compile(rf"\b(?:{lexicon.alternation(forms)})\b", re.IGNORECASE)


@cache
def _negations() -> re.Pattern[str]:
    return re.compile(rf"(?:\b|(?<=\w))(?:{lexicon.one_of('participation.toml', 'telling', 'negations')})\b")


def _forms(verb: str) -> set[str]:
    """Return the forms of a regular verb."""
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    doubled = verb + verb[-1]
    return {verb, verb + "s", verb + "es", verb + "ed", verb + "ing", doubled + "ed", doubled + "ing"}
