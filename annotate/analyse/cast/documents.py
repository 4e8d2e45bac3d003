"""Find who wrote or issued a quoted document: "Band's memo", "a Trump tweet", "an analysis by X", "the poll"."""

from __future__ import annotations

import re
from bisect import bisect_right

from annotate.analyse.cast.candidates import Mention
from annotate.analyse.cast.salience import Memory, term
from annotate.analyse.findings import Range
from annotate.analyse.words.files import table
from annotate.analyse.words.lexicon import one_of

_OWNS = re.compile(r"[’']s?[ ]")
#: What links a document to who issued it.
_ISSUED_BY = re.compile(rf" (?:by|from|of|in|(?:{one_of('sources.toml', 'verbs', 'issued')}) by) (?:the )?")


class Documents:
    """Finds the owners of the documents of one text."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._text = memory.layout.text
        #: The owner of the last poll, memo and so on, by its noun.
        self.known: dict[str, int] = {}
        #: Where each noun was issued, starts and ends in order; who is named right before an offset.
        self._issued: dict[str, tuple[list[int], list[int]]] = {}
        self._named_until: dict[int, int] = {}
        for mention in memory.named:
            self._named_until.setdefault(mention.range.end, mention.key)

    def owner(self, where: Range, core: Range, mentions: list[Mention], noun: str, words: list[str]) -> int | None:
        """Return who wrote or issued it: "Band's memo", "a Trump tweet", "an analysis by X"; "the poll": the last."""
        text = self._text
        singular = (
            noun[:-1]
            if noun.endswith("s") and noun not in ("data", "remarks", "findings", "figures", "statistics")
            else noun
        )
        before = [m for m in mentions if m.range.end <= core.end and self._memory.entities[m.key].kind != "place"]
        if before and words[0] not in term("determiners", "indefinite") - {"a", "an", "another", "one"}:
            owner = next((m for m in before if _OWNS.match(text[m.range.end : m.range.end + 3])), before[-1])
            self.known[singular] = owner.key
            return owner.key
        match = _ISSUED_BY.search(text[core.end : where.end])
        if match:
            at = core.end + match.end()
            named = next((m for m in mentions if at <= m.range.start <= at + 25), None)
            if named is not None and self._memory.entities[named.key].kind not in ("place", "country"):
                self.known[singular] = named.key
                return named.key
        if words[0] in ("his", "her") and core.start in self._memory.resolved:
            return self._memory.resolved[core.start].key
        if words[0] in ("the", "this", "that") or len(words) == 1:
            kinds = [kind.split() for kind in table("sources.toml")["alike"].values()]
            alike: list[str] = next((kind for kind in kinds if singular in kind), [])
            for same in (singular, *alike):
                key = self.known[same] if same in self.known else self._issuer(same, where.start)
                if key is not None:
                    return key
            return None
        return None

    def _issuer(self, noun: str, before: int) -> int | None:
        """Return the issuer by the sentence that last reports the issue: "On Monday, the SCO released a blue book"."""
        if noun not in self._issued:
            verbs = one_of("sources.toml", "verbs", "issuing")
            issued = rf"(?:, which)? (?:{verbs}) (?:an?|its|his|her|their|the)(?: [\w-]+){{0,3}} {re.escape(noun)}s?\b"
            found = [m.span() for m in re.finditer(issued, self._text)]
            self._issued[noun] = [start for start, _ in found], [end for _, end in found]
        starts, ends = self._issued[noun]
        last = bisect_right(ends, before) - 1
        key = self._named_until.get(starts[last]) if last >= 0 else None
        return key if key is not None and self._memory.entities[key].kind != "place" else None
