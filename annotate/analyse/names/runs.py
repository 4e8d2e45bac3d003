"""Find runs of capitalised words: where they begin, what joins them, and which are in a headline.

A run is raw: titles, demonyms and the first word of a sentence are still in it. Works where the marks are lost, too:
glued words ("proposalZhang") are cut, and possessives without an apostrophe ("Chinas") lose their "s".
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

from annotate.analyse.findings import Layout, Range
from annotate.analyse.names.headlines import headlines
from annotate.analyse.names.vocabulary import vocabulary
from annotate.analyse.text.glued_words import without_apostrophes
from annotate.analyse.words import lexicon

_UPPER = "".join(chr(c) for c in range(0x41, 0x250) if chr(c).isupper())
#: A capital letter, as a pattern.
U = f"[{_UPPER}]"
#: A letter or digit; combining marks, and what UTF-8 read as Latin-1 leaves behind ("FranÃ§ois"), belong to the word.
_W = r"(?:[^\W_]|[\u0300-\u036f]|(?<=[ÃÂ\u0302\u0303])[\x80-\xbf])"
_TOKEN = re.compile(
    rf"(?:(?<![^\W_])|(?<=[a-z]{{2}}))"
    rf"(?:{U}\.(?:[ ]?{U}\.)+(?:{U}(?![^\W_]))?"  # U.S., J. K.
    rf"|(?:Mr|Mrs|Ms|Mme|Dr|Sens?|Reps?|Govs?|Gen|Col|Lt|Sgt|Capt|Prof|Rev|Hon|St|Jr|Sr|Maj|Adm|Cmdr|Det|Supt|Amb|Ft|Mt"
    rf"|Messrs|Pres|Ald|Cllr|Coun|Engr|Brig|Insp|Rt|Smt)\."
    rf"|Dato[’']"
    rf"|{U}\.(?=[ \u00a0]+[\"“(]?{U})"  # an initial
    rf"|{U}{_W}*(?:[’'`](?:{U}{_W}+|[a-z]{{3,}}))?(?:[-‑]{U}{_W}*)*(?:&{U}{_W}*)?)"
    rf"|(?<![^\W_])(?:al|el|ul|ad|an|ash|as|at)[-‑]{U}{_W}+"
)
#: The second half of a given name in lower case: "Joon-ho Pak".
_SECOND_SYLLABLE = re.compile(rf"[-‑][a-z]{{2,5}}(?=[ \u00a0]{U})")
_CAMEL = re.compile(rf"(?<=[a-z])(?={U})")
_KEEP_CAMEL = re.compile(r"^(?:Mc|Mac|De|Di|Du|La|Le|Fitz|Van|O)[A-Z]")
_PARTICLES = lexicon.alternation(p for p in lexicon.words("name_words.toml", "people", "particles") if p.islower())
_JOIN = re.compile(
    r"(?P<plain>[ \u00a0]|[ ]?&[ ])"
    rf"|(?P<particle>[ \u00a0](?:(?!of\b)(?:{_PARTICLES})[ \u00a0]){{1,2}})"
    rf"|(?P<of>[ ](?:of|for|on|to)[ ](?:the[ ]|a[ ])?)"
    rf"|(?P<conj>[ ]and[ ])"
)
_WEAK_BEFORE = set(".!?:\n\r\"“”„«‘’'•*–—-…>|]")
#: The most words of a name; any that follow begin another run.
_LONGEST_RUN = 40
#: In characters: what may stand between two words of a name.
_LONGEST_GAP = 40
#: A given name of Chinese syllables after what looks like a pronoun: "He Lifeng", "You Wei".
_SYLLABLES = re.compile(
    r"[ \u00a0](?=[A-Z])(?i:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:[iu]?ang|[iu]?an|iong|[io]ng|eng|en|ing|in|iao|ian|[iu]a|uai|[aeuo]i|ao|[io]u|ue|uo|un|ie|er|[aeiou])){1,3}"
    r"(?![^\W_])"
)
#: A family name and a verb of saying: the month before them is a given name.
_SPEAKS_NEXT = re.compile(rf"[ \u00a0]{U}[a-z]{{2,}} (?:{lexicon.one_of('name_words.toml', 'people', 'speaks')})\b")
#: A party and a state, or a part of a name, but not a name: "R-Tex".
_PARTY = re.compile(r"[RDI][-‑]")
_SMALL_BEFORE = re.compile(r"([a-z][a-z-]*)[ \u00a0]\Z")
_NAME_BEHIND = re.compile(r"[ \u00a0]([A-Z][a-z][\w’'-]*)")
#: A short word and its stop.
_SHORT_BEFORE = re.compile(r"(?<!\w)([A-Z](?:\.[A-Z]|[a-z]{1,5}))\.\Z")
#: What a body is for, by the ending of its first word: "Cybersecurity and Infrastructure Security Agency".
_SUBJECT = re.compile(rf"[A-Z][a-z]+(?:{lexicon.one_of('name_words.toml', 'organizations', 'subjects')})")
#: The marks around a nickname.
_OPENS = re.compile(r"[ \u00a0][\"“”‘'(]")
_CLOSES, _CLOSES_BEFORE_NAME = re.compile(r"[\"”“’')][ \u00a0]"), re.compile(rf"[\"”“’')][ \u00a0]{U}")
#: Up to three words with a capital, and the last word behind them.
_AHEAD = re.compile(rf"(?:{U}{_W}*[ ]){{1,3}}({U}{_W}*)")


class Word(NamedTuple):
    """A word with a capital, and where it stands."""

    start: int
    end: int
    text: str


class Run(NamedTuple):
    """Capitalised words that stand together; `weak`: the first one would have a capital anyway."""

    words: tuple[Word, ...]
    weak: bool
    #: All its capitals say nothing: a headline.
    headline: bool


def between(text: str, words: list[Word]) -> set[str]:
    """Return the small words between the words of a run."""
    gaps = (text[a.end : b.start] for a, b in itertools.pairwise(words))
    return {small for gap in gaps for small in gap.split()}


class RunFinder:
    """The runs of one text; `tokens` counts its capitalised words once they are found."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._text = layout.text
        self._vocabulary = vocabulary()
        self._no_apostrophes = len(self._text) > 300 and without_apostrophes(self._text)
        self._paragraphs = [p.start for p in layout.paragraphs]
        self.tokens: Counter[str] = Counter()

    def runs(self) -> list[Run]:
        """Return the runs of the text, in order."""
        tokens = self._words()
        self.tokens.update(word.text for word in tokens)
        if self._no_apostrophes:
            tokens = [self._without_ending(word) for word in tokens]
        runs: list[list[Word]] = []
        weak: list[bool] = []
        goes_on = False
        for word in tokens:
            if self._breaks(word, runs[-1] if goes_on else []):
                goes_on = False
                continue
            if goes_on and self._linked(runs[-1], word):
                if self._same_paragraph(runs[-1][-1], word):
                    runs[-1].append(word)
                    continue
                weak.append(True)
            else:
                weak.append(self._is_weak(word.start))
            runs.append([word])
            goes_on = True
        shouted = list(headlines(self._layout))
        return [self._run(words, is_weak, shouted) for words, is_weak in zip(runs, weak, strict=True)]

    def _linked(self, current: list[Word], word: Word) -> bool:
        """Return whether what stands between a run and a word may stand inside a name."""
        gap = self._text[current[-1].end : word.start]
        return len(current) < _LONGEST_RUN and len(gap) <= _LONGEST_GAP and self._joins(gap, current, word)

    def _same_paragraph(self, one: Word, two: Word) -> bool:
        return bisect_right(self._paragraphs, one.start) == bisect_right(self._paragraphs, two.start)

    @staticmethod
    def _run(words: list[Word], weak: bool, shouted: list[Range]) -> Run:
        """Return words as a run, with whether a headline in capitals holds it."""
        at = bisect_right(shouted, words[0].start, key=lambda where: where.start) - 1
        return Run(tuple(words), weak, at >= 0 and words[0].start < shouted[at].end)

    def _words(self) -> list[Word]:
        words = []
        for match in _TOKEN.finditer(self._text):
            token = match.group()
            start, end = match.span()
            cut = None
            if len(token) > 5 and not token.isupper() and not _KEEP_CAMEL.match(token):
                camel = _CAMEL.search(token)
                if camel:
                    left, right = token[: camel.start()], token[camel.start() :]
                    if self._vocabulary.is_known(left) and (
                        right in self._vocabulary.not_names or right.lower() in self._vocabulary.common
                    ):
                        cut = start + camel.start()
            if cut is not None:
                words += [Word(start, cut, self._text[start:cut]), Word(cut, end, self._text[cut:end])]
                continue
            behind = _SECOND_SYLLABLE.match(self._text, end)
            known = behind is not None and behind.group()[1:] in self._vocabulary.hyphenated
            if behind and not known and token.lower() not in self._vocabulary.common:
                end = behind.end()
                token = self._text[start:end]
            words.append(Word(start, end, token))
        return words

    def _breaks(self, word: Word, current: list[Word]) -> bool:
        """Return whether a word is never part of a name here: "The", "Tuesday", "R-Tex"."""
        text = word.text
        if text in self._vocabulary.begin and not self._is_weak(word.start) and self._next_is_capital(word):
            return False
        if text in self._vocabulary.times:
            before = current[-1].text if current and self._text[current[-1].end : word.start] in (" ", "\u00a0") else ""
            return not (
                text in self._vocabulary.given
                and (
                    (before in self._vocabulary.given and before.lower() not in self._vocabulary.common)
                    or self._behind_office(word)
                    or bool(_SPEAKS_NEXT.match(self._text, word.end))
                )
            )
        if text in self._vocabulary.pronoun_like and (
            _SYLLABLES.match(self._text, word.end) or self._behind_family_name(word, current)
        ):
            return False
        if text in self._vocabulary.not_names or (text.rstrip(".") in self._vocabulary.not_names and len(text) > 2):
            return not (
                text in self._vocabulary.given
                and (not self._is_weak(word.start) or self._is_will(word))
                and self._next_is_capital(word)
            )
        return bool(_PARTY.match(text)) or (len(text) == 1 and text in "AIQ")

    def _behind_family_name(self, word: Word, current: list[Word]) -> bool:
        """Return whether what looks like a pronoun is a given name behind a family name: "Liu He"."""
        before = current[-1] if current else None
        return (
            before is not None
            and before.text in self._vocabulary.family_first
            and self._text[before.end : word.start] in (" ", "\u00a0")
        )

    def _is_will(self, word: Word) -> bool:
        """Return whether a verb that begins a sentence is a given name: "Will Hunt said"."""
        return word.text in self._vocabulary.verb_like and bool(_SPEAKS_NEXT.match(self._text, word.end))

    def _behind_office(self, word: Word) -> bool:
        """Return whether a month is a given name, between an office and a name: "governor Jan Olsen"."""
        before = _SMALL_BEFORE.search(self._text[max(0, word.start - 30) : word.start])
        after = _NAME_BEHIND.match(self._text[word.end : word.end + 30])
        return (
            before is not None
            and after is not None
            and before[1] in self._vocabulary.nouns
            and self._vocabulary.is_rare(after[1])
        )

    def _next_is_capital(self, word: Word) -> bool:
        after = self._text[word.end : word.end + 2]
        return len(after) == 2 and after[0] in " \u00a0" and after[1].isupper()

    def _is_weak(self, start: int) -> bool:
        """Return whether a word at `start` would have its capital anyway."""
        at = start - 1
        text = self._text
        while at >= 0 and text[at] in " \t\u00a0":
            at -= 1
        if at >= 0 and text[at] == "." and self._ends_office(at):
            return False
        return at < 0 or text[at] in _WEAK_BEFORE or (at == start - 1 and text[at].isalnum())

    def _ends_office(self, stop: int) -> bool:
        """Return whether a stop ends a short office or honorific: "Rep. Will Hale"."""
        before = _SHORT_BEFORE.search(self._text, max(0, stop - 8), stop + 1)
        return before is not None and self._vocabulary.is_abbreviation(before[1])

    def _joins(self, gap: str, current: list[Word], word: Word) -> bool:
        """Return whether what stands between a run and the next word links them."""
        match = _JOIN.fullmatch(gap)
        last, known = current[-1].text, self._vocabulary
        if not match:
            if gap == ", ":
                return word.text.rstrip(".") in ("Jr", "Sr")
            return gap == "\n" or self._owns_body(gap, last, word) or self._nickname(gap, current, word)
        if match.lastgroup == "plain":
            return last.rstrip(".") not in known.suffixes or last.endswith(".") or word.text in known.org_heads
        if match.lastgroup == "particle":
            return last.lower() not in known.nouns
        headed = any(w.text in known.org_heads for w in current)
        if match.lastgroup == "of":
            return self._joins_by_of(gap, current, word, headed)
        if not headed:
            national = len(current) == 2 and (current[0].text in known.countries or current[0].text in known.demonyms)
            joinable = len(current) == 1 or national or current[0].text in ("United", "National", "Federal")
            subject = last.lower() in known.common or bool(_SUBJECT.fullmatch(last))
            return joinable and subject and last not in known.given and self._org_ahead(word)
        linked = bool({"of", "for", "on"} & between(self._text, current))
        return linked and last not in known.org_heads and last not in known.countries and word.text not in known.given

    def _joins_by_of(self, gap: str, current: list[Word], word: Word, headed: bool) -> bool:
        """Return whether "of", "for", "on" or "to" links a run to the next word: "Bank of", "Committee on"."""
        last, known = current[-1].text, self._vocabulary
        on = gap.strip() in ("on", "on the")
        if gap.startswith(" to") or (on and last not in known.on_subject):
            return False
        if last.lower() in known.nouns:
            return gap == " of " and last in known.with_portfolio
        if "the" in gap and (word.text.isupper() or word.text in known.countries or word.text == "United"):
            return False
        if last in known.place_heads and last not in known.org_heads and headed:
            return gap == " of "
        if last in known.members:
            return gap == " for "
        if gap == " of " and (last in known.orders or (headed and "for" in between(self._text, current))):
            return True
        return last in known.org_heads or ("for" in gap and "of" in between(self._text, current))

    def _owns_body(self, gap: str, last: str, word: Word) -> bool:
        """Return whether the members of a body precede its head: "Teachers' Union", "Women's Tennis Association"."""
        if gap in ("' ", "’ "):
            mine = last.endswith("s") and last[:-1].lower() in self._vocabulary.nouns
        else:
            mine = gap in ("'s ", "’s ") and last in self._vocabulary.owners
        return mine and (word.text in self._vocabulary.org_heads or self._org_ahead(word))

    def _without_ending(self, word: Word) -> Word:
        """Cut the "s" off a possessive that has lost its apostrophe: "Clintons" becomes "Clinton"."""
        owner = self._owner(word.text)
        return Word(word.start, word.start + len(owner), owner) if owner else word

    def _owner(self, word: str) -> str:
        """Return the name whose possessive has lost its apostrophe, or nothing."""
        base = word[:-1]
        if (
            not word.endswith("s")
            or len(base) < 2
            or word in self._vocabulary.org_heads
            or word in self._vocabulary.place_heads
        ):
            return ""
        if (
            word in self._vocabulary.demonyms
            or word in self._vocabulary.countries
            or word in self._vocabulary.places
            or word in self._vocabulary.adjectives
        ):
            return ""
        known = (
            base in self._vocabulary.countries
            or base in self._vocabulary.places
            or base in self._vocabulary.single_orgs
            or base.isupper()
        )
        if known or self.tokens[base] >= max(1, self.tokens[word] - (base in self._vocabulary.given)):
            return base
        return ""

    def _nickname(self, gap: str, current: list[Word], word: Word) -> bool:
        """Join what stands around a nickname: `Robert C. "Bobby" Scott`."""
        text = self._text
        if _OPENS.fullmatch(gap):
            closed = _CLOSES_BEFORE_NAME.match(text[word.end : word.end + 3])
            return bool(closed) and (current[-1].text in self._vocabulary.given or current[-1].text.endswith("."))
        opened = text[current[-1].start - 1] in "\"“”‘'("
        return opened and bool(_CLOSES.fullmatch(gap)) and len(current) > 1

    def _org_ahead(self, word: Word) -> bool:
        match = _AHEAD.match(self._text, word.start)
        return bool(match) and match.group(1) in self._vocabulary.org_heads  # type: ignore[union-attr]
