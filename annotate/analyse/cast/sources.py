"""Resolve a source to the speakers that it names.

A source is read from its head: the last name of its noun phrase ("Clinton spokesman Nick Merrill"), a name in
apposition, the owner of a document ("a Trump tweet"), several names joined by "and"; a plural or an indefinite
description names nobody.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable

from annotate.analyse.cast.candidates import Mention
from annotate.analyse.cast.descriptions import Descriptions
from annotate.analyse.cast.documents import Documents
from annotate.analyse.cast.labels import Labels
from annotate.analyse.cast.offices import around
from annotate.analyse.cast.pronouns import Pronouns
from annotate.analyse.cast.salience import WORD, Memory, term
from annotate.analyse.findings import Name, Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.files import table
from annotate.models import MentionForm

_CLAUSE_END = re.compile(rf", | \(|;| — | – | - |:(?!\d)|[ ](?:{around('hung_on')})[ ]")

#: What speaks for the place after it: "the city of Phoenix".
_TOWN = re.compile(rf"[Tt]he (?:{around('speaks_for_place')}) of (?:the )?")
#: The place of writing, where it stands in the source: "BRUSSELS - European leaders".
_DATELINE = re.compile(r"[A-Z][A-Z.’' ]{2,30}(?:, [A-Z][\w. ]{2,20})?(?: \([^)]{2,20}\))? ?[-–—]+ (?=\S)")
#: What may follow a name at the end of a noun phrase: a possessive, "Jr.", a bracket, "himself", an adverb.
_CORE_REST = re.compile(
    r"[’']?s?[.,)\"”]*| [a-z]+ly| [IVJS][IVr.]*| \([^)]*\)?|’?(?: himself| herself| itself)|(?: [’']s)?"
)
#: The ending of an owner: at the end of a word, and after a name.
_POSSESSIVE = re.compile(r"[’']s?$")
_OWNS = re.compile(r"[’']s?[ ]")
#: What joins two speakers.
_AND = re.compile(r",? (?:and|&|along with|as well as|together with) (?:the |his |her )?")

#: Between a name and "and": a party, an apposition, a town.
_BEHIND_NAME = re.compile(
    r"(?:[’']s)?(?:,? ?\(?[RDI]-[^,)]*\)?,?|, (?:[A-Z]|an? |the )[^,]*,?"
    r"|,? (?:of|from) (?:the )?[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})?,?"
)
_OWNER_GAP = re.compile(r"(?:[’']s?)? ")
#: The rest of a title before its bearer's name: "secretary general *of the council* X".
_LONGER_TITLE = re.compile(r" (?:and|of) [A-Za-z ]+$")
_LETTERS = re.compile(r"[A-Za-z]+")
#: The object of an office before a name.
_OBJECT = re.compile(r" (?:of|for|to) (?:the )?(?:[A-Z][\w.]* ?)+ ")
_LINK_BEFORE = re.compile(r" (?:for|of|to) $")


class Sources:
    """Resolves the sources of one text."""

    def __init__(
        self,
        memory: Memory,
        pronouns: Pronouns,
        descriptions: Descriptions,
        documents: Documents,
        labels: Labels,
        nationalities: Iterable[Name],
    ) -> None:
        self._memory = memory
        self._text = memory.layout.text
        self._pronouns = pronouns
        self._descriptions = descriptions
        self._documents = documents
        self._labels = labels
        self._nationalities = {n.range.start: n.range for n in nationalities}

    def _inside_mentions(self, where: Range) -> list[Mention]:
        """Return the named mentions inside a range, none inside another."""
        low, high = (bisect_left(self._memory.named_starts, at) for at in where)
        found: list[Mention] = []
        for mention in self._memory.named[low:high]:
            if mention.range.end > where.end:
                continue
            if found and mention.range.start < found[-1].range.end:
                if mention.range.end > found[-1].range.end:
                    found[-1] = mention
                continue
            found.append(mention)
        return found

    def speakers(self, where: Range) -> tuple[int, ...]:
        """Return the speakers that a source names."""
        labelled = self._labels.speaker(where, self._named)
        return self._named(where) if labelled is None else labelled

    def _named(self, where: Range) -> tuple[int, ...]:
        text = self._text
        if dateline := _DATELINE.match(text, where.start, where.end):
            where = Range(dateline.end(), where.end)
        joint = self._joint(where)
        if joint is not None:
            return tuple(dict.fromkeys(joint))
        key, _form = self._head(where)
        if key is None:
            return ()
        entity = self._memory.entities[key]
        if entity.kind in ("place", "other"):
            country = lexicon.capitals().get(entity.name)
            if (
                entity.kind == "place"
                and country in self._memory.register.by_country
                and text[where.start : where.end].strip() == entity.name
            ):
                key = self._memory.register.by_country[country]
            else:
                entity.kind = "organization"
        return (key,)

    def _joint(self, where: Range) -> list[int] | None:
        """Return the keys of coordinated names: "Clinton and Trump", "France and Germany"."""
        text = self._text
        phrase = where.of(text)
        if not _AND.search(phrase):
            return None
        mentions = self._inside_mentions(where)
        for match in _AND.finditer(phrase):
            at = where.start + match.start()
            if any(m.range.start <= at < m.range.end for m in mentions):
                continue
            both = 5 if phrase.casefold().startswith("both ") else 0
            left, right = Range(where.start + both, at), Range(where.start + match.end(), where.end)
            if left.end - left.start < 2 or right.end - right.start < 2:
                continue
            one, _ = self._head(left, strict=True)
            two, _ = self._head(right, strict=True)
            if one is None or two is None or one == two:
                continue
            last = max((m.range.end for m in mentions if m.key == one and m.range.end <= at), default=at)
            if _BEHIND_NAME.fullmatch(text, last, at):
                keys = []
                for m in mentions:
                    if (
                        m.range.end <= at
                        and self._memory.entities[m.key].kind == self._memory.entities[one].kind
                        and text.startswith(", ", m.range.end)
                    ):
                        keys.append(m.key)
                return [*keys, one, two] if one not in keys else [*keys, two]
        return None

    def _head(self, where: Range, strict: bool = False) -> tuple[int | None, MentionForm]:
        """Return the entity that a noun phrase names, and the form of the mention; `strict`: by name only."""
        words = where.of(self._text).casefold().strip(' ,.;:"“”').split()
        if not words:
            return None, "nominal"
        if len(words) == 1 and not strict:
            known, resolved = self._one_word(where, words[0])
            if known:
                return resolved, "pronoun"
        mentions = self._inside_mentions(where)
        if not self._starts_with_name(where, mentions):
            if words[0] in ("he", "she") and not strict:
                return self._one_word(Range(where.start, where.start + len(words[0])), words[0])[1], "pronoun"
            first = words[0].strip("“\"'")
            if first in term("determiners", "indefinite") and first not in ("a", "an", "one", "another"):
                return None, "nominal"
        core = Range(where.start, self._core_end(where, mentions))
        named = self._by_name(where, core, mentions)
        if named is not None:
            return named.key, named.form
        if where.start in self._nationalities and self._nationalities[where.start].end == core.end:
            return None, "name"
        if (apposed := self._apposed(where, core, mentions)) is not None:
            return apposed.key, apposed.form
        return (None if strict else self._nominal(where, core, mentions)), "nominal"

    def _by_name(self, where: Range, core: Range, mentions: list[Mention]) -> Mention | None:
        """Return the name that a noun phrase ends with, the town that it speaks for, or the person after a title."""
        head = next((m for m in mentions if self._ends_core(m, core)), None)
        if head is not None:
            return head
        if town := _TOWN.match(self._text, where.start, where.end):
            named = next((m for m in mentions if m.range.start == town.end()), None)
            if named is not None and self._memory.entities[named.key].kind != "person":
                return named
        return self._prefixed_person(where, core, mentions)

    def _starts_with_name(self, where: Range, mentions: list[Mention]) -> bool:
        return bool(mentions) and mentions[0].range.start == where.start

    def _core_end(self, where: Range, mentions: list[Mention]) -> int:
        """Return where the core of the noun phrase ends, without its postmodifiers."""
        at = where.start
        while True:
            match = _CLAUSE_END.search(self._text, at, where.end)
            if not match:
                end = where.end
                break
            if any(m.range.start < match.start() < m.range.end for m in mentions) or match.start() == where.start:
                at = match.end()
                continue
            end = match.start()
            break
        text = self._text
        while end > where.start and (text[end - 1].isspace() or text[end - 1] in ',;:"“”'):
            end -= 1
        return end

    def _ends_core(self, mention: Mention, core: Range) -> bool:
        if mention.range.start < core.start or mention.range.end > core.end:
            return False
        rest = self._text[mention.range.end : core.end]
        return bool(_CORE_REST.fullmatch(rest))

    def _prefixed_person(self, where: Range, core: Range, mentions: list[Mention]) -> Mention | None:
        """Find the name after a title with its own object: "Ambassador to Russia Zhang Hanhui"."""
        for one, two in itertools.pairwise(mentions):
            between = self._text[one.range.end : two.range.start]
            if (
                one.range.start >= core.end
                and self._memory.entities[two.key].kind == "person"
                and _OWNER_GAP.fullmatch(between)
            ):
                return two
        for mention in mentions:
            if mention.range.start < core.end or self._memory.entities[mention.key].kind != "person":
                continue
            between = self._text[core.end : mention.range.start]
            if "," not in between and _LONGER_TITLE.search(between) and mention.range.start - core.end < 60:
                words = _LETTERS.findall(between)
                if words and words[-1].casefold() in lexicon.person_nouns():
                    return mention
            titled = core.of(self._text).split()[-1]
            if titled[0].islower() or titled.casefold() not in lexicon.person_nouns():
                continue
            if _OBJECT.fullmatch(between) and not _LINK_BEFORE.search(between):
                return mention
        return None

    def _apposed(self, where: Range, core: Range, mentions: list[Mention]) -> Mention | None:
        """Find the name in apposition: "the campaign's manager, Kellyanne Conway", "the minister, Mr. Guajardo"."""
        text = self._text
        for mention in mentions:
            if mention.range.start < core.end or self._memory.entities[mention.key].kind != "person":
                continue
            comma = text.rfind(",", core.start, mention.range.start)
            if comma < core.start:
                continue
            between = text[comma + 1 : mention.range.start].strip()
            titled = all(
                w == "the"
                or w.rstrip(".,").casefold() in lexicon.person_nouns()
                or w in lexicon.honorifics()
                or w.rstrip(".") in lexicon.words("titles.toml", "abbreviations", "words")
                or w.casefold() in lexicon.words("titles.toml", "before", "modifiers")
                for w in between.split()
            )
            after = text[mention.range.end : mention.range.end + 1]
            if (titled and after in ("", ",", ".", " ", "\n", "(")) or (titled and mention.range.end == where.end):
                if text.startswith(("’s", "'s"), mention.range.end):
                    continue
                return mention
        return None

    def _one_word(self, where: Range, word: str) -> tuple[bool, int | None]:
        """Return whether a one-word source is a pronoun, and the entity that it refers to."""
        at = where.start
        while at < where.end and not self._text[at].isalnum():
            at += 1
        for sex in ("m", "f"):
            if word in term("pronouns", sex):
                return True, self._memory.resolved[at].key if at in self._memory.resolved else self._pronouns.best(
                    at, sex
                )
        if word in term("pronouns", "thing"):
            key = self._pronouns.thing(at)
            if key is not None:
                self._memory.refer(Mention(Range(at, at + len(word)), key, "pronoun"))
            return True, key
        if word in term("pronouns", "relative"):
            return True, self._pronouns.antecedent(at)
        return word in term("pronouns", "plural") or word in term("pronouns", "nobody"), None

    def _nominal(self, where: Range, core: Range, mentions: list[Mention]) -> int | None:
        """Return the entity that a description refers to: a document's owner, or a body or person described before."""
        words = [w.casefold() for w in WORD.findall(core.of(self._text))]
        if not words:
            return None
        noun, owner_word = _POSSESSIVE.sub("", words[-1].rstrip(".")), words[0]
        if noun in term("nouns", "documents"):
            return self._documents.owner(where, core, mentions, noun, words)
        if (
            noun in term("made_names", "heads")
            and owner_word in ("his", "her")
            and where.start in self._memory.resolved
        ):
            return self._made_by(self._memory.resolved[where.start].key, noun)
        if noun.endswith("s") and noun not in lexicon.person_nouns() and noun not in table("sources.toml")["bodies"]:
            return None
        if owner_word in term("determiners", "new"):
            return None
        resolved = self._memory.resolved.get(core.start)
        if resolved is not None and resolved.range.end >= core.end - 1:
            return resolved.key
        definite = owner_word in term("determiners", "definite") or core.of(self._text)[0].isupper()
        if len(words) > 1 and not definite and (noun not in lexicon.person_nouns() or len(words) > 3):
            return None
        if any(m.range.start < core.end and _OWNS.match(self._text, m.range.end, m.range.end + 3) for m in mentions):
            return None
        key = self._descriptions.described(noun, core, core.of(self._text))
        return resolved.key if key is None and resolved is not None else key

    def _made_by(self, owner: int, noun: str) -> int | None:
        """Return the body named after somebody: "her campaign"."""
        made = self._memory.register.made
        return next((k for k in made if self._memory.entities[k].owner == owner and made[k] == noun), None)
