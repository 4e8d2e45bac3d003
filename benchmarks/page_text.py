"""The page of the benchmarks, made of their numbers: text, tables, plots in SVG (the same for the same numbers)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update(
    {
        "svg.hashsalt": "annotate",
        "svg.fonttype": "none",
        "font.size": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)
import matplotlib.pyplot as plt  # noqa: E402

_OURS, _THEIRS, _FAINT = "#0b6e4f", "#b55400", "#888888"


def write(results: dict[str, Any], folder: Path) -> None:
    """Write `README.md` and the plots into a folder."""
    plots = folder / "plots"
    plots.mkdir(exist_ok=True)
    for name, draw in _PLOTS.items():
        figure, axes = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
        draw(axes, results)
        figure.savefig(plots / f"{name}.svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
        _tidy(plots / f"{name}.svg")
    (folder / "README.md").write_text(_page(results, folder), encoding="utf-8")


def _tidy(path: Path) -> None:
    """Take the spaces off the ends of lines."""
    path.write_text("\n".join(line.rstrip() for line in path.read_text("utf-8").splitlines()) + "\n", encoding="utf-8")


def _workers(axes: Any, results: dict[str, Any]) -> None:
    rows = results["workers"]
    jobs = [row["jobs"] for row in rows]
    axes.bar(jobs, [row["words"] / row["seconds"] for row in rows], width=0.5, color=_OURS, label="annotate")
    if same := results["spacy_same_articles"]:
        axes.axhline(same["words"] / same["seconds"], color=_THEIRS, ls="--", label="spaCy small, one process")
    axes.set(xlabel="workers", ylabel="words per second", xticks=jobs)
    axes.legend(frameon=False)


def _length(axes: Any, results: dict[str, Any]) -> None:
    _growth(axes, results["length"], "words", "annotate", "words in the article", spacy=results["spacy"])


def _size(axes: Any, results: dict[str, Any]) -> None:
    _growth(axes, results["size"], "articles", "processor", "articles of 60 words", spacy=results["spacy"])


def _growth(axes: Any, rows: list[dict[str, Any]], across: str, ours: str, label: str, *, spacy: bool) -> None:
    """Draw processor seconds over a size, both logarithmic."""
    sizes = [row[across] for row in rows]
    axes.loglog(sizes, [row[ours] for row in rows], "o-", color=_OURS, label="annotate")
    if spacy:
        axes.loglog(sizes, [row["spacy"] for row in rows], "s--", color=_THEIRS, label="spaCy small")
    axes.set(xlabel=label, ylabel="processor seconds")
    axes.legend(frameon=False)


def _memory(axes: Any, results: dict[str, Any]) -> None:
    row = results["size"][-1]
    seconds, megabytes = zip(*row["memory"], strict=True)
    axes.plot([100 * second / row["seconds"] for second in seconds], megabytes, color=_OURS)
    axes.set(xlabel=f"% of a run of {row['articles']:,} articles", ylabel="MB, all processes", ylim=(0, None))


def _exports(axes: Any, results: dict[str, Any]) -> None:
    rows = {name: row for name, row in results["exports"].items() if name != "annotating"}
    names = sorted(rows, key=lambda name: rows[name]["processor"])
    axes.barh(names, [1000 * rows[name]["processor"] for name in names], color=_OURS)
    axes.set(xlabel="processor milliseconds an article")
    axes.tick_params(axis="y", labelsize=9)


_PLOTS: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "workers": _workers,
    "length": _length,
    "size": _size,
    "memory": _memory,
    "exports": _exports,
}


_TEXT = """\
# Benchmarks

`python benchmarks/page.py` measures all of this and writes this page. Processor seconds are those of all cores and
processes; they hardly depend on what else the machine does. Seconds by the clock do.

Measured on {cores} cores of {processor}, {memory_gb:g} GB, Python {python}, with `{data}`. The load of the machine was
{load:g} at the start and {load_at_the_end:g} at the end{busy}.
{quick}
## Throughput by workers

![Words per second by the number of workers](plots/workers.svg)

{workers}

## Time by length of the article

![Processor seconds by the length of the article](plots/length.svg)

{length}

## Time by size of the archive

![Processor seconds by the number of articles](plots/size.svg)

{size}

Starting the workers takes some processor seconds, whatever the size.

## Memory over time

![Memory over the time of a run](plots/memory.svg)

{memory}

## Ledger and order

{bookkeeping}

## Cold start

{cold}

## Exports

![Processor time of the exports](plots/exports.svg)

{exports}
{kills}
## Others

{others}
"""


def _page(results: dict[str, Any], folder: Path) -> str:
    machine = results["machine"]
    busy = ": others were at work on the same cores, so that the seconds by the clock are too long"
    return _TEXT.format(
        **{"load_at_the_end": 0, **machine},
        data=results["data"],
        busy=busy if machine["load"] > 0.5 else "",
        quick="\n**A quick run: a tenth of the articles.**\n" if results["quick"] else "",
        workers=_workers_table(results),
        length=_length_table(results),
        size=_size_table(results),
        memory=_memory_text(results),
        bookkeeping=_bookkeeping(results["bookkeeping"]),
        cold=_table(("", "seconds"), [(name, f"{seconds:.2f}") for name, seconds in results["cold"].items()]),
        exports=_exports_table(results["exports"]),
        kills=_kills(folder / "kills.json"),
        others=_others(folder),
    )


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _maybe(seconds: float | None) -> str:
    return f"{seconds:.3f}" if seconds is not None else "not installed"


def _workers_table(results: dict[str, Any]) -> str:
    first = results["workers"][0]
    heads = ("workers", "words per second", "times one worker", "words per processor second")
    rows = [
        (
            str(row["jobs"]),
            f"{row['words'] / row['seconds']:,.0f}",
            f"{first['seconds'] / row['seconds']:.2f}",
            f"{row['words'] / row['processor']:,.0f}",
        )
        for row in results["workers"]
    ]
    text = _table(heads, rows)
    if same := results["spacy_same_articles"]:
        clock, processor = (f"{same['words'] / same[name]:,.0f}" for name in ("seconds", "processor"))
        text += "\n\nspaCy's small English pipeline, in one process on the same articles, reads\n"
        text += f"{clock} words per second, {processor} per processor second."
    return text


def _length_table(results: dict[str, Any]) -> str:
    heads = ("words", "annotate, s", "µs a word", "spaCy, s")
    rows = []
    for row in results["length"]:
        spent = row["annotate"]
        rows.append((f"{row['words']:,}", f"{spent:.3f}", f"{1e6 * spent / row['words']:.0f}", _maybe(row["spacy"])))
    return _table(heads, rows)


def _size_table(results: dict[str, Any]) -> str:
    heads = ("articles", "processor s", "ms an article", "spaCy, s")
    rows = []
    for row in results["size"]:
        count, spent = row["articles"], row["processor"]
        rows.append((f"{count:,}", f"{spent:.1f}", f"{1000 * spent / count:.1f}", _maybe(row["spacy"])))
    return _table(heads, rows)


def _memory_text(results: dict[str, Any]) -> str:
    row = results["size"][-1]
    values = [megabytes for _, megabytes in row["memory"]]
    text = f"The most was {max(values):.0f} MB, with {results['machine']['cores']} workers."
    behind = [m for s, m in row["memory"] if s > row["seconds"] * 1000 / row["articles"]]
    if row["articles"] > 1000 and behind:
        tenth = max(1, len(behind) // 10)
        first, last = sum(behind[:tenth]) / tenth, sum(behind[-tenth:]) / tenth
        text += f" From article 1,000 on, the first tenth took {first:.0f} MB\non average and the last {last:.0f} MB."
    return text


def _bookkeeping(found: dict[str, float]) -> str:
    whole = found["processor"]
    share = {name: found[name] / whole for name in ("ledger", "order", "parent")}
    return (
        f"Of all processor time the ledger takes {share['ledger']:.2%}. Handing articles to the workers and taking\n"
        f"the results in takes {share['order']:.2%}, and the process that reads and writes {share['parent']:.1%}\n"
        f"in all. The ledger holds {found['ledger_bytes_an_article'] / 1000:.1f} KB an article."
    )


def _exports_table(exports: dict[str, dict[str, float]]) -> str:
    whole = exports["annotating"]["processor"]
    heads = ("format", "ms an article", "of annotating it", "KB an article")
    rows = []
    for name, row in exports.items():
        spent = row["processor"]
        if name != "annotating":
            rows.append((name, f"{1000 * spent:.2f}", f"{spent / whole:.1%}", f"{row['bytes'] / 1000:.1f}"))
    return _table(heads, rows)


def _kills(path: Path) -> str:
    """Return what `kills.py` counted, where it was run."""
    if not path.exists():
        return ""
    counts = json.loads(path.read_text(encoding="utf-8"))
    return """
## Kills

`python benchmarks/kills.py --write benchmarks/kills.json` killed {kills} runs at random moments and resumed them, in
{rounds} rounds; {killed_after_the_first_article} of the kills came after an article was done. Of
{articles_compared:,} articles in the ends {lost} were lost and {doubled} doubled; {differing} outputs differed from
those of undisturbed runs, and {left_behind} files were left behind.
""".format(**counts)


def _others(folder: Path) -> str:
    """Return the list of the other benchmarks, by their first lines."""
    others = (path for path in sorted(folder.glob("*.py")) if not path.stem.startswith(("page", "archive")))
    return "\n".join(f"- `{path.name}`: {path.read_text('utf-8').splitlines()[0].strip(chr(34))}" for path in others)
