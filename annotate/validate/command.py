"""Run `annotate validate`: inputs, choice of rules, baseline, report, exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from annotate.export.files.atomic import replacing
from annotate.problems import Exit, Problem
from annotate.rules import RULES, UNCHECKED_RULES
from annotate.validate import inputs, validate
from annotate.validate.baseline import Baseline, BaselineError, baseline_text
from annotate.validate.reports import LINES, REPORTS, SEVERITIES, STDIN, Outcome

#: If one of these rules is broken, nothing was checked, so no baseline hides it.
_ALWAYS_NEW = frozenset({"unreadable", "missing-library", "xsd-unusable", "baseline-stale"})


class ValidateUsageError(Exception):
    """The arguments contradict each other; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """The arguments of `annotate validate`.

    `format` is a key of `LINES` or `REPORTS`; `fail_on` is a severity or "never". `select` and `ignore` are names of
    rules, separated by commas. `output` is the file of the report, None for standard output.
    """

    files: tuple[str, ...]
    format: str = "text"
    xsd: Path | None = None
    fail_on: str = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: str | None = None
    update_baseline: bool = False
    output: str | None = None


def run(job: Validation, write: Callable[[str, Problem | None], None]) -> tuple[Outcome, Exit]:
    """Check all inputs and return the outcome and the exit code.

    `write` is called with each piece of the report; for a line about one problem, that problem is the second argument.
    Raises `ValidateUsageError` before anything is checked, and `annotate.export.WriteError`.
    """
    chosen = _chosen(job)
    if job.update_baseline and not job.baseline:
        raise ValidateUsageError("--update-baseline needs the name of the file: --baseline FILE")
    baseline = _baseline(job)
    line = LINES.get(job.format)
    checked: list[str] = []
    problems: list[Problem] = []
    documents = 0
    for file, found, count in _checked(job):
        checked.append(file)
        documents += count
        for problem in found:
            if problem.rule in RULES.keys() - chosen or _hidden(problem, baseline, job):
                continue
            if problem.rule == "xsd-unusable" and problem in problems:  # the same value for every file that it concerns
                continue
            problems.append(problem)
            if line and not job.output and not job.update_baseline:
                write(line(problem) + "\n", problem)
    if job.update_baseline:
        return _updated(job, problems, baseline, checked, chosen, documents)
    if baseline and "baseline-stale" in chosen:
        for problem in baseline.stale(checked, chosen):
            problems.append(problem)
            if line and not job.output:
                write(line(problem) + "\n", problem)
    outcome = Outcome(problems, documents, len(checked), baseline.hidden if baseline else 0)
    if job.output:
        text = "".join(line(problem) + "\n" for problem in problems) if line else REPORTS[job.format](outcome)
        _write_file(job.output, text)
    elif not line:
        write(REPORTS[job.format](outcome), None)
    return outcome, Exit.PROBLEMS if _fails(outcome, job.fail_on) else Exit.OK


def _checked(job: Validation) -> Iterator[tuple[str, tuple[Problem, ...], int]]:
    """Yield (input, problems, number of documents) for each input."""
    for source in inputs(job.files):
        if isinstance(source, Problem):
            yield source.file, (source,), 0
            continue
        checked = validate(source, job.xsd)
        yield checked.file, checked.problems, checked.documents


def _chosen(job: Validation) -> frozenset[str]:
    select, ignore = _names(job.select), _names(job.ignore)
    for name in select + ignore:
        if name not in RULES:
            close = get_close_matches(name, RULES, 1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise ValidateUsageError(f"there is no rule {name!r}; {hint}annotate validate --rules lists them")
    return (frozenset(select) | UNCHECKED_RULES if select else frozenset(RULES)) - frozenset(ignore)


def _names(given: tuple[str, ...]) -> list[str]:
    return [name.strip() for names in given for name in names.split(",") if name.strip()]


def _baseline(job: Validation) -> Baseline | None:
    if not job.baseline or (job.update_baseline and not Path(job.baseline).exists()):
        return None
    try:
        return Baseline.read(job.baseline)
    except BaselineError as error:
        raise ValidateUsageError(str(error)) from error


def _hidden(problem: Problem, baseline: Baseline | None, job: Validation) -> bool:
    if baseline is None or job.update_baseline or problem.rule in _ALWAYS_NEW:
        return False
    return baseline.is_known(problem)


def _updated(
    job: Validation,
    problems: list[Problem],
    kept: Baseline | None,
    checked: list[str],
    chosen: frozenset[str],
    documents: int,
) -> tuple[Outcome, Exit]:
    """Write the baseline; the outcome keeps only the problems that no baseline hides."""
    left = [problem for problem in problems if problem.rule in _ALWAYS_NEW or problem.file == STDIN]
    known = [problem for problem in problems if problem not in left]
    _write_file(str(job.baseline), baseline_text(known, kept, checked, chosen))
    return Outcome(left, documents, len(checked), len(known)), Exit.PROBLEMS if left else Exit.OK


def _write_file(name: str, text: str) -> None:
    with replacing(Path(name), overwrite=True) as out:
        out.write(text.encode("utf-8", "backslashreplace"))


def _fails(outcome: Outcome, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(problem.severity in grave for problem in outcome.problems)
