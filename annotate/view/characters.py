"""Characters that must be made visible, or that a page or a terminal must not interpret."""

from __future__ import annotations

import re
import unicodedata

#: The controls of the Unicode bidirectional algorithm (UAX 9) that turn the text after them, by their short names.
#: Unseen they make a line read otherwise than it is stored, so they are shown, and kept from doing so.
BIDI_CONTROLS = {
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
#: What HTML has no way to write as text: U+0000, and lone surrogates, which UTF-8 has no bytes for.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def writable(text: str) -> str:
    """Return a text of the same length with U+FFFD for each character that a page cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def visible(text: str) -> str:
    """Return a text, or where nothing of it can be seen the names of its characters.

    >>> visible("a b"), visible("\\u00ad\\u2028")
    ('a b', 'U+00AD U+2028')
    """
    if any(unicodedata.category(character)[0] not in "CZ" for character in text):
        return text
    return " ".join(f"U+{ord(character):04X}" for character in text)


def shown(text: str) -> str:
    """Return a text as it may go to a terminal: spaces for white space, names for what would steer it.

    >>> shown("a\\tb\\x1b[31m\\u202ec")
    'a b\\\\x1b[31m‹RLO›c'
    """
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in BIDI_CONTROLS:
        return f"‹{BIDI_CONTROLS[character]}›"
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cc", "Cs"):
        return character.encode("unicode_escape", "surrogatepass").decode()
    return character
