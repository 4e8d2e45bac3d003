"""Write annotate/analyse/words/data/word_frequencies.txt.gz from the English list of the package wordfreq.

    pip install wordfreq==3.1.1
    python training/word_frequencies.py

wordfreq (Robyn Speer, 2022) is Apache-2.0, its data CC BY-SA 4.0; the file written here is an extract of that data and
stays under CC BY-SA 4.0. Each line is a word, a space and its frequency as ten times the Zipf value (the decimal
logarithm of occurrences per thousand million words): "economy 48" occurs about 10**4.8 times in 10**9 words.
The first section holds the frequent words, the second all words in code-point order, for bisection.
"""

import gzip
import math
import re
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "annotate/analyse/words/data/word_frequencies.txt.gz"
HEADER = (
    "# English word frequencies out of wordfreq 3.1.1 (Robyn Speer), large list; CC BY-SA 4.0. "
    "Made by training/word_frequencies.py.\n"
)
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
FREQUENT = 40


def main() -> None:
    from wordfreq import get_frequency_dict

    known = {
        word: round(10 * math.log10(frequency * 1e9))
        for word, frequency in get_frequency_dict("en", "large").items()
        if WORD.fullmatch(word) and len(word) <= 24
    }
    line = "{} {:02d}".format
    frequent = sorted((w for w, z in known.items() if z >= FREQUENT), key=lambda w: (-known[w], w))
    body = HEADER + "\n".join(line(w, known[w]) for w in frequent) + "\n\n"
    body += "\n".join(line(w, known[w]) for w in sorted(known)) + "\n"
    TARGET.write_bytes(gzip.compress(body.encode(), 9, mtime=0))
    print(f"{len(known)} words, {len(frequent)} of them frequent, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
