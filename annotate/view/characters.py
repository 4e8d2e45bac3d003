"""Characters that must be made visible, or that a page or a terminal must not interpret."""

from __future__ import annotations

import re
import unicodedata

#: The controls of the Unicode bidirectional algorithm (UAX 9) that change the direction of text, and their short names.
#: Invisible, they make a line look different from what is stored; so they are shown, and their effect is contained.
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
#: Characters that HTML cannot contain: U+0000, and lone surrogates, which UTF-8 cannot encode.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def writable(text: str) -> str:
    """Return the text with U+FFFD in place of each character that a page cannot contain; the length stays the same."""
    return _UNWRITABLE.sub("\ufffd", text)


def visible(text: str) -> str:
    """Return the text, or the code points of its characters if none of them is visible.

    >>> visible("a b"), visible("\\u00ad\\u2028")
    ('a b', 'U+00AD U+2028')
    """
    if any(unicodedata.category(character)[0] not in "CZ" for character in text):
        return text
    return " ".join(f"U+{ord(character):04X}" for character in text)


def shown(text: str) -> str:
    """Return the text made safe for a terminal: white space becomes spaces, control characters are escaped or named.

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
