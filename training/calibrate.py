"""Fit the confidence on held-out training articles and print its reliability on dev.

    python -m training.calibrate --data DIR --prepared DIR --weights DIR

Confidence is the probability that a quotation is one of the gold's: one-to-one, with at least half of the content's
letters in common. A logistic regression of the model's own figures gives it; half of the articles are damaged. The
threshold and the floor change only where others are clearly better on the same articles, all four figures together.
"""

from __future__ import annotations

import argparse
import json
import pickle
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from annotate.analyse.model.encoder import read
from annotate.analyse.quotations.decoding import Calibration, Found, candidates, chosen, confidence
from training.damage import CLEAN, FULL, carried, damage
from training.evaluate import exported, gold, rows, scorer, shown
from training.examples import Article

PLAIN = Calibration((1.0, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 0.0, 0.0, 0.0)

#: Threshold and floor that are kept...
USUAL = (0.5, 0.38)
#: ...unless the sum of five figures gains more than this on 40 articles, clean and damaged; its standard error is 0.7.
CHANCE = 1.0


def records_of(articles: list[Article]) -> list[dict[str, Any]]:
    """Return gold records of the articles, each clean and fully damaged."""
    records = []
    for recipe, mark in ((CLEAN, ""), (FULL, "~damaged")):
        for article in articles:
            text, forward = damage(article.text, recipe)
            quotations = []
            for quotation in article.quotations or []:
                moved = {
                    k: [s for s in (carried(forward, text, *p) for p in quotation[k]) if s]
                    for k in ("content", "cue", "source")
                }
                if moved["content"]:
                    quotations.append(moved)
            records.append({"id": article.id + mark, "text": text, "quotations": quotations})
    return records


def judged(module: Any, record: dict[str, Any], found: list[Found]) -> list[bool]:
    """Return, for each candidate, whether it is in the gold."""
    text = record["text"]
    golden = [module.chars(q["content"], text) for q in record["quotations"]]
    mine = [module.chars(list(f.content), text) for f in found]
    right = {j for _, j, _ in module.pair(golden, mine, 0.5)}
    return [j in right for j in range(len(found))]


def logistic(features: Any, right: Any, penalty: float = 1.0) -> tuple[list[float], float]:
    """Return weights and bias of a logistic regression, fitted by Newton's method."""
    x = np.hstack([features, np.ones((len(features), 1))])
    weights = np.zeros(x.shape[1])
    ridge = penalty * np.eye(x.shape[1])
    ridge[-1, -1] = 0.0
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - right) + ridge @ weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        weights -= np.linalg.solve(hessian, gradient)
    return [float(w) for w in weights[:-1]], float(weights[-1])


def reliability(confidences: list[float], right: list[bool]) -> list[tuple[str, int, float, float]]:
    """Return (bin, count, mean confidence, accuracy) for each tenth."""
    table = []
    for low in range(10):
        inside = [(c, r) for c, r in zip(confidences, right, strict=True) if low <= 10 * c < low + 1 + (low == 9)]
        if inside:
            means = np.mean(np.array(inside, dtype=float), axis=0)
            table.append((f"{low / 10:.1f}-{low / 10 + 0.1:.1f}", len(inside), float(means[0]), float(means[1])))
    return table


def decided(found: list[list[Found]], calibration: Calibration) -> list[list[Found]]:
    """Return what a calibration reports, given the candidates found under any calibration."""
    result = []
    for items in found:
        again = [replace(f, confidence=confidence(f.features, calibration)) for f in items]
        result.append(chosen(again, calibration))
    return result


def best(module: Any, records: list[dict[str, Any]], found: list[list[Found]], calibration: Calibration) -> Calibration:
    """Return the calibration with a threshold and a floor: the usual ones unless others are better by more than chance.

    What counts is the sum of the figures on the records, content doubled.
    """

    def value(candidate: Calibration) -> float:
        result = rows(module, records, decided(found, candidate))
        return sum(float(result[k]["F1"]) for k in ("content", "content", "quotation", "exact", "attributed"))

    usual = replace(calibration, threshold=USUAL[0], floor=USUAL[1])
    pairs = [(t, t - below) for t in range(26, 56, 3) for below in (0, 3, 6, 9, 12, 18)]
    other = max((replace(calibration, threshold=t / 100, floor=f / 100) for t, f in pairs), key=value)
    return other if value(other) > value(usual) + CHANCE else usual


def calibrate(prepared: Path, weights: Path, module: Any, threads: int = 2) -> Calibration:
    """Fit the confidence on the held-out articles, choose threshold and floor, and write calibration.json."""
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    network = exported(weights, threads)
    with (prepared / "articles.pickle").open("rb") as file:
        records = records_of(pickle.load(file)["calibration"])
    found = [candidates(r["text"], read(r["text"], network, tokenizer), PLAIN) for r in records]
    calibration = PLAIN
    for _ in range(2):  # the surest of a conflict is kept, so what is judged depends a little on the fit itself
        kept = decided(found, calibration)
        if not any(kept):
            raise SystemExit("no quotation was found in the held-out articles: these weights have learnt nothing yet")
        right = np.array([ok for r, f in zip(records, kept, strict=True) for ok in judged(module, r, f)], dtype=float)
        fitted, bias = logistic(np.array([f.features for items in kept for f in items]), right)
        calibration = Calibration(tuple(round(w, 4) for w in fitted), round(bias, 4), 0.0, 0.0)
    calibration = best(module, records, found, calibration)
    print(f"threshold {calibration.threshold}, floor {calibration.floor}")
    print(f"held out: {shown(rows(module, records, decided(found, calibration)))}")
    (weights / "calibration.json").write_text(json.dumps(asdict(calibration), indent=2) + "\n", encoding="utf-8")
    return calibration


def main() -> None:
    """Calibrate a folder of weights by itself; show how reliable the confidence is on dev and damaged dev."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--score", type=Path)
    parser.add_argument("--prepared", type=Path, default=Path("training/prepared"))
    parser.add_argument("--weights", type=Path, default=Path("annotate/weights"))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    module = scorer(options.score or options.data.parent / "score" / "score.py")
    calibration = calibrate(options.prepared, options.weights, module, options.threads)
    tokenizer = Tokenizer.from_file(str(options.weights / "tokenizer.json"))
    network = exported(options.weights, options.threads)
    for name in ("dev", "dev_damaged"):
        records = gold(options.data / "polnear" / f"{name}.jsonl")
        found = [candidates(r["text"], read(r["text"], network, tokenizer), PLAIN) for r in records]
        kept = decided(found, calibration)
        print(f"{name}: {shown(rows(module, records, kept))}")
        sure = [f.confidence for items in kept for f in items]
        ok = [o for r, f in zip(records, kept, strict=True) for o in judged(module, r, f)]
        for low, count, mean, share in reliability(sure, ok):
            print(f"  {low}  {count:5d}  confidence {mean:.2f}  right {share:.2f}")


if __name__ == "__main__":
    main()
