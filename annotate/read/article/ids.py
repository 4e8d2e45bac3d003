"""Remember the ids of a run in a few bytes each, so that files of millions of articles need little memory.

>>> seen = Seen()
>>> seen.give("a"), seen.give("a")
('a', 'a~2')
"""

from __future__ import annotations

from array import array
from hashlib import blake2b

_FIRST_SIZE = 1 << 10


class Seen:
    """A set of ids, stored as digests of eight bytes: it takes 11 to 23 bytes of memory per id, whatever its length.

    Two ids with the same digest would count as a repeat (the chance is one in ten million among two million ids).
    Nothing is lost then, and the same run always assigns the same ids.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FIRST_SIZE))  # open addressing; 0 is an empty slot
        self._count = 0
        #: The number of times that a repeated id was given.
        self._numbers: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """Return the id itself the first time, and later the id with the next free number: "a~2", "a~3"."""
        if self._add(wanted):
            return wanted
        number = self._numbers.get(wanted, 1) + 1
        while not self._add(fresh := f"{wanted}~{number}"):
            number += 1
        self._numbers[wanted] = number
        return fresh

    def _add(self, name: str) -> bool:
        """Add an id and return True; return False if it is already in the set."""
        digest = int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1
        if 10 * self._count >= 7 * len(self._slots):
            self._grow()
        if not self._put(digest):
            return False
        self._count += 1
        return True

    def _put(self, digest: int) -> bool:
        slots, mask = self._slots, len(self._slots) - 1
        at = digest & mask
        while slots[at]:
            if slots[at] == digest:
                return False
            at = (at + 1) & mask
        slots[at] = digest
        return True

    def _grow(self) -> None:
        old, self._slots = self._slots, array("Q", bytes(16 * len(self._slots)))
        for digest in old:
            if digest:
                self._put(digest)
