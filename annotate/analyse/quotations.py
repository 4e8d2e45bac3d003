"""What is said in the text, by which words, and which words name who said it.

Rules over sentences: a cue outside quotation marks, the noun phrase beside it, and what is left as the content.
The cue's place tells the pattern: behind the content ("..., X said"), before its source ("...," said X), between
source and content ("X said that ..."), or in front ("According to X, ..."). Quoted sentences without a cue of their
own belong to the attribution before them, or to the one behind them in the same paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.lexicon import person_nouns
from annotate.analyse.marks import marked
from annotate.analyse.wordlists import table


def _any(key: str) -> str:
    """Return the words of one list as an alternation."""
    return "|".join(table("cues.toml")["around"][key].split())


_LEAD = re.compile(
    rf"(?:(?:{_any('openers')}|at (?:the|one) (?:time|point)|in (?:addition|a statement|an interview|response)"
    r"|for (?:example|instance)|on \w+day)\b,? )+",
    re.IGNORECASE,
)
_TAIL = re.compile(rf"(?:[ ,]+(?:{_any('trailers')}|\w+day|\w+ly)\b[^\"“”]*)?[.!?\"”’')\]]*\s*")
_SOURCE_STOP = re.compile(rf"[,;:.!?\"“”()]|[ ](?:{_any('stops')}|and then|\w+day)\b")
_PRONOUN = re.compile(rf"(?:{_any('pronouns')})$", re.IGNORECASE)
_NOMINAL = re.compile(rf"^(?:{_any('determiners')})\b|(?-i:[A-Z])", re.IGNORECASE)
_NO_SOURCE = re.compile(rf"\b(?:{_any('never')}|to(?= (?-i:[a-z])))\b", re.IGNORECASE)
_BEFORE_NOUN = re.compile(rf"\b(?:{_any('before_nouns')})(?: \w+ed)? $")
_CLAUSE = re.compile(rf"(?:, (?:{_any('coordinators')})|;| (?:{_any('subordinators')})) ")
_TOLD = re.compile(
    r" (?:[A-Z][\w.’'-]+ ?){1,4}| (?:the|a|an|his|her|their)(?: [\w’'-]+){1,4}?| "
    rf"(?:{_any('listeners')})"
)
_THAT = re.compile(
    r"[,:]?[ \u00a0](?:on \w+day |in an? (?:statement|interview|speech|email|tweet)[, ]*)?(?:that |whether )?"
)
_ATTACHED = re.compile(r"\s*(?:[\"”’»]|'')\s*,?\s*[-–—]+\s*(?P<source>[A-Z][^\n]{1,80})$")
_SCRIPT = re.compile(r"^(?:From )?(?P<source>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3})(?P<cue>:)[ \u00a0](?=\S)")


class _Cue(NamedTuple):
    range: Range
    verb: str
    #: say, want, particle or according
    kind: str


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """Return every form of every cue verb with its base and its kind."""
    cues = table("cues.toml")
    irregular = cues["irregular"]
    found: dict[str, tuple[str, str]] = {}
    for kind in ("want", "say"):
        for base in cues["verbs"][kind].split():
            for form in (base, *_inflected(base, irregular)):
                found[form] = (base, kind)
    return found


def _inflected(base: str, irregular: dict[str, str]) -> list[str]:
    if base in irregular:
        return irregular[base].split()
    if base.endswith("e"):
        return [base + "s", base + "d", base[:-1] + "ing"]
    if base.endswith(("s", "sh", "ch", "x")):
        return [base + "es", base + "ed", base + "ing"]
    return [base + "s", base + "ed", base + "ing"]


@cache
def _pattern() -> re.Pattern[str]:
    cues = table("cues.toml")
    particles = []
    for phrase in cues["phrases"]["with_particle"].split("\n"):
        if phrase.strip():
            verb, _, rest = phrase.strip().partition(" ")
            forms = [verb, *_inflected(verb, cues["irregular"])]
            particles.append(rf"(?:{'|'.join(forms)}) {rest}")
    verbs = "|".join(sorted(_forms(), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<according>[Aa]ccording to)\b|\b(?:(?:{_any('auxiliaries')}) )*"
        rf"(?:(?P<particle>{'|'.join(particles)})|(?P<verb>{verbs}))\b(?! to\b)"
    )


def find_attributions(layout: Layout) -> tuple[Attribution, ...]:
    """Return the attributions in the order of their content."""
    inside = marked(layout)
    finder = _Finder(layout, inside)
    found: list[Attribution] = []
    cues = finder.cues()
    at = 0
    for paragraph in layout.paragraphs:
        here: list[Attribution] = []
        low = bisect_left(layout.sentences, (paragraph.start, 0))
        high = bisect_left(layout.sentences, (paragraph.end, 0))
        for sentence in layout.sentences[low:high]:
            mine = []
            while at < len(cues) and cues[at].range.start < sentence.end:
                if cues[at].range.start >= sentence.start:
                    mine.append(cues[at])
                at += 1
            here += finder.in_sentence(sentence, mine)
        here = finder.with_quoted(paragraph, layout.sentences[low:high], here, found[-1:] if found else [])
        found += here
    found.sort(key=lambda a: (a.content[0], a.cue or Range(0, 0)))
    return tuple(found)


class _Finder:
    """The patterns over one text."""

    def __init__(self, layout: Layout, inside: tuple[Range, ...]) -> None:
        self._layout = layout
        self._text = layout.text
        self._inside = inside
        self._starts = [r.start for r in inside]

    def _quote_at(self, at: int) -> Range | None:
        """Return the stretch in quotation marks that holds the character at `at`."""
        i = bisect_right(self._starts, at) - 1
        return self._inside[i] if i >= 0 and at < self._inside[i].end else None

    def cues(self) -> list[_Cue]:
        """Return the cues outside quotation marks, in order."""
        found = []
        for match in _pattern().finditer(self._text):
            if self._quote_at(match.start()):
                continue
            where = Range(*match.span())
            if match["according"]:
                found.append(_Cue(where, "according to", "according"))
            elif match["particle"]:
                found.append(_Cue(where, match["particle"], "particle"))
            else:
                base, kind = _forms()[match["verb"]]
                found.append(_Cue(where, base, kind))
        return found

    def in_sentence(self, sentence: Range, cues: list[_Cue]) -> list[Attribution]:
        found: list[Attribution] = []
        source: Range | None = None
        script = _SCRIPT.match(sentence.of(self._text))
        if script and (not cues or cues[0].range.start > sentence.start + script.end() + 25):
            where = Range(sentence.start + script.start("source"), sentence.start + script.end("source"))
            cue = Range(sentence.start + script.start("cue"), sentence.start + script.end("cue"))
            content = self._trimmed(cue.end, sentence.end)
            if content and len(content.of(self._text).split()) >= 3 and where.end - where.start < 40:
                return [Attribution((content,), cue, where, 0.5, "name and colon")]
        covered = sentence.start
        for cue_found in reversed(cues):
            # what stands behind its content covers the cues inside that content
            result = self._behind(sentence, cue_found)
            if result is not None:
                found.append(result)
                covered = max(r.end for r in (*result.content, result.cue or sentence, result.source or sentence))
                break
        for number, cue_found in enumerate(cues):
            if cue_found.range.start < covered:
                continue
            result = self._attribution(sentence, cue_found, cues[number + 1 :], source)
            if result is None:
                continue
            found.append(result)
            source = result.source
            covered = max(
                r.end for r in (*result.content, result.cue or result.content[0], result.source or result.content[0])
            )
        return found

    def _attribution(self, sentence: Range, cue: _Cue, later: list[_Cue], known: Range | None) -> Attribution | None:
        if cue.kind == "according":
            return self._according(sentence, cue)
        text = self._text
        start = cue.range.start
        if _BEFORE_NOUN.search(text, max(sentence.start, start - 24), start):
            return None
        joint = re.search(r"(?:^|[ ,])and (?:\w+ly )?$", text[max(sentence.start, start - 14) : start])
        source = known if joint and known is not None else self._subject(sentence, start)
        if source is None or not self._agrees(cue, source):
            return None
        return self._leading(sentence, cue, later, source)

    def _behind(self, sentence: Range, cue: _Cue) -> Attribution | None:
        """Read a cue behind its content: "...," said X and "..., X said"."""
        if cue.kind != "say":
            return None
        return self._inverted(sentence, cue) or self._trailing(sentence, cue)

    def _agrees(self, cue: _Cue, source: Range) -> bool:
        """Say whether a bare form has a plural before it; "the state", "should support" are no cues."""
        verb = cue.range.of(self._text).split()[-1 if cue.kind != "particle" else 0]
        if verb != cue.verb or verb in ("read", "say"):
            return True
        subject = source.of(self._text)
        return subject.lower() in ("they", "we", "i", "you", "many", "some") or bool(
            re.search(r"[a-z]s$", subject) and cue.kind == "say"
        )

    def _leading(self, sentence: Range, cue: _Cue, later: list[_Cue], source: Range) -> Attribution | None:
        """Read "X said (that) ...": the content reaches to the sentence's end, or to a second cue behind "and"."""
        text = self._text
        begin = cue.range.end
        told = _TOLD.match(text, begin, sentence.end)
        that = _THAT.match(text, begin, sentence.end)
        if cue.verb in table("cues.toml")["verbs"]["told"].split() and told:
            follow = re.match(r"[ ,]*(?:that |to )?", text[told.end() : sentence.end])
            begin = told.end() + (follow.end() if follow else 0)
        elif that:
            begin = that.end()
        end = sentence.end
        for other in later:
            joint = re.search(r",? and (?:\w+ly )?$", text[begin : other.range.start])
            if joint and other.kind in ("particle", "want", "say"):
                end = begin + joint.start()
                break
        content = self._trimmed(begin, end)
        if content is None or len(content.of(text).split()) < (2 if self._quote_at(content.start) else 3):
            return None
        quoted = self._quote_at(content.start) is not None or '"' in content.of(text) or "“" in content.of(text)
        if cue.kind == "want" and not quoted and not text.startswith(" that ", cue.range.end):
            confidence = 0.45
        else:
            confidence = 0.8 if cue.verb in ("say", "add", "tell", "claim", "announce", "argue") or quoted else 0.6
        return Attribution((content,), cue.range, source, confidence, "source, cue, content")

    def _trailing(self, sentence: Range, cue: _Cue) -> Attribution | None:
        """Read "..., X said" with nothing of weight behind the cue."""
        text = self._text
        before = text[sentence.start : cue.range.start]
        quote_end = max((before.rfind(mark) for mark in '"”'), default=-1)
        comma = max(before.rfind(", "), quote_end, before.rfind("’ "))
        rest = text[cue.range.end : sentence.end]
        apposed = re.search(r",\s*$", before)
        if apposed:
            source = self._apposed(sentence, cue, before)
        else:
            source = self._noun_phrase(sentence.start + comma + 1, cue.range.start) if comma >= 0 else None
        if source is None:
            return None
        content = self._trimmed(sentence.start, source.start)
        if content is None or len(content.of(text).split()) < 2:
            return None
        behind_quote = quote_end >= 0 and not before[quote_end + 1 :].strip(" ,").startswith(("and ", "but "))
        if not behind_quote and not _TAIL.fullmatch(rest):
            return None
        if not behind_quote and _LEAD.fullmatch(content.of(text) + " "):
            return None
        if not behind_quote and len(content.of(text).split()) < 4 and not (rest.strip(" .")):
            return None
        more = self._more(cue.range.end, sentence.end)
        pieces = (content, more) if more else (content,)
        return Attribution(pieces, cue.range, source, 0.85, "content, source, cue")

    def _apposed(self, sentence: Range, cue: _Cue, before: str) -> Range | None:
        """Read "Hugh Hill, a doctor, said": the source is the last two parts between commas."""
        parts = [m.start() for m in re.finditer(r", |[\"”] ", before)]
        if len(parts) < 1:
            return None
        for at in reversed(parts[:-1] if len(parts) > 1 else []):
            first = before[at + 2 :].split(",")[0]
            if re.search(r"[A-Z]", first) and len(first.split()) <= 8 and not _NO_SOURCE.search(first):
                end = sentence.start + len(before.rstrip(" ,"))
                return Range(sentence.start + at + 2, end)
        return None

    def _inverted(self, sentence: Range, cue: _Cue) -> Attribution | None:
        """Read "...," said X."""
        text = self._text
        before = text[sentence.start : cue.range.start].rstrip()
        if (
            not before
            or before[-1] not in ",\"”’?!'"
            or text[cue.range.start : cue.range.end].startswith(("has ", "had ", "is ", "was "))
        ):
            return None
        if not re.match(
            r"[ \u00a0](?:[A-Z]|the |a |an |one |his |her |their )", text[cue.range.end : cue.range.end + 6]
        ):
            return None
        if not text[cue.range.start : cue.range.end].endswith(("d", "s", "e", "k")):
            return None
        stop = _SOURCE_STOP.search(text, cue.range.end + 1, sentence.end)
        end = stop.start() if stop else sentence.end
        apposition = re.match(r", (?:an? |the |who |[a-z])[^,\"“”]{2,90}(?=[,.]|$)", text[end : sentence.end])
        if apposition and not _PRONOUN.match(text[cue.range.end + 1 : end]):
            end += apposition.end()
        source = self._trimmed(cue.range.end, end)
        content = self._trimmed(sentence.start, cue.range.start)
        if source is None or content is None or len(source.of(text).split()) > 30:
            return None
        if before[-1] == "," and not self._quote_at(content.end - 1) and len(content.of(text).split()) < 4:
            return None
        more = self._more(source.end, sentence.end)
        return Attribution((content, more) if more else (content,), cue.range, source, 0.85, "content, cue, source")

    def _according(self, sentence: Range, cue: _Cue) -> Attribution | None:
        text = self._text
        stop = re.compile(r",(?! (?:Inc|Jr|Sr|[A-Z][a-z]+\.?,))|[;\"“”]|\.\s*$").search(
            text, cue.range.end, sentence.end
        )
        source = self._trimmed(cue.range.end, stop.start() if stop else sentence.end)
        if source is None:
            return None
        before = self._trimmed(sentence.start, cue.range.start)
        if before is not None and len(before.of(text).split()) >= 3:
            return Attribution((before,), cue.range, source, 0.8, "according to")
        after = self._trimmed(source.end, sentence.end)
        if after is None or len(after.of(text).split()) < 2:
            return None
        return Attribution((after,), cue.range, source, 0.8, "according to")

    def _more(self, start: int, end: int) -> Range | None:
        """Return what goes on in quotation marks behind the source: `"A," he said, "B."`"""
        at = bisect_left(self._starts, start)
        if at < len(self._starts) and self._starts[at] < end:
            return self._trimmed(self._starts[at], min(end, max(self._inside[at].end, self._starts[at])))
        return None

    def _subject(self, sentence: Range, end: int) -> Range | None:
        """Return the noun phrase in front of a verb that starts its clause."""
        text = self._text
        before = text[sentence.start : end]
        cut = 0
        for match in _CLAUSE.finditer(before):
            if end - sentence.start - match.end() > 2:
                cut = match.end()
        return self._noun_phrase(sentence.start + cut, end) or (self._noun_phrase(sentence.start, end) if cut else None)

    def _noun_phrase(self, start: int, end: int) -> Range | None:
        """Return the range if its words can name a source, connectives cut off; None if they cannot."""
        where = self._trimmed(start, end)
        if where is None:
            return None
        text = self._text
        lead = _LEAD.match(where.of(text) + " ")
        if lead:
            where = self._trimmed(where.start + lead.end(), where.end)
            if where is None:
                return None
        phrase = where.of(text)
        relative = re.search(r", (who|which)$", phrase)
        if relative:
            return Range(where.end - len(relative.group(1)), where.end) if relative.group(1) == "who" else None
        apposition = phrase.find(", ")
        core = phrase[:apposition] if apposition > 0 else phrase
        count = len(core.split())
        if not 1 <= count <= 12 or len(phrase) > 200 or phrase.count(",") > 3 or '"' in core or "“" in core:
            return None
        if _PRONOUN.match(phrase):
            return where
        if _NO_SOURCE.search(core) or not (_NOMINAL.search(core) or core.endswith("s")):
            return where if core.split()[-1] in person_nouns() and not _NO_SOURCE.search(core) else None
        return where

    def _trimmed(self, start: int, end: int) -> Range | None:
        """Cut white space, outer quotation marks and commas off; None where nothing is left."""
        text = self._text
        while start < end and (text[start].isspace() or text[start] in '"“”„«»,:;–—-'):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in '"“”„«»,:;–—-'):
            end -= 1
        return Range(start, end) if start < end else None

    def with_quoted(
        self, paragraph: Range, sentences: tuple[Range, ...], here: list[Attribution], before: list[Attribution]
    ) -> list[Attribution]:
        """Give quoted sentences without a cue to the attribution beside them."""
        text = self._text
        done = list(here)
        extra: dict[int, list[Range]] = {}
        loose: list[Range] = []
        for sentence in sentences:
            first = next((i for i in range(sentence.start, sentence.end) if text[i].isalnum()), None)
            if first is None or (quote := self._quote_at(first)) is None:
                continue
            if any(sentence.overlaps(r) for a in done for r in a.content) or any(
                a.cue and sentence.contains(a.cue) for a in done
            ):
                continue
            content = self._trimmed(sentence.start, min(sentence.end, quote.end))
            if content is None or len(content.of(text).split()) < 2:
                continue
            attached = _ATTACHED.match(text[quote.end : paragraph.end])
            if attached:
                source = Range(quote.end + attached.start("source"), quote.end + attached.end("source"))
                done.append(Attribution((content,), None, source, 0.7, "quotation and name"))
                continue
            owner = max((i for i, a in enumerate(done) if a.content[0].start < content.start), default=None)
            if owner is None and done:
                owner = min(range(len(done)), key=lambda i: done[i].content[0].start)
                if done[owner].rule == "source, cue, content":
                    owner = None
            if owner is None:
                loose.append(content)
            else:
                extra.setdefault(owner, []).append(content)
        for at, ranges in extra.items():
            old = done[at]
            done[at] = Attribution(
                _merged(text, (*old.content, *ranges)), old.cue, old.source, old.confidence, old.rule
            )
        if loose and not here:
            previous = before[-1] if before else None
            owner_source = previous.source if previous and paragraph.start - previous.content[-1].end < 200 else None
            done.append(Attribution(_merged(text, tuple(loose)), None, owner_source, 0.5, "quoted paragraph"))
        return done


def _merged(text: str, ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Join pieces with nothing but marks and space between them."""
    found: list[Range] = []
    for where in sorted(ranges):
        if found and not any(map(str.isalnum, text[found[-1].end : where.start])):
            found[-1] = Range(found[-1].start, max(found[-1].end, where.end))
        else:
            found.append(where)
    return tuple(found)
