"""Check NewsML-G2 by the rules of its profile, by an XML Schema if given, and by meaning if it can be read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotate.export.newsml.check import NewsmlFile, check_newsml, check_xsd, read_newsml
from annotate.export.newsml.load import annotation_of_item, is_full
from annotate.export.newsml.xml_places import Places
from annotate.problems import Problem, ReadError
from annotate.validate.checked import Checked
from annotate.validate.loaded import problems_of


def check_newsml_file(name: str, data: bytes, xsd: Path | None) -> Checked:
    """Check a file, given as bytes; its meaning is checked only if it breaks no rule of the profile."""
    try:
        file = read_newsml(data, name)
    except ReadError as error:
        return Checked(name, 0, (error.problem,))
    problems = check_newsml(file)
    if xsd:
        problems += check_xsd(data, xsd, name)
    if not problems:
        problems = list(_meaning(file))
    return Checked(name, len(file.items), tuple(problems))


def _meaning(file: NewsmlFile) -> Iterator[Problem]:
    """Yield the problems of annotations in items with full detail, at the place of the item."""
    places: Places | None = None
    for item in file.items:
        if not is_full(item):
            continue
        try:
            found = list(problems_of(annotation_of_item(item, Path(file.name)), file.name))
        except ReadError as error:
            found = [error.problem]
        for problem in found:
            places = places or Places(file.data, file.root)
            line, column = places.of(item)
            yield Problem(
                problem.rule,
                problem.message,
                file.name,
                line,
                column,
                problem.path,
                problem.severity,
                problem.article or item.get("guid") or "",
            )
