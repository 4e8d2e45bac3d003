"""Proper names and what each stands for.

Rules over capitals: a run of capitalised words is cut where a title, a demonym or a sentence's first word ends, and
told apart by its words (an organisation's head, a given name, a gazetteer) and by its neighbours (a title before, a
verb of speaking behind). What the whole text shows decides the rest: a word that starts a sentence is a name if it
has a capital elsewhere too, and "Zhang" is a person where "Zhang Hanhui" is one. In headlines, where every word has a
capital, only names that the text or the lists know are taken. Works where the marks are lost, too: glued words
("proposalZhang") and possessives without an apostrophe ("Chinas").
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from annotate.analyse import lexicon
from annotate.analyse.findings import Layout, Name, NameKind, Range

_UPPER = "".join(chr(c) for c in range(0x41, 0x250) if chr(c).isupper())
_U = f"[{_UPPER}]"
#: A letter or digit; combining marks, and what UTF-8 read as Latin-1 leaves behind ("FranÃ§ois"), belong to the word.
_W = r"(?:[^\W_]|[\u0300-\u036f]|(?<=[ÃÂ\u0302\u0303])[\x80-\xbf])"
_TOKEN = re.compile(
    rf"(?:(?<![^\W_])|(?<=[a-z]{{2}}))"
    rf"(?:{_U}\.(?:[ ]?{_U}\.)+(?:{_U}(?![^\W_]))?"  # U.S., J. K.
    rf"|(?:Mr|Mrs|Ms|Mme|Dr|Sens?|Reps?|Govs?|Gen|Col|Lt|Sgt|Capt|Prof|Rev|Hon|St|Jr|Sr|Maj|Adm|Cmdr|Det|Supt|Amb|Ft|Mt"
    rf"|Messrs|Pres)\."
    rf"|{_U}\.(?=[ \u00a0]+[\"“(]?{_U})"  # an initial
    rf"|{_U}{_W}*(?:[’'`]{_U}{_W}+)?(?:[-‑]{_U}{_W}*)*(?:&{_U}{_W}*)?)"
    rf"|(?<![^\W_])(?:al|el|ul|ad|an|ash|as|at)[-‑]{_U}{_W}+"
)
_CAMEL = re.compile(rf"(?<=[a-z])(?={_U})")
_KEEP_CAMEL = re.compile(r"^(?:Mc|Mac|De|Di|Du|La|Le|Fitz|Van|O)[A-Z]")
_PARTICLES = "|".join(sorted(p for p in lexicon.words("name_words.toml", "people", "particles") if p.islower()))
_JOIN = re.compile(
    rf"(?P<plain>[ \u00a0]|[ ]?&[ ]|,?[ ](?=(?:Jr|Sr)\b|II|IV))"
    rf"|(?P<particle>[ \u00a0](?:(?!of\b)(?:{_PARTICLES})[ \u00a0]){{1,2}})"
    rf"|(?P<of>[ ](?:of|for|on|to)[ ](?:the[ ]|a[ ])?)"
    rf"|(?P<conj>[ ]and[ ])"
)
_LOWER_WORD = re.compile(r"(?<![^\W_])[a-z]+")
_WEAK_BEFORE = set(".!?:\n\r\"“”„«‘’'•*–—-…>|]")
_SPEAKS = re.compile(
    r"[ ,]{1,2}(?:(?:who|also|later|then|has|had|have) )?"
    rf"(?:{'|'.join(sorted(lexicon.words('name_words.toml', 'people', 'speaks')))})\b"
)
_SAID_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.words('name_words.toml', 'people', 'speaks')))}) \Z")
_KINDS = "|".join(sorted(lexicon.words("name_words.toml", "places", "kinds")))
_TOWN_OF = re.compile(rf"\b(?:{_KINDS}) of \Z")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|outside|across|throughout|toward|towards|to|around|inside)[ ]$")
_LISTED = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[•*·–-])\s")


class _Word(NamedTuple):
    start: int
    end: int
    text: str


class _Run(NamedTuple):
    """Capitalised words that stand together; `weak`: the first one would have a capital anyway."""

    words: tuple[_Word, ...]
    weak: bool
    #: All its capitals say nothing: a headline.
    headline: bool


#: A tagger's name that no rule found counts from this confidence on.
_TRUSTED = 0.7


def find_names(layout: Layout, tagged: Iterable[Name] = ()) -> tuple[Name, ...]:
    """Return every occurrence of a proper name, in order, none overlapping another.

    `tagged` are names that a tagger found. Where rule and tagger agree on the place, the surer one tells the kind, but
    for countries and demonyms, which are known; a tagger's name that no rule found is added if it is sure.
    """
    return _Finder(layout).names(tuple(tagged))


class _Finder:
    """The names of one text; what the text shows of a word is gathered first."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._text = layout.text
        self._lower = frozenset(_LOWER_WORD.findall(layout.text))
        self._not_names = lexicon.words("name_words.toml", "not_names", "words")
        self._times = lexicon.words("name_words.toml", "not_names", "times")
        self._org_heads = lexicon.words("name_words.toml", "organizations", "heads")
        self._members = lexicon.words("name_words.toml", "organizations", "members")
        self._single_orgs = lexicon.words("name_words.toml", "organizations", "single")
        self._place_heads = lexicon.words("name_words.toml", "places", "heads")
        self._adjectives = lexicon.words("name_words.toml", "people", "adjectives")
        self._family_first = lexicon.words("name_words.toml", "people", "surname_first")
        self._suffixes = lexicon.words("name_words.toml", "people", "suffixes")
        self._thing_heads = lexicon.words("name_words.toml", "things", "heads")
        self._compass = lexicon.words("name_words.toml", "places", "compass")
        self._prepositions = lexicon.words("name_words.toml", "not_names", "small")
        self._bad_acronyms = lexicon.words("name_words.toml", "not_names", "acronyms")
        self._offices = lexicon.words("titles.toml", "abbreviations", "words")
        self._honorifics = lexicon.honorifics()
        self._nouns = lexicon.person_nouns()
        self._modifiers = lexicon.words("titles.toml", "before", "modifiers")
        self._given = lexicon.given_names()
        self._common = lexicon.common_words()
        self._countries = lexicon.countries()
        self._demonyms = lexicon.demonyms()
        self._places = lexicon.places()
        self._no_apostrophes = len(self._text) > 300 and not re.search(r"\w['’]\w", self._text)
        self._strong: Counter[str] = Counter()
        self._tokens: Counter[str] = Counter()
        self._alone: Counter[str] = Counter()
        self._starts: Counter[str] = Counter()
        self._ends: Counter[str] = Counter()
        #: Last words of names of several words: possible family names.
        self._tails: set[str] = set()
        self._kinds: dict[str, NameKind] = {}

    def names(self, tagged: tuple[Name, ...]) -> tuple[Name, ...]:
        """Find the names of the text, a tagger's among them."""
        runs = self._runs()
        for run in runs:
            if not run.headline:
                for word in run.words[1 if run.weak else 0 :]:
                    self._strong[word.text] += 1
                if len(run.words) == 1 and not run.weak:
                    self._alone[run.words[0].text] += 1
                if not run.weak:
                    self._starts[run.words[0].text] += 1
                if len(run.words) > 1:
                    self._ends[run.words[-1].text] += 1
                first = run.words[-2].text if len(run.words) > 1 else ""
                if first in self._given or first in self._honorifics or first.rstrip(".") in self._offices:
                    self._tails.add(run.words[-1].text)
        found: list[Name] = []
        for run in runs:
            if not run.headline:
                found += self._named(self._trim(run))
        found = self._corrected(found, tagged)
        self._learn(found)
        found = [self._settled(name) for name in found]
        for run in runs:
            if run.headline:
                found += self._in_headline(run)
        found += self._added(found, tagged)
        found.sort(key=lambda name: name.range)
        return tuple(self._without_overlap(found))

    # --- runs -----------------------------------------------------------------------------------------------------

    def _words(self) -> list[_Word]:
        words = []
        for match in _TOKEN.finditer(self._text):
            token = match.group()
            start, end = match.span()
            cut = None
            if len(token) > 5 and not token.isupper() and not _KEEP_CAMEL.match(token):
                camel = _CAMEL.search(token)
                if camel:
                    left, right = token[: camel.start()], token[camel.start() :]
                    if self._is_known(left) and (right in self._not_names or right.lower() in self._common):
                        cut = start + camel.start()
            if cut is not None:
                words += [_Word(start, cut, self._text[start:cut]), _Word(cut, end, self._text[cut:end])]
                continue
            words.append(_Word(start, end, token))
        return words

    def _is_known(self, word: str) -> bool:
        return (
            word in self._countries
            or word in self._places
            or word in self._given
            or word in self._demonyms
            or word.lower() in self._common
        )

    def _runs(self) -> list[_Run]:
        shouted = self._headlines()
        starts = [r.start for r in shouted]
        line_starts = [p.start for p in self._layout.paragraphs]
        runs: list[_Run] = []
        current: list[_Word] = []
        weak = headline = False

        def close() -> None:
            if current:
                runs.append(_Run(tuple(current), weak, headline))
                current.clear()

        text = self._text
        tokens = self._words()
        self._tokens.update(word.text for word in tokens)
        if self._no_apostrophes:
            tokens = [self._without_ending(word) for word in tokens]
        for word in tokens:
            if self._breaks(word, current):
                close()
                continue
            if current:
                gap = text[current[-1].end : word.start]
                if len(gap) > 40 or not self._joins(gap, current, word):
                    close()
            if not current:
                weak = self._is_weak(word.start)
                at = bisect_right(starts, word.start) - 1
                headline = at >= 0 and word.start < shouted[at].end
            elif line_starts and bisect_right(line_starts, word.start) != bisect_right(line_starts, current[-1].start):
                close()
                weak = True
                at = bisect_right(starts, word.start) - 1
                headline = at >= 0 and word.start < shouted[at].end
            current.append(word)
        close()
        return runs

    def _breaks(self, word: _Word, current: list[_Word]) -> bool:
        """Say whether a word is never part of a name here: "The", "Tuesday", "R-Tex"."""
        text = word.text
        if text in self._times:
            before = current[-1].text if current and self._text[current[-1].end : word.start] in (" ", "\u00a0") else ""
            return not (text in self._given and before in self._given and before.lower() not in self._common)
        if text in self._not_names or (text.rstrip(".") in self._not_names and len(text) > 2):
            return not (text in self._given and not self._is_weak(word.start) and self._next_is_capital(word))
        return bool(re.match(r"[RDI][-‑]", text)) or (len(text) == 1 and text in "AIQ")

    def _next_is_capital(self, word: _Word) -> bool:
        after = self._text[word.end : word.end + 2]
        return len(after) == 2 and after[0] in " \u00a0" and after[1].isupper()

    def _is_weak(self, start: int) -> bool:
        """Say whether a word at `start` would have its capital anyway."""
        at = start - 1
        text = self._text
        while at >= 0 and text[at] in " \t\u00a0":
            at -= 1
        return at < 0 or text[at] in _WEAK_BEFORE or (at == start - 1 and text[at].isalnum())

    def _joins(self, gap: str, current: list[_Word], word: _Word) -> bool:
        match = _JOIN.fullmatch(gap)
        if not match:
            return gap == "\n" or self._nickname(gap, current, word)
        last = current[-1].text
        if match.lastgroup == "plain":
            return last.rstrip(".") not in self._suffixes or last.endswith(".") or word.text in self._org_heads
        if match.lastgroup == "particle":
            return last.lower() not in self._nouns
        head = next((w.text for w in reversed(current) if w.text in self._org_heads), None)
        if match.lastgroup == "of":
            if gap.startswith(" to") or (
                gap.strip() in ("on", "on the")
                and last not in ("Commission", "Committee", "Council", "Conference", "Bureau")
            ):
                return False
            if last.lower() in self._nouns:
                return gap == " of " and last in ("Secretary", "Minister", "Director", "Speaker", "Chief")
            if "the" in gap and (word.text.isupper() or word.text in self._countries or word.text == "United"):
                return False
            if last in self._place_heads and last not in self._org_heads and head is not None:
                return gap == " of "
            if last in self._members:
                return gap == " for "
            return last in self._org_heads or ("for" in gap and "of" in self._between(current))
        if head is None:
            joinable = len(current) == 1 or current[0].text in ("United", "National", "Federal")
            return joinable and last.lower() in self._common and last not in self._given and self._org_ahead(word)
        tail = current[-1].text
        linked = bool({"of", "for", "on"} & self._between(current))
        return linked and tail not in self._org_heads and tail not in self._countries and word.text not in self._given

    def _without_ending(self, word: _Word) -> _Word:
        """Cut the "s" off a possessive that has lost its apostrophe: "Clintons" becomes "Clinton"."""
        owner = self._owner(word.text)
        return _Word(word.start, word.start + len(owner), owner) if owner else word

    def _owner(self, word: str) -> str:
        """Return the name whose possessive has lost its apostrophe, or nothing."""
        base = word[:-1]
        if not word.endswith("s") or len(base) < 2 or word in self._org_heads or word in self._place_heads:
            return ""
        if word in self._demonyms or word in self._countries or word in self._places or word in self._adjectives:
            return ""
        known = base in self._countries or base in self._places or base in self._single_orgs or base.isupper()
        if known or self._tokens[base] >= max(1, self._tokens[word] - (base in self._given)):
            return base
        return ""

    def _between(self, words: list[_Word]) -> set[str]:
        """Return the small words between the words of a run."""
        gaps = (self._text[a.end : b.start] for a, b in itertools.pairwise(words))
        return {small for gap in gaps for small in gap.split()}

    def _nickname(self, gap: str, current: list[_Word], word: _Word) -> bool:
        """Join what stands around a nickname: `Robert C. "Bobby" Scott`."""
        text = self._text
        if re.fullmatch(r"[ \u00a0][\"“”‘'(]", gap):
            closed = re.match(rf"[\"”“’')][ \u00a0]{_U}", text[word.end : word.end + 3])
            return bool(closed) and (current[-1].text in self._given or current[-1].text.endswith("."))
        opened = text[current[-1].start - 1] in "\"“”‘'("
        return opened and bool(re.fullmatch(r"[\"”“’')][ \u00a0]", gap)) and len(current) > 1

    def _org_ahead(self, word: _Word) -> bool:
        match = re.compile(rf"(?:{_U}{_W}*[ ]){{1,3}}({_U}{_W}*)").match(self._text, word.start)
        return bool(match) and match.group(1) in self._org_heads  # type: ignore[union-attr]

    def _headlines(self) -> list[Range]:
        """Return the stretches whose capitals say nothing: title case or all capitals."""
        found = []
        text = self._text
        for where in self._layout.paragraphs:
            part = where.of(text) if where.end - where.start < 400 else ""
            words = re.findall(r"[^\W\d_]{2,}", part)
            if _LISTED.match(part) or re.search(r"[a-z]{2}\. ", part):
                continue
            if len(words) >= 3 and sum(w.isupper() for w in words) >= 0.6 * len(words):
                found.append(where)
                continue
            closed = part.rstrip().endswith((".", ","))
            first = where == self._layout.headline or where.start == self._layout.paragraphs[0].start
            if not first and (closed or not 3 <= len(words) <= 30):
                continue
            plain = [w for w in words if len(w) >= 4 and w.lower() in self._common]
            small = [w for w in words if len(w) >= 3 and w.islower() and w not in self._prepositions]
            if len(plain) >= 3 and len(small) <= (0 if closed else 0.15 * len(words)):
                found.append(where)
        return found

    # --- what a run is ----------------------------------------------------------------------------------------------

    def _trim(self, run: _Run) -> _Run:
        """Drop the first word of a sentence where it has its capital from there only."""
        if not run.weak:
            return run
        words = run.words
        first = words[0].text
        low = first.lower()
        if len(words) == 1:
            if first.isupper() and len(first) > 1:
                return run
            keep = low not in self._common or self._alone[first] > (low in self._lower)
            if first in self._tails and (low not in self._lower or _SPEAKS.match(self._text, words[0].end)):
                return run
            if low in self._lower and not self._strong[first]:
                keep = False
            if not keep and (first in self._given or first in self._family_first) and low not in self._lower:
                keep = bool(_SPEAKS.match(self._text, words[0].end))
            return run if keep else run._replace(words=())
        if low in self._common and not self._is_title(words[0].text) and first not in self._org_heads:
            known = self._starts[first] or first in self._demonyms or first in self._adjectives
            known = known or first in self._family_first or first in self._members
            second = words[1].text
            if first in self._given and (second.lower() not in self._common or second.endswith(".")):
                known = True
            if words[-1].text in self._org_heads or words[-1].text in self._place_heads:
                known = True
            rest = self._text[words[1].start : words[-1].end]
            if not known and (
                low in self._lower or second in self._given or self._starts[second] or rest in self._countries
            ):
                return run._replace(words=words[1:], weak=False)
        return run

    def _is_title(self, word: str) -> bool:
        return word in self._honorifics or word.rstrip(".") in self._offices or word.lower() in self._nouns

    def _named(self, run: _Run) -> list[Name]:
        """Cut a run into names and tell what each is; titles drop out."""
        words = list(run.words)
        if len(words) == 1 and words[0].text in self._tails and _SAID_BEFORE.search(self._before(words[0].start)):
            return [self._name(words, "person", 0.7, "family name")]
        while words and (
            words[-1].text in self._honorifics
            or (words[-1].text.rstrip(".") in self._offices and words[-1].text.endswith("."))
        ):
            words.pop()
        if not words:
            return []
        whole = self._text[words[0].start : words[-1].end]
        texts = [w.text for w in words]
        if len(words) > 1 and (whole in self._countries or whole in self._places or whole in self._demonyms):
            return [self._name(words, self._gazetteer(whole), 0.95, "gazetteer")]
        linked = {"of", "for", "on"} & self._between(words)
        last_title = (
            None
            if linked and not self._is_title(texts[0]) and texts[-2] not in self._given
            else self._last_title(words)
        )
        if last_title is not None:
            before, after = words[: last_title + 1], words[last_title + 1 :]
            titled = after and not (after[-1].text in self._org_heads or after[-1].text in self._place_heads)
            if titled and self._like_person(after):
                return [*self._before_title(before), self._name(after, "person", 0.95, "title")]
            if not after:
                return self._before_title(before)
        if len(words) > 1:
            cut = self._gazetteer_prefix(texts) or self._town_prefix(words)
            if cut:
                head, rest = words[:cut], words[cut:]
                name = self._text[head[0].start : head[-1].end]
                return [
                    self._name(head, self._gazetteer(name), 0.9, "gazetteer"),
                    *self._named(_Run(tuple(rest), False, False)),
                ]
            cut = self._person_behind(texts)
            if cut:
                return [
                    *self._named(_Run(tuple(words[:cut]), False, False)),
                    *self._named(_Run(tuple(words[cut:]), False, False)),
                ]
        kind, confidence, rule = self._classify(words)
        return [self._name(words, kind, confidence, rule)] if confidence else []

    def _person_behind(self, texts: list[str]) -> int:
        """Return where a person's name starts behind the name of a body: "of the House Newt Gingrich"."""
        for at in range(1, len(texts)):
            if texts[at - 1] in self._org_heads and at == len(texts) - 1 and self._alone[texts[at]] > 1:
                return at
            if at == len(texts) - 1:
                break
            given = self._is_given(texts[at]) or (texts[at] in self._given and self._is_rare(texts[at + 1]))
            if given and texts[at + 1] not in self._org_heads:
                before = texts[at - 1]
                if before in self._org_heads or before.isupper() or (at == 1 and before.lower() in self._common):
                    return at if len(before) > 2 else 0
        rare = [self._is_rare(t) and not t.isupper() and t not in self._org_heads for t in texts]
        return 1 if texts[0] in ("House", "Senate") and len(texts) == 3 and rare[2] else 0

    def _before(self, at: int) -> str:
        return self._text[max(0, at - 12) : at]

    def _last_title(self, words: list[_Word]) -> int | None:
        """Return the place of the last word of a title inside a run; "Secretary of State" ends with its office."""
        texts = [w.text for w in words]
        for at in range(len(texts) - 1, -1, -1):
            if not self._is_title(texts[at]):
                continue
            if at and texts[at].lower() in self._nouns:
                before = texts[at - 1]
                if before in self._honorifics or (before.rstrip(".") in self._offices and before.endswith(".")):
                    return at - 1
                if self._is_given(before) and (at == 1 or before not in self._org_heads):
                    continue
            if at + 1 < len(words) and self._text[words[at].end : words[at + 1].start] == " of ":
                office = at + 1
                given = next((i for i in range(office + 1, len(texts)) if texts[i] in self._given), None)
                if given is not None:
                    return given - 1
                if len(texts) - office >= 3:
                    return len(texts) - 3
                if len(texts) - office == 2 and texts[-1].lower() not in self._common:
                    return len(texts) - 2
                return len(texts) - 1
            return at
        return None

    def _is_given(self, word: str) -> bool:
        """Say whether a word is a given name and hardly anything else."""
        return (
            word in self._given
            and word.lower() not in self._common
            and not (word in self._places or word in self._demonyms or word in self._countries)
        )

    def _is_rare(self, word: str) -> bool:
        """Say whether a word is no common one and no place."""
        return word.lower() not in self._common and word not in self._places and word not in self._countries

    def _like_person(self, words: list[_Word]) -> bool:
        if len(words) > 5 or (words[0].text in self._countries and len(words) == 1):
            return False
        if any(w.text in self._org_heads for w in words):
            return False
        if len(words) == 1:
            text = words[0].text
            return (
                not (text.isupper() and 1 < len(text) <= 4)
                and text not in self._adjectives
                and text not in self._demonyms
            )
        return True

    def _before_title(self, words: list[_Word]) -> list[Name]:
        """Return the names inside a title: "White House" of "White House Press Secretary"."""
        kept: list[_Word] = []
        for word in words:
            low = word.text.lower().rstrip(".")
            if self._is_title(word.text) or (low in self._modifiers and word.text not in self._demonyms):
                break
            kept.append(word)
        if not kept:
            return []
        whole = self._text[kept[0].start : kept[-1].end]
        kind = self._gazetteer(whole)
        if kind != "other":
            return [self._name(kept, kind, 0.9, "gazetteer")]
        if len(kept) > 1 and any(w.text in self._org_heads for w in (kept[0], kept[-1])):
            return [self._name(kept, "organization", 0.8, "organisation's head")]
        if kept[0].text in self._demonyms or kept[0].text in self._adjectives:
            name = self._name(kept[:1], "nationality", 0.9, "gazetteer")
            return [name, *self._before_title(kept[1:])] if len(kept) > 1 else [name]
        if kept[-1].text in self._org_heads or all(w.text.isupper() and len(w.text) > 1 for w in kept):
            return [self._name(kept, "organization", 0.75, "organisation's head")]
        if len(kept) == 1 and kept[0].text.lower() not in self._common:
            return [self._name(kept, self._kinds.get(kept[0].text, "other"), 0.4, "before a title")]
        return []

    def _gazetteer(self, name: str) -> NameKind:
        if name in self._countries:
            return "country"
        if name in self._demonyms or name in self._adjectives:
            return "nationality"
        return "place" if name in self._places else "other"

    def _town_prefix(self, words: list[_Word]) -> int:
        """Return how many first words are the town of an office: "Mayor of London Sadiq Khan"."""
        if not re.search(r" (?:of|in|to|for) \Z", self._before(words[0].start)):
            return 0
        for size in (3, 2, 1):
            town = " ".join(w.text for w in words[:size])
            if size + 2 <= len(words) and town in self._places and self._is_rare(words[size].text):
                return size
        return 0

    def _gazetteer_prefix(self, texts: list[str]) -> int:
        """Return how many first words are a country or a demonym that is no part of the name behind it."""
        for size in (3, 2, 1):
            if size >= len(texts):
                continue
            name = " ".join(texts[:size])
            rest = texts[size:]
            if name not in self._countries and name not in self._demonyms and name not in self._adjectives:
                continue
            if any(w in self._org_heads or w in self._place_heads for w in rest):
                return 0
            if name in self._given and name not in self._demonyms:
                return 0
            if (
                all(w.lower() in self._common for w in rest)
                and not self._is_title(rest[0])
                and rest[0] not in self._given
            ):
                return 0
            return size
        return 0

    def _classify(self, words: list[_Word]) -> tuple[NameKind, float, str]:
        texts = [w.text for w in words]
        whole = self._text[words[0].start : words[-1].end]
        last = texts[-1].rstrip(".")
        before = self._text[max(0, words[0].start - 12) : words[0].start]
        if len(words) == 1:
            return self._classify_one(words[0], before)
        has_link = any(
            self._text[a.end : b.start].strip() in ("of", "of the", "for", "for the", "on", "on the", "and", "&")
            for a, b in itertools.pairwise(words)
        )
        if all(t in self._adjectives or t in self._demonyms for t in texts):
            return "nationality", 0.9, "gazetteer"
        if last in self._org_heads and not (
            self._is_given(texts[0])
            and len(texts) == 2
            and last.lower() in ("young", "trust", "church", "post", "wells")
        ):
            return "organization", 0.9, "organisation's head"
        if last in self._thing_heads and not self._is_given(texts[0]):
            return "other", 0.7, "a thing's head"
        if has_link:
            return (
                ("organization", 0.8, "organisation's head")
                if any(t in self._org_heads or t in self._members for t in texts)
                else ("other", 0.5, "linked words")
            )
        by_given = len(texts) == 2 and self._is_given(texts[0]) and not _PLACE_BEFORE.search(before)
        if by_given and last in self._place_heads and self._person_context(words, before):
            return "person", 0.8, "context"
        by_compass = texts[0] in self._compass and (
            self._gazetteer(" ".join(texts[1:])) in ("place", "country") or last == "Coast"
        )
        if by_compass or last == "County" or (last in self._place_heads and texts[0].lower() not in self._nouns):
            return ("place", 0.8, "place's head")
        if (
            texts[0] in self._family_first
            and len(texts) <= 3
            and all(t.lower() not in self._common or t in self._family_first for t in texts[1:])
        ):
            return "person", 0.85, "family name first"
        initials = any(re.fullmatch(rf"{_U}\.?", t) for t in texts[1:-1]) or re.fullmatch(rf"(?:{_U}\.)+", texts[0])
        if initials and texts[0] not in self._countries and last.lower() not in self._common:
            return "person", 0.9, "initial"
        if texts[0] in self._given and len(texts) <= 5:
            plain = sum(t.lower() in self._common for t in texts)
            if plain == len(texts) and texts[0].lower() in self._common and not self._person_context(words, before):
                return "other", 0.5, "common words"
            return "person", 0.9 if texts[0].lower() not in self._common else 0.75, "given name"
        if all(t.isupper() and len(t) > 1 for t in texts):
            return (
                ("organization", 0.5, "capitals")
                if not all(t.lower() in self._common for t in texts)
                else ("other", 0.0, "capitals")
            )
        if self._person_context(words, before):
            return "person", 0.8, "context"
        if whole in self._places:
            return "place", 0.9, "gazetteer"
        if all(t.lower() in self._common for t in texts):
            return "other", 0.5, "common words"
        if any(t in self._org_heads for t in texts) or before.endswith("the "):
            return "organization", 0.6, "organisation's head"
        if texts[0] in self._places or texts[0] in self._countries:
            return "organization" if last.lower() in self._common else "other", 0.5, "place first"
        if len(texts) in (2, 3) and all(t.lower() not in self._common and not t.isupper() for t in texts):
            if _PLACE_BEFORE.search(before) and not before.endswith((" to ", " from ")):
                return "place", 0.5, "preposition"
            return "person", 0.6, "two rare words"
        if (
            len(texts) == 2
            and texts[0].lower() not in self._common
            and not texts[0].isupper()
            and not texts[1].isupper()
        ):
            return "person", 0.5, "two words"
        return "other", 0.5, "capitals"

    def _person_context(self, words: list[_Word], before: str) -> bool:
        """Say whether the words around tell of a person: "spokesman X", "X, 45,", "X said", "X, who"."""
        text = self._text
        prior = re.search(r"([^\W\d_]+)[ ,]{1,2}$", before)
        if prior and prior.group(1).islower() and prior.group(1) in self._nouns:
            return True
        end = words[-1].end
        if re.match(
            r", (?:\d\d\b|who\b|an? [a-z]+)|[’']s (?:wife|husband|son|daughter|lawyer|spokes)| \([DRI][-‑]",
            text[end : end + 20],
        ):
            return True
        return bool(_SPEAKS.match(text, end)) and not before.endswith("the ") and not before.endswith("The ")

    def _classify_one(self, word: _Word, before: str) -> tuple[NameKind, float, str]:
        text = word.text
        if text in self._single_orgs:
            return "organization", 0.9, "list"
        kind = self._gazetteer(text)
        bare = text.replace(".", "")
        if kind in ("country", "nationality"):
            if text == "US" and self._text[word.start - 3 : word.start] == "of ":
                return "country", 0.9, "gazetteer"
            if (
                text in self._given
                and (_SPEAKS.match(self._text, word.end) or text in ("Chad", "Jordan", "Israel"))
                and not _PLACE_BEFORE.search(before)
            ):
                return "country", 0.6, "gazetteer"
            return kind, 0.95, "gazetteer"
        if bare.isupper() and len(bare) >= 2 and any(c.isalpha() for c in bare):
            low = bare.lower()
            if len(bare) > 3 and (self._strong[bare.title()] or self._text[word.end : word.end + 1] == ":"):
                spoken = self._text[word.end : word.end + 1] == ":" and (
                    self._tokens[text] > 1 or self._strong[bare.title()] > 0
                )
                return "person" if spoken else "other", 0.6 if spoken else 0.4, "transcript" if spoken else "capitals"
            if bare in self._bad_acronyms or re.fullmatch(r"[IVXLC]+", bare):
                return "other", 0.0, "capitals"
            if low in self._common:
                listed = before.endswith(("the ", "The ", "("))
                return ("organization", 0.6, "acronym") if listed and len(bare) <= 5 else ("other", 0.0, "capitals")
            return "organization", 0.8 if len(bare) <= 5 else 0.5, "acronym"
        if (
            self._ends[text]
            and before.endswith(("the ", "The "))
            and (text in self._org_heads or text.lower() in self._common)
        ):
            return "organization", 0.6, "last word of a longer name"
        if text in self._org_heads or text in self._place_heads:
            strong = before.endswith(("the ", "The ")) and text in (
                "Senate",
                "House",
                "Congress",
                "Parliament",
                "Cabinet",
                "Treasury",
                "Court",
                "Post",
                "Journal",
                "Guardian",
                "Times",
                "Reserve",
                "Commons",
            )
            return ("organization", 0.6, "organisation's head") if strong else ("other", 0.0, "common noun")
        low = text.lower()
        prior = re.search(r"([^\W\d_]+\.?)[ ]$", before)
        if prior and (prior.group(1) in self._honorifics):
            return "person", 0.95, "title"
        if len(text) == 1 or (text.endswith(".") and len(text) <= 3):
            return "other", 0.0, "letter"
        if low in self._nouns or low in self._modifiers:
            return "other", 0.0, "common noun"
        if _TOWN_OF.search(self._text, max(0, word.start - 20), word.start):
            return "place", 0.8, "a town's kind"
        if kind == "place":
            if self._text[word.end : word.end + 2] in ("’s", "'s") or not _SPEAKS.match(self._text, word.end):
                return "place", 0.8, "gazetteer"
            return "place", 0.5, "gazetteer"
        if (text in self._given and low not in self._common) or re.match(rf"(?:O[’']|Mc){_U}", text):
            return "person", 0.6, "given name"
        if low in self._common and not self._person_context([word], before):
            return "other", 0.0 if low in self._lower or self._alone[text] < 2 else 0.3, "common word"
        if self._person_context([word], before):
            return "person", 0.6, "context"
        if before.endswith(("the ", "The ")):
            return "organization", 0.4, "article"
        if _PLACE_BEFORE.search(before) and not before.endswith((" to ", " from ")):
            return "place", 0.4, "preposition"
        return "other", 0.4, "capital"

    # --- the whole text ------------------------------------------------------------------------------------------

    def _name(self, words: list[_Word], kind: NameKind, confidence: float, rule: str) -> Name:
        start, end = words[0].start, words[-1].end
        ending = re.match(r"[-‑]([a-z]{1,5})\b", self._text[end : end + 8])
        if ending and len(words) > 1 and words[0].text in self._family_first:
            end += ending.end()
        return Name(Range(start, end), kind, confidence, rule)

    def _corrected(self, found: list[Name], tagged: tuple[Name, ...]) -> list[Name]:
        """Give names the kinds of a tagger that is surer of them; what lists know stays."""
        surer = {name.range: name for name in tagged}
        corrected = []
        for name in found:
            other = surer.get(name.range)
            if other and other.confidence > name.confidence and name.kind not in ("country", "nationality"):
                name = Name(name.range, self._listed(other), other.confidence, other.rule)
            corrected.append(name)
        return corrected

    def _added(self, found: list[Name], tagged: tuple[Name, ...]) -> list[Name]:
        """Return the names of a tagger that stand where no rule found any."""
        taken = sorted(name.range for name in found)
        starts = [r.start for r in taken]
        added = []
        for name in tagged:
            near = bisect_right(starts, name.range.start)
            beside = taken[max(0, near - 1) : near + 1]
            if name.confidence >= _TRUSTED and not any(r.overlaps(name.range) for r in beside):
                added.append(Name(name.range, self._listed(name), name.confidence, name.rule))
        return added

    def _listed(self, name: Name) -> NameKind:
        """Return the kind that the lists or the text give to a tagger's name, else its own."""
        surface = name.range.of(self._text)
        listed = self._gazetteer(surface)
        return listed if listed in ("country", "nationality") else self._kinds.get(surface, name.kind)

    def _learn(self, names: list[Name]) -> None:
        """Gather what each name is by most of its occurrences, and whose family and given names stand alone."""
        votes: dict[str, Counter[NameKind]] = {}
        for name in names:
            if name.confidence >= 0.5:
                votes.setdefault(name.range.of(self._text), Counter())[name.kind] += 1 + (name.confidence >= 0.85) * 2
        for surface, counts in votes.items():
            self._kinds[surface] = counts.most_common(1)[0][0]
        for surface, kind in list(self._kinds.items()):
            parts = surface.split()
            if kind != "person" or len(parts) < 2:
                continue
            family = parts[-2] if parts[-1].rstrip(".") in self._suffixes else parts[-1]
            for part in (family, parts[0]):
                listed = part in self._countries or part in self._demonyms or part in self._org_heads
                if not listed and (part == family or part not in self._places):
                    self._kinds[part] = "person"

    def _settled(self, name: Name) -> Name:
        """Give a name the kind that the whole text gives it."""
        surface = name.range.of(self._text)
        kind = self._kinds.get(surface)
        if kind is None and surface.isupper():
            kind = self._kinds.get(surface.title())
        if kind is None or kind == name.kind:
            if kind is not None and name.confidence < 0.6:
                return Name(name.range, name.kind, 0.6, name.rule)
            return name
        if name.confidence >= 0.9 and name.kind in ("country", "nationality"):
            return name
        if name.rule == "a town's kind":
            return name
        if name.kind == "place" and kind == "person":
            before = self._text[max(0, name.range.start - 12) : name.range.start]
            if _PLACE_BEFORE.search(before) and not before.endswith((" to ", " from ")):
                return name
        return Name(name.range, kind, max(name.confidence, 0.7), "text")

    def _in_headline(self, run: _Run) -> list[Name]:
        """Find the names that the text or the lists know in words whose capitals say nothing."""
        words = run.words
        found: list[Name] = []
        at = 0
        while at < len(words):
            for size in range(min(5, len(words) - at), 0, -1):
                part = words[at : at + size]
                surface = self._text[part[0].start : part[-1].end]
                kind = self._known_kind(surface)
                if kind is None and size in (2, 3) and not surface.isupper():
                    rare = all(self._is_rare(w.text) and not w.text.isupper() for w in part[1:])
                    if self._is_given(part[0].text) and rare:
                        kind = "person"
                if kind is not None:
                    found.append(self._name(list(part), kind, 0.8, "known name in a headline"))
                    at += size
                    break
            else:
                at += 1
        return found

    def _known_kind(self, surface: str) -> NameKind | None:
        for form in (surface, surface.title()) if surface.isupper() else (surface,):
            kind = self._kinds.get(form)
            if kind is not None and (form.lower() not in self._common or self._strong[form] > 1 or kind == "person"):
                return kind
            kind = self._gazetteer(form)
            if (
                kind != "other"
                and (kind != "place" or form.lower() not in self._common)
                and not (form == "US" and surface.isupper())
            ):
                return kind
        if surface in self._countries:
            return "country"
        if surface in self._single_orgs:
            return "organization"
        if (
            surface.isupper()
            and 3 <= len(surface) <= 5
            and surface.lower() not in self._common
            and surface not in self._bad_acronyms
        ):
            return "organization" if self._strong[surface] else None
        return None

    @staticmethod
    def _without_overlap(names: list[Name]) -> list[Name]:
        kept: list[Name] = []
        for name in names:
            if kept and name.range.start < kept[-1].range.end:
                continue
            kept.append(name)
        return kept
