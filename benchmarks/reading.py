"""Speed and memory of reading large inputs.

    python benchmarks/reading.py [--size 5GB] [--kinds jsonl,tar,warc,...]

For each kind, articles of this file's own words are made while they are read, and sent through a pipe to a process
that only reads and counts, so nothing lies on the disk. Printed are articles, seconds, and the peak memory of the
reading process, for a tenth of the size and for the whole: they differ for a reader that keeps what it has read.
"""

from __future__ import annotations

import argparse
import gzip
import io
import itertools
import json
import random
import resource
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

_SUBJECTS = (
    "The minister",
    "The council",
    "A spokesman for the port",
    "The union",
    "Residents",
    "The mayor of Norhaven",
)
_VERBS = ("said", "denied", "confirmed on Monday", "told reporters", "announced", "warned")
_WHAT = (
    "that the bridge would open in June",
    "that talks had broken down over the weekend",
    "that the costs of the harbour had doubled since the spring",
    "that nobody would lose their job before the end of the year",
    "that the figures in the report were wrong",
)


def article(number: int, chance: random.Random) -> str:
    """Return the text of an article: 20 to 60 paragraphs of one or two sentences."""
    paragraphs = [
        f"{chance.choice(_SUBJECTS)} {chance.choice(_VERBS)} {chance.choice(_WHAT)}. "
        f"It was number {chance.randint(2, 99)} this year. {chance.choice(_SUBJECTS)} {chance.choice(_VERBS)} so too."
        for _ in range(chance.randint(20, 60))
    ]
    return f"Report {number} from the coast\n\n" + "\n\n".join(paragraphs)


def texts() -> Iterator[tuple[int, str]]:
    """Yield articles endlessly; a thousand differ in their words, all in their number."""
    chance = random.Random(7)
    stock = [article(0, chance).partition("\n")[2] for _ in range(1000)]
    for number in itertools.count():
        yield number, f"Report {number} from the coast\n{stock[number % 1000]}"


def page(number: int, text: str) -> bytes:
    """Return a web page with an article."""
    title, _, body = text.partition("\n\n")
    inner = "".join(f"<p>{p}</p>" for p in body.split("\n\n"))
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{inner}</article><footer>Harbour Post {number}</footer></body></html>"
    ).encode()


def jsonl() -> Iterator[bytes]:
    for number, text in texts():
        yield json.dumps({"id": f"report-{number}", "text": text, "date": "2021-03-04"}).encode() + b"\n"


def long_lines() -> Iterator[bytes]:
    """Yield lines far beyond the limit for one article, with articles between them."""
    for line in jsonl():
        yield line
        yield b'{"text": "'
        yield from itertools.repeat(b"x" * (1 << 20), 99)
        yield b'"}\n'


def tar() -> Iterator[bytes]:
    """Yield wire articles, each with a picture."""
    picture = random.Random(11).randbytes(30_000)

    def member(name: str, data: bytes) -> bytes:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        return info.tobuf() + data + bytes(-len(data) % tarfile.BLOCKSIZE)

    for number, text in texts():
        yield member(f"wire/{number}.txt", text.encode()) + member(f"wire/{number}.jpg", picture)


def warc() -> Iterator[bytes]:
    """Yield what a crawler stores for an article: the request, the page with its script, a picture."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    picture = random.Random(11).randbytes(600_000)
    script = b"<script>" + b"window.tracked.push([7, 'scroll']);\n" * 2000 + b"</script></body>"

    def add(url: str, kind: str, data: bytes) -> None:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(data), http_headers=headers))

    for number, text in texts():
        url = f"https://harbourpost.example/{number}"
        request = StatusAndHeaders(f"GET /{number} HTTP/1.1", [("Host", "harbourpost.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=request))
        add(url, "text/html; charset=utf-8", page(number, text).replace(b"</body>", script))
        add(f"{url}.jpg", "image/jpeg", picture)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def csv() -> Iterator[bytes]:
    yield b"id,text\r\n"
    for number, text in texts():
        yield f'r{number},"{text}"\r\n'.encode()


def feed() -> Iterator[bytes]:
    yield b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>'
    for number, text in texts():
        body = "".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in text.split("\n\n"))
        yield f"<item><guid>{number}</guid><description>{body}</description></item>".encode()


def zipped(pieces: Callable[[], Iterator[bytes]]) -> Callable[[], Iterator[bytes]]:
    """Yield the same, compressed with gzip as in crawls and dumps."""
    return lambda: (gzip.compress(piece, 1) for piece in pieces())


KINDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "jsonl": jsonl,
    "tar": tar,
    "warc": warc,
    "jsonl.gz": zipped(jsonl),
    "warc.gz": zipped(warc),
    "csv": csv,
    "rss": feed,
    "long lines": long_lines,
}
#: The final bytes of each kind, which complete the file.
_ENDS = {"tar": bytes(2 * tarfile.BLOCKSIZE), "rss": b"</channel></rss>"}


def send(kind: str, size: int) -> None:
    """Write about `size` bytes of a kind to standard output; compressed kinds count unpacked."""
    # Compressed pieces are small; their unpacked size counts.
    sent = 0
    raw = KINDS[kind.removesuffix(".gz")]()
    for piece in raw:
        sys.stdout.buffer.write(gzip.compress(piece, 1) if kind.endswith(".gz") else piece)
        sent += len(piece)
        # A line or a record ends with a complete piece.
        if sent >= size and (kind != "long lines" or piece.endswith(b"}\n")):
            break
    sys.stdout.buffer.write(_ENDS.get(kind, b""))


def receive(kind: str) -> None:
    """Read standard input and print (articles, problems, characters, processor seconds, peak in MiB) as JSON."""
    from annotate.models import Article
    from annotate.read import ReadOptions, read

    suffixes = {"csv": "csv"}
    articles = problems = characters = 0
    for item in read(["-"], ReadOptions(format=suffixes.get(kind))):
        if isinstance(item, Article):
            articles += 1
            characters += len(item.text)
        else:
            problems += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([articles, problems, characters, time.process_time(), peak]))


def measure(kind: str, size: int) -> tuple[int, int, float, float]:
    """Return (articles, problems, processor seconds, peak in MiB) of reading `size` bytes of a kind."""
    command = [sys.executable, __file__, "--kinds", kind, "--size", str(size)]
    with subprocess.Popen([*command, "--send"], stdout=subprocess.PIPE) as sender:
        done = subprocess.run([*command, "--receive"], stdin=sender.stdout, stdout=subprocess.PIPE, check=True)
    articles, problems, _, seconds, peak = json.loads(done.stdout)
    return articles, problems, seconds, peak


def main() -> None:
    from annotate.read.sizes import size_in_words, size_of

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=size_of, default=size_of("5GB"))
    parser.add_argument("--kinds", default="jsonl,tar,warc", help=f"among {', '.join(KINDS)}")
    parser.add_argument("--send", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--receive", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.send:
        send(options.kinds, options.size)
    elif options.receive:
        receive(options.kinds)
    else:
        for kind in options.kinds.split(","):
            for size in (options.size // 10, options.size):
                articles, problems, seconds, peak = measure(kind, size)
                print(
                    f"{kind:10s} {size_in_words(size):>10s}: {articles} articles, {problems} problems, "
                    f"{seconds:.0f} s of processor time ({size / 1e6 / seconds:.1f} MB/s), peak {peak:.0f} MiB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
