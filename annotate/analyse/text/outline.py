"""The sentences and paragraphs of a text by position, with page furniture marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from annotate.analyse.findings import Layout, Range
from annotate.analyse.text.page_lines import is_furniture, running_headers
from annotate.analyse.words.number_words import ORDINAL, ORDINAL_LY

#: A line that begins so goes on with a list and links to nothing.
_OPENS_ITEM = re.compile(
    rf"(?:{ORDINAL_LY}|{ORDINAL}|next|last(?:ly)?|finally)(?:\s?[,:]|\s?[–—]|\s-)?\s+\S", re.IGNORECASE
)
#: In characters: longer paragraphs are running text, longer lines no links.
_LONGEST_LINE, _LONGEST_LINK = 420, 110


class Outline:
    """The text's sentences and paragraphs by position, furniture known."""

    def __init__(self, layout: Layout) -> None:
        self.text = layout.text
        self.lower = _lower(layout.text)
        self.paragraphs = layout.paragraphs
        self.sentences = layout.sentences
        self._paragraph_starts = [p.start for p in layout.paragraphs]
        self._sentence_starts = [s.start for s in layout.sentences]
        self.starts = set(self._sentence_starts)
        self.furniture = _furniture(layout)
        #: The text begins with its headline.
        self.headline = layout.headline is not None
        #: A scraper dropped marks and digits throughout.
        self.lost = layout.lost

    def words_at(self, words: Iterable[str]) -> list[int]:
        """Return where one of `words` (lower case, any capitals in the text) begins, at the start of a word, in order.

        A search for fixed strings is ten times quicker than one pattern over the whole text.
        """
        found = []
        for word in words:
            at = self.lower.find(word)
            while at >= 0:
                if at == 0 or not (self.text[at - 1].isalnum() or self.text[at - 1] in "-_"):
                    found.append(at)
                at = self.lower.find(word, at + len(word))
        return sorted(set(found))

    def paragraph_at(self, at: int) -> int:
        """Return the index of the paragraph that holds `at` (or the one before, between paragraphs)."""
        return max(0, bisect_right(self._paragraph_starts, at) - 1)

    def sentence_at(self, at: int) -> int:
        """Return the index of the sentence that holds `at` (or the one before, between sentences)."""
        return max(0, bisect_right(self._sentence_starts, at) - 1)

    def opens_sentence(self, at: int) -> bool:
        """Return whether a sentence begins at `at`, opening marks aside."""
        while at > 0 and at not in self.starts and self.text[at - 1] in "\"'“‘«([*_•●▪ ":
            at -= 1
        return at in self.starts

    def line_start(self, at: int) -> bool:
        """Return whether `at` is the first visible character of a line or a paragraph."""
        before = at - 1
        while before >= 0 and self.text[before] in ' \t\xa0"“':
            before -= 1
        return before < 0 or self.text[before] in "\r\n\u2028\u2029" or any(p.start == at for p in self._near(at))

    def _near(self, at: int) -> tuple[Range, ...]:
        index = self.paragraph_at(at)
        return self.paragraphs[index : index + 1]


def _furniture(layout: Layout) -> frozenset[int]:
    """Return the indices of paragraphs that are page furniture: its lines, running headers, links under "RELATED"."""
    found: set[int] = set()
    under_links = False
    for index, paragraph in enumerate(layout.paragraphs):
        if paragraph.end - paragraph.start > _LONGEST_LINE:
            under_links = False
            continue
        line = paragraph.of(layout.text)
        if is_furniture(line):
            found.add(index)
            under_links = line.strip(": ").casefold().startswith(("related", "read more", "more on", "also read"))
        elif under_links and len(line) <= _LONGEST_LINK and line[-1] not in ".!?”\"':" and not _OPENS_ITEM.match(line):
            found.add(index)
        else:
            under_links = False
    return running_headers(layout).union(found)


def _lower(text: str) -> str:
    """Return `text` in lower case, character by character, so that offsets hold ("İ" alone would grow)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
