"""Cut runs of capitalised words into names, without titles, demonyms and the first word of a sentence."""

from __future__ import annotations

import re

from annotate.analyse.findings import Name, NameKind, Range
from annotate.analyse.names.candidate import SPEAKS
from annotate.analyse.names.evidence import Evidence
from annotate.analyse.names.kinds import Kinds
from annotate.analyse.names.runs import Run, Word, between
from annotate.analyse.names.vocabulary import vocabulary
from annotate.analyse.words import lexicon

_SAID_BEFORE = re.compile(rf"\b(?:{lexicon.one_of('name_words.toml', 'people', 'speaks')}) \Z")


#: The number of a body: "6th U.S. Circuit Court of Appeals".
_ORDINAL = re.compile(r"\b\d{1,3}(?:st|nd|rd|th)[ ]\Z")
#: What a firm is, in lower case after its name: "Marlowe Group plc".
_FIRM = re.compile(rf"[ \u00a0](?:{lexicon.one_of('name_words.toml', 'companies', 'small_endings')})\b")
#: An office whose object follows: "Commissioner for Trade Anton Keller".
_OFFICE_BEFORE = re.compile(r"\b([A-Z][\w-]*) (?:of|to|for) (?:the )?\Z")
#: The last syllable of "Kim Jong-il".
_LAST_SYLLABLE = re.compile(r"[-‑]([a-z]{1,5})\b")
_LINK_BEFORE = re.compile(r" (?:of|in|to|for) (?:the )?\Z")


class Cutter:
    """Cuts the runs of one text."""

    def __init__(self, text: str, evidence: Evidence) -> None:
        self._text = text
        self._evidence = evidence
        self._kinds = Kinds(text, evidence)
        self._vocabulary = vocabulary()

    def names(self, run: Run) -> list[Name]:
        """Return the names in a run."""
        return self._named(self._trimmed(run))

    def name(self, words: list[Word], kind: NameKind, confidence: float, rule: str) -> Name:
        """Return the words as a name, "-il" of "Kim Jong-il" with them."""
        start, end = words[0].start, words[-1].end
        ending = _LAST_SYLLABLE.match(self._text[end : end + 8])
        if ending and len(words) > 1 and words[0].text in self._vocabulary.family_first:
            end += ending.end()
        firm = _FIRM.match(self._text, end)
        if firm:
            end, kind, confidence = firm.end(), "organization", max(confidence, 0.9)
        numbered = _ORDINAL.search(self._text, max(0, start - 6), start) if kind == "organization" else None
        return Name(Range(numbered.start() if numbered else start, end), kind, confidence, rule)

    def _trimmed(self, run: Run) -> Run:
        """Drop the first word of a sentence where it has its capital from there only."""
        if not run.weak:
            return run
        if len(run.words) == 1:
            return run if self._keeps_only(run.words[0]) else run._replace(words=())
        return run if self._keeps_first(run.words) else run._replace(words=run.words[1:], weak=False)

    def _keeps_only(self, word: Word) -> bool:
        """Return whether the only word of a run, the first one of its sentence, is a name."""
        first, low = word.text, word.text.lower()
        if first.isupper() and len(first) > 1:
            return True
        speaks = bool(SPEAKS.match(self._text, word.end))
        small = low in self._evidence.lower
        if first in self._evidence.tails and (not small or speaks):
            return True
        if small and not self._evidence.strong[first]:
            return False
        if low not in self._vocabulary.common or self._evidence.alone[first] > small:
            return True
        named = first in self._vocabulary.given or first in self._vocabulary.family_first
        return named and not small and speaks

    def _keeps_first(self, words: tuple[Word, ...]) -> bool:
        """Return whether the first word of a sentence belongs to the name that it begins."""
        known, first, low = self._vocabulary, words[0].text, words[0].text.lower()
        if low not in known.common or known.is_title(first) or first in known.org_heads:
            return True
        if (
            self._evidence.starts[first]
            or first in known.demonyms
            or first in known.adjectives
            or first in known.family_first
            or first in known.members
            or first in known.pronoun_like
        ):
            return True
        second, last = words[1].text, words[-1]
        if first in known.given and (
            second.lower() not in known.common or second.endswith(".") or SPEAKS.match(self._text, last.end)
        ):
            return True
        if last.text in known.org_heads or last.text in known.place_heads:
            return True
        return not (
            low in self._evidence.lower
            or second in known.given
            or self._evidence.starts[second]
            or second in self._evidence.tails
            or self._text[words[1].start : last.end] in known.countries
        )

    def _named(self, run: Run) -> list[Name]:
        """Cut a run into names and tell what each is; titles drop out."""
        words = list(run.words)
        if len(words) == 1 and words[0].text in self._evidence.tails and self._speaks(words[0]):
            return [self.name(words, "person", 0.7, "family name")]
        words = self._without_end(words)
        if not words:
            return []
        whole = self._text[words[0].start : words[-1].end]
        known = self._vocabulary
        if len(words) > 1 and (whole in known.countries or whole in known.places or whole in known.demonyms):
            return [self.name(words, known.gazetteer(whole), 0.95, "gazetteer")]
        titled = self._titled(words)
        if titled is not None:
            return titled
        if len(words) > 1 and (parts := self._parts(words)):
            return parts
        kind, confidence, rule = self._kinds.of(words)
        return [self.name(words, kind, confidence, rule)] if confidence else []

    def _speaks(self, word: Word) -> bool:
        """Return whether a verb of saying stands before or after a word."""
        return bool(_SAID_BEFORE.search(self._before(word.start)) or SPEAKS.match(self._text, word.end))

    def _without_end(self, words: list[Word]) -> list[Word]:
        """Return a run without "poll", honorifics and short offices at its end; the latter belong to the next name."""
        known = self._vocabulary
        while words and (
            (words[-1].text in known.honorifics and not self._is_family_name(words))
            or (words[-1].text.rstrip(".") in known.offices and words[-1].text.endswith("."))
        ):
            words.pop()
        if len(words) > 2 and words[-1].text in known.polls and words[-2].text in known.org_heads:
            words.pop()
        return words

    def _titled(self, words: list[Word]) -> list[Name] | None:
        """Return the names in and after a title; None where no title decides."""
        known, texts = self._vocabulary, [w.text for w in words]
        linked = {"of", "for", "on"} & between(self._text, words)
        if linked and not known.is_title(texts[0]) and texts[-2] not in known.given:
            return None
        last_title = self._last_title(words)
        if last_title is None:
            return None
        before, after = words[: last_title + 1], words[last_title + 1 :]
        if not after:
            return self._before_title(before)
        heads = after[-1].text in known.org_heads or after[-1].text in known.place_heads
        if not heads and self._like_person(after):
            return [*self._before_title(before), self.name(after, "person", 0.95, "title")]
        return None

    def _parts(self, words: list[Word]) -> list[Name]:
        """Return the names of a run that is several, one behind the other; () where it is one."""
        texts = [w.text for w in words]
        cut = self._gazetteer_prefix(texts) or self._town_prefix(words)
        if cut:
            head, rest = words[:cut], words[cut:]
            kind = self._vocabulary.gazetteer(self._text[head[0].start : head[-1].end])
            return [self.name(head, kind, 0.9, "gazetteer"), *self._named(Run(tuple(rest), False, False))]
        cut = self._person_behind(texts, bool(SPEAKS.match(self._text, words[-1].end)))
        if not cut:
            return []
        return [
            *self._named(Run(tuple(words[:cut]), False, False)),
            *self._named(Run(tuple(words[cut:]), False, False)),
        ]

    def _person_behind(self, texts: list[str], speaks: bool) -> int:
        """Return where a person's name starts after the name of a body: "of the House Newt Gingrich"."""
        for at in range(1, len(texts)):
            if (
                texts[at - 1] in self._vocabulary.org_heads
                and at == len(texts) - 1
                and self._evidence.alone[texts[at]] > 1
                and self._vocabulary.gazetteer(texts[at]) == "other"
            ):
                return at
            said = speaks and at == len(texts) - 2 and texts[at - 1] in self._vocabulary.org_heads
            if said and all(self._vocabulary.is_rare(t) and t not in self._vocabulary.org_heads for t in texts[at:]):
                return at
            if at == len(texts) - 1:
                break
            given = self._vocabulary.is_given(texts[at]) or (
                texts[at] in self._vocabulary.given and self._vocabulary.is_rare(texts[at + 1])
            )
            if given and texts[at + 1] not in self._vocabulary.org_heads:
                before = texts[at - 1]
                if (
                    before in self._vocabulary.org_heads
                    or before.isupper()
                    or (at == 1 and before.lower() in self._vocabulary.common)
                ):
                    return at if len(before) > 2 else 0
        rare = [self._vocabulary.is_rare(t) and not t.isupper() and t not in self._vocabulary.org_heads for t in texts]
        return 1 if texts[0] in ("House", "Senate") and len(texts) == 3 and rare[2] else 0

    def _is_family_name(self, words: list[Word]) -> bool:
        """Return whether an honorific is a family name after a given one: "Jeffrey Lord"."""
        return (
            len(words) == 2
            and self._vocabulary.is_given(words[0].text)
            and words[1].text in self._vocabulary.honorifics
        )

    def _before(self, at: int) -> str:
        return self._text[max(0, at - 12) : at]

    def _last_title(self, words: list[Word]) -> int | None:
        """Return the place of the last word of a title inside a run; "Secretary of State" ends with its office."""
        texts = [w.text for w in words]
        for at in range(len(texts) - 1, -1, -1):
            if not self._vocabulary.is_title(texts[at]) or (at > 1 and texts[at] in self._vocabulary.suffixes):
                continue
            if self._is_family_name(words[: at + 1]):
                continue
            if at and texts[at].lower() in self._vocabulary.nouns:
                before = texts[at - 1]
                short = before.rstrip(".") in self._vocabulary.offices and before.endswith(".")
                if short and before.rstrip(".") in self._vocabulary.ranks:
                    return at  # "Lt. General X"
                if before in self._vocabulary.honorifics or short:
                    return at - 1
                if self._vocabulary.is_given(before) and (at == 1 or before not in self._vocabulary.org_heads):
                    continue
            if at + 1 < len(words) and self._text[words[at].end : words[at + 1].start] == " of ":
                office = at + 1
                given = next((i for i in range(office + 1, len(texts)) if texts[i] in self._vocabulary.given), None)
                if given is not None:
                    return given - 1
                if len(texts) - office >= 3:
                    return len(texts) - 3
                if len(texts) - office == 2 and texts[-1].lower() not in self._vocabulary.common:
                    return len(texts) - 2
                return len(texts) - 1
            return at
        return None

    def _like_person(self, words: list[Word]) -> bool:
        if len(words) > 5 or (words[0].text in self._vocabulary.countries and len(words) == 1):
            return False
        if any(w.text in self._vocabulary.org_heads for w in words):
            return False
        if len(words) == 1:
            text = words[0].text
            return (
                not (text.isupper() and 1 < len(text) <= 4)
                and text not in self._vocabulary.adjectives
                and text not in self._vocabulary.demonyms
            )
        return True

    def _before_title(self, words: list[Word]) -> list[Name]:
        """Return the names inside a title: "White House" of "White House Press Secretary"."""
        kept: list[Word] = []
        for word in words:
            low = word.text.lower().rstrip(".")
            if self._vocabulary.is_title(word.text) or (
                low in self._vocabulary.modifiers and word.text not in self._vocabulary.demonyms
            ):
                break
            kept.append(word)
        if not kept:
            return []
        whole = self._text[kept[0].start : kept[-1].end]
        kind = self._vocabulary.gazetteer(whole)
        if kind != "other":
            return [self.name(kept, kind, 0.9, "gazetteer")]
        if len(kept) > 1 and any(w.text in self._vocabulary.org_heads for w in (kept[0], kept[-1])):
            return [self.name(kept, "organization", 0.8, "organisation's head")]
        if kept[0].text in self._vocabulary.demonyms or kept[0].text in self._vocabulary.adjectives:
            name = self.name(kept[:1], "nationality", 0.9, "gazetteer")
            return [name, *self._before_title(kept[1:])] if len(kept) > 1 else [name]
        if kept[-1].text in self._vocabulary.org_heads or all(w.text.isupper() and len(w.text) > 1 for w in kept):
            return [self.name(kept, "organization", 0.75, "organisation's head")]
        if len(kept) == 1 and kept[0].text.lower() not in self._vocabulary.common:
            return [self.name(kept, "other", 0.4, "before a title")]
        return []

    def _town_prefix(self, words: list[Word]) -> int:
        """Return how many first words an office is of: "Mayor of London X", "Ambassador to the United Nations X"."""
        if not _LINK_BEFORE.search(self._before(words[0].start)):
            return 0
        office = _OFFICE_BEFORE.search(self._text, max(0, words[0].start - 40), words[0].start)
        if office and self._vocabulary.is_title(office[1]):
            at = len(words) - 2
            if at > 0 and self._vocabulary.is_given(words[at].text) and self._vocabulary.is_rare(words[-1].text):
                return at
        if self._before(words[0].start).endswith(" the "):
            return 0
        for size in (3, 2, 1):
            town = " ".join(w.text for w in words[:size])
            if (
                size + 2 <= len(words)
                and town in self._vocabulary.places
                and self._vocabulary.is_rare(words[size].text)
            ):
                return size
        return 0

    def _gazetteer_prefix(self, texts: list[str]) -> int:
        """Return how many first words are a country or a demonym that is not part of the name after it."""
        for size in (3, 2, 1):
            if size >= len(texts):
                continue
            name = " ".join(texts[:size])
            rest = texts[size:]
            if " ".join(rest) in self._vocabulary.single_orgs and name in self._vocabulary.adjectives:
                return size
            if (
                name not in self._vocabulary.countries
                and name not in self._vocabulary.demonyms
                and name not in self._vocabulary.adjectives
            ):
                continue
            if any(w in self._vocabulary.org_heads or w in self._vocabulary.place_heads for w in rest):
                return 0
            if name in self._vocabulary.given and name not in self._vocabulary.demonyms:
                return 0
            if name in self._vocabulary.also_given and rest[0] not in self._vocabulary.given:
                return 0  # "Finn Roe", but "Dane Holger Rune"
            if (
                all(w.lower() in self._vocabulary.common for w in rest)
                and not self._vocabulary.is_title(rest[0])
                and rest[0] not in self._vocabulary.given
            ):
                return 0
            return size
        return 0
